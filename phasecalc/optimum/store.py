"""Files of derived results: sealed by a hash of all they hold, read whole or refused.

The hash finds accidents: a truncated, edited or half-written file. It is no proof, since whoever
edits a file can write its hash anew; that what a file says is true is for ``recheck`` of what was
read, which accepts no field that does not follow from checked statements. Either refuses by name
of the file and with a remedy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from phasecalc.checker import CheckFailed
from phasecalc.exceptions import StoreDamaged, Undecided

__all__ = ["Unfounded", "digest", "read", "refusing", "seal", "sealed_text"]


class Unfounded(StoreDamaged, CheckFailed):
    """A file that says what does not follow from checked statements."""


def digest(data: Mapping[str, Any]) -> str:
    """Content hash of plain data."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), default=dict)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with the hash of all of it.

    Examples
    --------
    >>> seal({"a": 1})["hash"][:8]
    '015abd7f'
    """
    content = {k: v for k, v in data.items() if k != "hash"}
    return {**content, "hash": digest(content)}


def sealed_text(data: Mapping[str, Any]) -> str:
    """Text of a file of such data."""
    return json.dumps(seal(data), default=dict, separators=(",", ":")) + "\n"


def read(file: Path | Traversable, remedy: str) -> dict[str, Any]:
    """Content of a file whose hash is right.

    Parameters
    ----------
    file
        Where.
    remedy
        What to do if it is damaged: part of the message.

    Raises
    ------
    StoreDamaged
        The file is missing, is not JSON, or does not hold what it was sealed with.
    """
    with refusing(file, remedy):
        data = json.loads(file.read_text(encoding="utf-8"))
        if type(data) is not dict:
            raise ValueError("not an object")
        if data.get("hash") != seal(data)["hash"]:
            raise ValueError("it was changed after it was written: its hash is another")
    return data


@contextmanager
def refusing(file: Path | Traversable, remedy: str) -> Iterator[None]:
    """Whatever goes wrong while a file is read, decoded or checked is said of the file.

    Raises
    ------
    StoreDamaged
        Names the file, what is wrong and the remedy; :class:`Unfounded` where a check failed.
    """
    try:
        yield
    except StoreDamaged:
        raise
    except FileNotFoundError:
        raise StoreDamaged(str(file), "there is no such file", remedy) from None
    except (CheckFailed, Undecided) as problem:
        raise Unfounded(str(file), str(problem), remedy) from problem
    # KeyError to RecursionError: what decoders meet in data of another shape.
    except (
        OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
        RecursionError, AssertionError,
    ) as problem:  # fmt: skip
        kind = "" if isinstance(problem, ValueError) else f"{type(problem).__name__}: "
        raise StoreDamaged(str(file), f"{kind}{problem}", remedy) from problem
