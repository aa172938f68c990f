"""Fits in law files: values as exact text, and beside them what they rest on, covariance included.

What a file says is checked as it is read, and reads back exactly as it was written.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError, ParseError
from phasecalc.fitting.answers.caveats import Caveat
from phasecalc.fitting.answers.estimated import Estimated
from phasecalc.fitting.minimum.model import Model, compiled
from phasecalc.laws.declaring.declaration import Fit
from phasecalc.values import Value

if TYPE_CHECKING:
    from phasecalc.fitting.answers.fitted import Fitted
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Saved", "kept", "loaded", "saved", "with_fit"]

Floats = npt.NDArray[np.float64]
_KEYS = ("data", "sha256", "runs", "penalty", "sum", "level", "intervals", "given")
_MOST_CAVEATS = 40


@dataclass(frozen=True, eq=False)
class Saved(Value, Estimated):
    """A fit as a law file keeps it.

    Parameters
    ----------
    model
        The law, and what of it was fitted.
    name
        Label of the fit.
    point, covariance
        Best coordinates and their covariance; None where the data gave none.
    level
        Of the intervals.
    ranges
        Least and largest value of each size, and of the flops, among the runs.
    method
        What the covariance rests on.
    caveats
        What was known against the fit.
    about
        Pairs (name, text): data, their hash, penalty.
    """

    model: Model
    name: str
    point: Floats
    covariance: Floats | None
    level: float
    ranges: Mapping[str, tuple[float, float]]
    method: str
    caveats: tuple[Caveat, ...]
    about: tuple[tuple[str, str], ...]

    def fit(self) -> Fit:
        """The same as a fit of a law."""
        values = {n: repr(x) for n, x in self.values.items()} | self.fixed
        law = self.model.law
        if missing := [n for n in law.parameters if n not in values]:
            raise DomainError(
                f"law {law.name}: a fit in a file gives every parameter; fit again with "
                f"{', '.join(missing)} given as fixed"
            )
        if law.irreducible and float(self.values.get(law.irreducible, 1)) == 0:
            raise DomainError(
                f"{law.irreducible} = 0 is no value for a law file, where it is positive; fit a "
                "law without an irreducible loss"
            )
        support = dict(self.about) | {"level": repr(self.level), "intervals": self.method}
        support |= {f"range {n}": f"{lo!r} {hi!r}" for n, (lo, hi) in self.ranges.items()}
        support["given"] = " ".join(sorted(self.fixed))
        support |= {
            f"point {n}": repr(float(x)) for n, x in zip(self.model.names, self.point, strict=True)
        }
        if self.covariance is not None:
            for n, row in zip(self.model.names, self.covariance, strict=True):
                support[f"covariance {n}"] = " ".join(repr(float(x)) for x in row)
        for k, c in enumerate(self.caveats[:_MOST_CAVEATS]):
            support[f"beware {k} {c.about}"] = c.text
        pairs = tuple((n, values[n]) for n in law.parameters)
        support["check"] = _check(pairs, support)
        return Fit(self.name, pairs, f"fitted to {support['data']}", "", tuple(support.items()))


def saved(fit: Fitted, name: str) -> Saved:
    """What a law file keeps of a fit.

    Parameters
    ----------
    fit
        The fit.
    name
        Its label there.
    """
    runs, penalty = fit.objective.runs, fit.objective.penalty
    delta = "inf" if math.isinf(penalty.delta) else repr(penalty.delta)
    about = {
        "data": _plain(runs.origin),
        "sha256": runs.digest,
        "runs": str(len(runs)),
        "penalty": f"delta {delta}, over {penalty.over!r}, residual {penalty.residual}",
        "sum": repr(fit.minima[0].value),
    }
    method = fit.method if fit.draws is None else f"covariance of a {fit.method}"
    return Saved(
        compiled(replace(fit.law, fits=()), fit.fixed),
        name,
        fit.point,
        fit.spread,
        fit.level,
        fit.ranges,
        method,
        fit.caveats[:_MOST_CAVEATS],
        tuple(about.items()),
    )


def with_fit(law: Law, kept: Saved) -> Law:
    """The law with a fit put first, in place of one of the same name.

    Examples
    --------
    >>> import phasecalc as pc
    >>> N = [10.0**k for k in range(7, 11) for _ in range(4)]
    >>> D = [10.0**k for _ in range(4) for k in range(8, 12)]
    >>> loss = [1.8 + 480 * n**-0.35 + 2100 * d**-0.37 for n, d in zip(N, D)]
    >>> fitted = pc.laws.fit("two-term", {"N": N, "D": D, "loss": loss})
    >>> kept = saved(fitted, "mine")
    >>> text = pc.laws.write_law(with_fit(fitted.law, kept))
    >>> loaded(pc.laws.parse_law(text), "mine") == kept
    True
    """
    others = tuple(f for f in law.fits if f.name != kept.name)
    return replace(law, fits=(kept.fit(), *others))


def loaded(law: Law, name: str | None = None) -> Saved | None:
    """The fit of a law with its spread; None where it has values alone.

    Parameters
    ----------
    law
        The law.
    name
        Which fit; by default the first.

    Raises
    ------
    ParseError
        Its support is damaged, or belongs to other values.
    """
    fit = law.fit(name)
    if not fit.support:
        return None
    said = dict(fit.support)
    try:
        return _read(law, fit, said)
    except (KeyError, ValueError) as problem:
        why = f"no {problem}" if isinstance(problem, KeyError) else str(problem)
        raise ParseError(f"fit {fit.name}: its support is damaged: {why}") from None


def _read(law: Law, fit: Fit, said: Mapping[str, str]) -> Saved:
    if said["check"] != _check(fit.values, said):
        raise ValueError("it belongs to other values, or was edited")
    given = said["given"].split()
    model = compiled(replace(law, fits=()), {n: dict(fit.values)[n] for n in given})
    point = np.array([float(said[f"point {n}"]) for n in model.names])
    rows = [said.get(f"covariance {n}") for n in model.names]
    table = None
    if all(r is not None for r in rows):
        table = np.array([[float(x) for x in str(r).split()] for r in rows])
        if table.shape != (len(point), len(point)) or not np.isfinite(table).all():
            raise ValueError("the covariance is no square table of numbers")
    ranges = {}
    for key, text in said.items():
        if key.startswith("range "):
            low, high = map(float, text.split())
            ranges[key[6:]] = (low, high)
    beware = [(k.split(" ", 2), t) for k, t in said.items() if k.startswith("beware ")]
    return Saved(
        model,
        fit.name,
        point,
        table,
        float(said["level"]),
        ranges,
        said["intervals"],
        tuple(Caveat(words[2], text) for words, text in beware),
        tuple((k, said[k]) for k in _KEYS[:5]),
    )


def _check(values: tuple[tuple[str, str], ...], support: Mapping[str, str]) -> str:
    """Hash of what belongs together, so that an edited number is noticed."""
    rows = [*values, *((k, x) for k, x in support.items() if k != "check")]
    return hashlib.sha256("\n".join(f"{k}\t{x}" for k, x in rows).encode()).hexdigest()


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def kept(law: Law, name: str | None) -> Saved | None:
    """The fit of a law with its spread, if the law file keeps one."""
    return loaded(law, name) if law.fits else None
