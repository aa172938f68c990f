"""The list of versions, from ``docs/versions.json``: a switch in the sidebar of every page.

Each version is built into a folder of its own, all of them beside one another; the links between
them are relative, so they work from a disk as from a server, and nothing is fetched.
"""

import json
import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ConfigError

FILE = Path(__file__).resolve().parents[1] / "versions.json"
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def versions(text: str, current: str) -> list[dict[str, str]]:
    """Entries of the file, in its order.

    Raises
    ------
    ConfigError
        Not a list of versions with folders, one of them twice, or the current one is missing.
    """
    try:
        found = [{k: str(entry[k]) for k in ("version", "folder")} for entry in json.loads(text)]
    except (ValueError, TypeError, KeyError) as problem:
        raise ConfigError(f"{FILE.name}: needs a list of version and folder") from problem
    for key in ("version", "folder"):
        if len({entry[key] for entry in found}) < len(found):
            raise ConfigError(f"{FILE.name}: a {key} stands there twice")
    for entry in found:
        if not _FOLDER.fullmatch(entry["folder"]):
            raise ConfigError(f"{FILE.name}: {entry['folder']!r} is no name of a folder")
    if current not in {entry["version"] for entry in found}:
        raise ConfigError(f"{FILE.name}: {current}, which is built, is missing; add it")
    return found


def _into_page(
    app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: Any
) -> None:
    context["versions"] = app.config.phasecalc_versions


def setup(app: Sphinx) -> dict[str, bool]:
    known = versions(FILE.read_text(encoding="utf-8"), app.config.release)
    app.add_config_value("phasecalc_versions", known, "html")
    app.connect("html-page-context", _into_page)
    return {"parallel_read_safe": True}
