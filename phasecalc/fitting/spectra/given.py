"""Spectra from arrays and files: read as numbers, checked, put in order; pickles never opened."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.fitting.runs.table import read_table, require_bounded
from phasecalc.parsing.grammar import echo

__all__ = ["CONVENTIONS", "Spectrum", "given"]

Floats = npt.NDArray[np.float64]
CONVENTIONS = ("b", "mass")
_MOST = 10**6
_ROUNDING = 1e-15  # of the largest eigenvalue times their number: below, rounding of a zero


@dataclass(frozen=True)
class Spectrum:
    """Measured eigenvalues in decreasing order, with what the target has along each.

    Parameters
    ----------
    eigenvalues
        Positive.
    squares
        Squares b_j^2, or masses lambda_j b_j^2, in the same order; None without a target.
    left_out
        How many eigenvalues were zero up to rounding.
    origin
        Where they come from.
    proportional
        Whether the coefficients, as they were given, are the eigenvalues times a number.
    """

    eigenvalues: Floats
    squares: Floats | None
    left_out: int
    origin: str
    proportional: bool = False


def given(
    eigenvalues: Any, coefficients: Any, convention: str, columns: Mapping[str, str]
) -> Spectrum:
    """Read a spectrum.

    Parameters
    ----------
    eigenvalues, coefficients
        Arrays, or paths of .npy or .csv files; coefficients may be None.
    convention
        ``"b"`` or ``"mass"``.
    columns
        Columns of a CSV file, by the names ``eigenvalues`` and ``coefficients``.
    """
    if convention not in CONVENTIONS:
        raise DomainError(f"convention = {convention!r}: use {' or '.join(CONVENTIONS)}")
    for name in columns:
        if name not in ("eigenvalues", "coefficients"):
            raise DomainError(f"columns: {echo(name)} is neither eigenvalues nor coefficients")
    if coefficients is None and "coefficients" in columns and isinstance(eigenvalues, _PATH):
        coefficients = eigenvalues
    z, origin = _numbers("eigenvalues", eigenvalues, columns)
    order = np.argsort(-z, kind="stable")
    bound = _ROUNDING * len(z) * float(z[order[0]])
    if z[order[0]] <= 0 or z[order[-1]] < -max(bound, 1e-7 * z[order[0]]):
        k = int(order[-1])
        raise DomainError(
            f"{origin}: eigenvalue {k + 1} is {z[k]:.3g}; those of a covariance are not negative. "
            "Singular values must be squared"
        )
    kept = order[z[order] > bound]
    squares, proportional = None, False
    if coefficients is not None:
        b, where = _numbers("coefficients", coefficients, columns)
        if len(b) != len(z):
            raise DomainError(
                f"{len(z)} eigenvalues and {len(b)} coefficients: one is needed for each"
            )
        squares = _squares(b[kept], convention, where)
        proportional = bool(
            np.allclose(b[kept] * z[kept[0]], z[kept] * b[kept[0]], rtol=1e-9, atol=0)
        )
    return Spectrum(z[kept], squares, len(z) - len(kept), origin, proportional)


_PATH = (str, os.PathLike)


def _squares(b: Floats, convention: str, origin: str) -> Floats:
    if convention == "mass" and b.min() < 0:
        raise DomainError(
            f"{origin}: a negative coefficient is no lambda_j b_j^2; for b_j itself use "
            "convention 'b'"
        )
    found = b if convention == "mass" else b * b
    if not found.max() > 0:
        raise DomainError(f"{origin}: all coefficients are zero")
    scaled: Floats = found / found.max()
    return scaled


def _numbers(name: str, source: Any, columns: Mapping[str, str]) -> tuple[Floats, str]:
    """One line of finite numbers, and where it comes from."""
    if isinstance(source, _PATH):
        path, origin = Path(source), Path(source).name
        raw = _array(path) if path.suffix.lower() == ".npy" else _column(path, name, columns)
    else:
        raw, origin = source, name
    try:
        array = np.asarray(raw)
        if array.dtype.kind not in "fiu":
            raise TypeError
        array = array.astype(np.float64)
    except (TypeError, ValueError):
        raise ParseError(f"{origin}: not an array of real numbers") from None
    if array.size != max(array.shape, default=0) or array.size < 1:
        raise ParseError(f"{origin}: shape {array.shape}; {name} are one line of numbers")
    if array.size > _MOST:
        raise ParseError(f"{origin}: {array.size} numbers; at most {_MOST} are read")
    line = array.ravel()
    if not np.isfinite(line).all():
        k = int(np.argmin(np.isfinite(line)))
        raise ParseError(f"{origin}: number {k + 1} is {line[k]}")
    return line, origin


def _array(path: Path) -> Any:
    """Array of a .npy file, which cannot run anything: pickles are refused."""
    require_bounded(path)
    try:
        with path.open("rb") as file:
            return np.lib.format.read_array(file, allow_pickle=False)
    except (ValueError, EOFError, SyntaxError, TypeError):
        raise ParseError(
            f"{path.name}: no array of numbers in the format of numpy.save (pickles are not opened)"
        ) from None


def _column(path: Path, name: str, columns: Mapping[str, str]) -> list[float]:
    asked = columns.get(name)

    def wanted(names: tuple[str, ...]) -> Sequence[str]:
        if any(_is_number(n) for n in names):
            raise ParseError(f"{path.name}, line 1: {echo(names[0])} must be a name, not a number")
        chosen = asked or (names[0] if len(names) == 1 else name)
        if chosen not in names:
            raise ParseError(
                f"{path.name}: no column {echo(chosen)} for the {name}; there are "
                f"{', '.join(map(echo, names[:8]))}. Say which: {name}=COLUMN"
            )
        return [chosen]

    table = read_table(path, wanted)
    ((column, cells),) = table.columns.items()
    found = []
    for row, cell in enumerate(cells):
        if not _is_number(cell):
            raise ParseError(f"{table.at(row, column)}: {echo(str(cell))} is no number")
        found.append(float(cell))
    return found


def _is_number(cell: Any) -> bool:
    try:
        float(cell)
    except (TypeError, ValueError):
        return False
    return not isinstance(cell, bool)
