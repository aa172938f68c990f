"""Lists of names for intersphinx, written from ``docs/inventories.toml``: links to other projects
without a look at them."""

import tomllib
import zlib
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "inventories.toml"


def inventory(project: str, names: dict[str, dict[str, str]]) -> bytes:
    """An ``objects.inv`` of Sphinx, version 2."""
    head = f"# Sphinx inventory version 2\n# Project: {project}\n# Version: \n"
    head += "# The remainder of this file is compressed using zlib.\n"
    rows = (
        f"{name} {kind} 1 {place} -\n"
        for kind, found in names.items()
        for name, place in found.items()
    )
    return head.encode() + zlib.compress("".join(rows).encode())


def mapping(folder: Path) -> dict[str, tuple[str, str]]:
    """The setting of intersphinx, its lists written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for project, given in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        names = {kind: rows for kind, rows in given.items() if kind != "url"}
        place = folder / f"{project}.inv"
        place.write_bytes(inventory(project, names))
        found[project] = (given["url"], str(place))
    return found
