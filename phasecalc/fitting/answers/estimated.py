"""Parameters of a law with a spread around them, and what follows: the common part of all fits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError
from phasecalc.fitting.answers.estimate import Estimate, from_draws

if TYPE_CHECKING:
    from phasecalc.fitting.answers.caveats import Caveat
    from phasecalc.fitting.answers.decision import Decision
    from phasecalc.fitting.minimum.model import Model
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["Estimated"]

Floats = npt.NDArray[np.float64]
_NORMAL_DRAWS = 4000
_APART = 1e6  # between standard errors, whose squares are then beyond one number's digits


class Estimated:
    """Best coordinates of a model and their spread; made by a fit, or read from a law file."""

    level: float
    covariance: Floats | None
    draws: Floats | None = None

    if TYPE_CHECKING:  # fields of one kind of fit, properties of the other

        @property
        def model(self) -> Model:
            """The law as functions of arrays."""

        @property
        def point(self) -> Floats:
            """Best coordinates."""

        @property
        def ranges(self) -> Mapping[str, tuple[float, float]]:
            """Least and largest value of each size, and of the flops, among the runs."""

        @property
        def method(self) -> str:
            """What the intervals rest on, in words."""

        @property
        def caveats(self) -> tuple[Caveat, ...]:
            """What the data cannot tell, and what the numbers hang on."""

    @property
    def law(self) -> Law:
        """The law."""
        return self.model.law

    @property
    def fixed(self) -> dict[str, str]:
        """Parameters that were given, not fitted."""
        return dict(self.model.fixed)

    @property
    def values(self) -> dict[str, float]:
        """Best value of each fitted parameter."""
        return dict(zip(self.model.names, map(float, self.model.values(self.point)), strict=True))

    @cached_property
    def cloud(self) -> Floats | None:
        """Coordinates that stand for the spread: bootstrap draws, or normal ones."""
        if self.draws is not None:
            return self.draws
        if self.covariance is None:
            return None
        unit = _units(self.covariance)
        scale, vectors = np.linalg.eigh(self.covariance / np.outer(unit, unit))
        root = unit[:, None] * vectors * np.sqrt(np.maximum(scale, 0))
        normal = np.random.default_rng(0).standard_normal((_NORMAL_DRAWS, len(self.point)))
        found: Floats = np.maximum(self.point + normal @ root.T, self.model.floor)
        return found

    @property
    def standard_errors(self) -> dict[str, float]:
        """Standard deviation of each parameter over the cloud; empty without one."""
        if self.cloud is None:
            return {}
        with np.errstate(over="ignore", invalid="ignore"):  # of what the runs do not bound
            spread = np.nanstd(self.model.values(self.cloud), axis=0, ddof=1)
        return dict(zip(self.model.names, map(float, spread), strict=True))

    @property
    def spread(self) -> Floats | None:
        """Covariance of the coordinates: of the draws where there are any."""
        if self.draws is None:
            return self.covariance
        good = self.draws[np.isfinite(self.draws).all(axis=1)]
        return np.atleast_2d(np.cov(good.T))

    @property
    def correlation(self) -> Floats | None:
        """Correlation of exponents and of logarithms of constants; NaN for what does not move."""
        table = self.spread  # to first order an exponent moves as its logarithm does
        if table is None:
            return None
        scale = np.sqrt(np.diag(table))
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = table / np.outer(scale, scale)
        return found

    def interval(self, name: str) -> Estimate:
        """Estimate of a parameter.

        Raises
        ------
        DomainError
            It was not fitted.
        """
        names = self.model.names
        if name not in names:
            raise DomainError(f"{name} was not fitted; fitted were {', '.join(names)}")
        k = names.index(name)
        cloud = None if self.cloud is None else self.model.values(self.cloud)[:, k]
        return from_draws(self.values[name], cloud, self.level)

    def loss_at(self, sizes: Mapping[str, float]) -> Estimate:
        """Loss at given sizes.

        Raises
        ------
        DomainError
            A size is missing.
        """
        model = self.model
        if missing := [n for n in model.sizes if n not in sizes]:
            raise DomainError(f"law {self.law.name}: no value for {', '.join(missing)}")
        columns = {n: np.asarray(float(sizes[n])) for n in model.sizes}
        best = float(model.loss(model.values(self.point), columns))
        draws = None
        if self.cloud is not None:
            with np.errstate(all="ignore"):
                columns = {n: np.broadcast_to(x, len(self.cloud)) for n, x in columns.items()}
                draws = model.loss(model.values(self.cloud), columns)
        return from_draws(best, draws, self.level)

    def allocate(self, flops: float) -> Decision:
        """Best sizes at a budget, with intervals and what to beware of."""
        from phasecalc.fitting.answers.decision import decide

        return decide(self, flops)


def _units(covariance: Floats) -> Floats:
    """Units of the coordinates: 1, or their errors where the small are rounding of the large."""
    size = np.sqrt(np.diag(covariance))
    size[size == 0] = 1.0
    return size if size.max() > _APART * size.min() else np.ones_like(size)
