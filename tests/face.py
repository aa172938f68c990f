"""The typed public face, made from the tables of lazy names: ``python -m tests.face`` writes it."""

from pathlib import Path

import phasecalc
from phasecalc import laws
from phasecalc.laws.declaring.catalogue import names

ROOT = Path(phasecalc.__file__).parent
NOTE = "# Written by `python -m tests.face`: what type checkers and editors see of lazy names.\n"


def _imports(homes):
    return [f"from {home} import {name} as {name}\n" for name, home in sorted(homes.items())]


def face():
    """Stub of ``phasecalc``."""
    packages = [f"from phasecalc import {name} as {name}\n" for name in phasecalc._PACKAGES]
    listed = [f"    {name!r},\n".replace("'", '"') for name in phasecalc.__all__]
    known = _imports(phasecalc._HOMES)
    return "".join(
        [NOTE, *packages, *known, "\n__version__: str\n", "__all__ = [\n", *listed, "]\n"]
    )


def laws_face():
    """Stub of ``phasecalc.laws``: its names, and the shipped laws."""
    shipped = [f"{name.replace('-', '_')}: Law\n" for name in sorted(names())]
    listed = [f"    {name!r},\n".replace("'", '"') for name in laws.__all__]
    return "".join([NOTE, *_imports(laws._HOMES), "\n", *shipped, "__all__ = [\n", *listed, "]\n"])


STUBS = {ROOT / "__init__.pyi": face, ROOT / "laws" / "__init__.pyi": laws_face}

if __name__ == "__main__":
    for file, text in STUBS.items():
        file.write_text(text(), encoding="utf-8")
