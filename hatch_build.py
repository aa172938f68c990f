"""README as package indexes show it: links to files of the repository lead there, or are names."""

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"\[([^\]]*)\]\((?![a-z]+:|#)([^)]+)\)")
_NAMED = "\n\nThe files named here are in the source archive.\n"


def linked(text: str, source: str) -> str:
    """Text whose relative links are absolute from ``source``, or without one are files' names."""
    if source:
        return _LINK.sub(lambda m: f"[{m[1]}]({source.rstrip('/')}/{m[2]})", text)
    named = _LINK.sub(lambda m: m[1] if m[1] == m[2] else f"{m[1]} ({m[2]})", text)
    return named if named == text else named.rstrip() + _NAMED


class Readme(MetadataHookInterface):
    """Hook that hatchling calls with the table ``tool.hatch.metadata.hooks.custom``."""

    def update(self, metadata: dict) -> None:
        """Set the README."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        text = linked(text, self.config["source"])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
