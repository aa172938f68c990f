"""Where the certificates of the book are: no part of the checker, which is given its text."""

from __future__ import annotations

from pathlib import Path

__all__ = ["certificates"]


def certificates() -> Path:
    """Certificates of the book: in the package, or beside it in the sources."""
    here = Path(__file__).resolve().parents[1]
    inside = here / "book.json"
    return inside if inside.is_file() else here.parent / "derivations" / "certificates.json"
