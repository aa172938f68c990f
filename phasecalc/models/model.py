"""A linear model as it is declared: spectrum, target, features, algorithm, budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.laws.text.notation import BUDGET, LOSS
from phasecalc.models.filters import FILTERS, KINDS, body, put
from phasecalc.models.sums import ModelTerm, ModeSum, Setting
from phasecalc.parsing.brackets import names_in
from phasecalc.parsing.grammar import echo

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike
    from phasecalc.laws.declaring.declaration import Law
    from phasecalc.laws.exponents.exponents import Optimum
    from phasecalc.models.digits import ModelCheck

__all__ = ["LinearModel"]

CLOCK = "T"
_TAKEN = {CLOCK, "j", "x", "lam", "share_"}


@dataclass(frozen=True)
class LinearModel:
    r"""A linear model: what it learns, from which features, by which algorithm, at what cost.

    Mode j has the eigenvalue :math:`\lambda_j` and the share :math:`\lambda_j\theta_j^2` of the
    loss. An algorithm is a filter r(x), r(0) = 1, and a clock T: of mode j it leaves
    r(T lambda_j). So every term of the loss is a sum over modes, and its order follows by
    :func:`phasecalc.expand`.

    Parameters
    ----------
    name
        Label.
    spectrum, target
        Powers of j, as text: eigenvalue, and share of the loss at the start.
    filter
        Name, or r as text in x (dimensionless).
    clock
        T, a product of powers of the sizes, which grows: T >= 1 is a constraint of the law.
    features
        ``"all"``, ``"first M"`` (those of the largest eigenvalues), ``"random M"``
        (Gaussian combinations, by their deterministic equivalent) or ``"ensemble M"`` (the mean
        of many models with random features: what they all miss).
    noise
        Kind of noise to what stands before its sum, a product of powers of the sizes:
        ``samples``, ``kernel``, ``floor`` or ``decay``.
    sizes, rates, scales
        Unknowns: at least 1, at most 1, either.
    budget
        What a choice of sizes costs.
    parameters
        Names of exponents.
    where
        Comparisons of the parameters.
    constraints
        Label to relation between sizes.

    Examples
    --------
    Kernel ridge regression on n samples with the ridge z; capacity a, source r:

    >>> ridge = LinearModel.of(
    ...     "ridge", spectrum="j^-a", target="j^(-2*a*r - 1)", filter="ridge", clock="1/z",
    ...     noise={"samples": "1/n"}, sizes=["n"], rates=["z"], budget="n",
    ...     where=["a > 1", "r > 0"])
    >>> for term in ridge.terms: print(term)
    bias: sum((j^(-2*a*r - 1))*(1 + (T*(j^-a)))^-2, j), of order max(z**(2*r); z**2)
    samples: (1/n)*sum(((T*(j^-a))/(1 + (T*(j^-a))))^2, j), of order 1/(n*z**(1/a))
    >>> print(ridge.optimum())
    loss C^-(2*a*r/(2*a*r + 1)), n = C, z = C^(-a/(2*a*r + 1))
        bias (2) = samples, with budget; for all a > 1 and r > 0 and r < 1
    loss C^-(2*a/(2*a + 1)), n = C, z = C^(-a/(2*a + 1))
        bias = samples, with budget; for all a > 1 and r > 1
    """

    name: str
    spectrum: str
    target: str
    filter: str
    clock: str
    features: str
    noise: tuple[tuple[str, str], ...]
    sizes: tuple[str, ...]
    rates: tuple[str, ...]
    scales: tuple[str, ...]
    budget: str
    parameters: tuple[str, ...]
    where: tuple[str, ...]
    constraints: tuple[tuple[str, str], ...] = ()
    source: str = ""
    decay: str = field(default="", repr=False)

    @classmethod
    def of(
        cls,
        name: str,
        *,
        spectrum: str,
        target: str,
        filter: str,
        clock: str,
        budget: str,
        sizes: Sequence[str],
        where: Sequence[str],
        features: str = "all",
        noise: Mapping[str, str] | None = None,
        rates: Sequence[str] = (),
        scales: Sequence[str] = (),
        constraints: Mapping[str, str] | None = None,
        source: str = "",
    ) -> LinearModel:
        """Read a declaration from text, which is never executed.

        Parameters
        ----------
        name, spectrum, target, filter, clock, features, noise, budget
            As for the class.
        sizes, rates, scales, where, constraints, source
            As for the class; every other name in spectrum and target is a parameter.

        Raises
        ------
        ParseError
            A text is not one.
        DomainError
            The declaration contradicts itself, or is one that the engine cannot state: the reason
            is named.
        """
        from phasecalc.laws.text.checks import check_label
        from phasecalc.models.reading import (
            power_of_mode,
            powers,
            require_clock,
            require_known,
            require_powers,
        )

        check_label(name, "model")
        unknowns = [*sizes, *rates, *scales]
        texts = (spectrum, target, clock, *where, *(constraints or {}).values())
        used = [n for t in texts for n in names_in(t)]
        known = {"j", "sqrt", BUDGET, LOSS, *unknowns}
        parameters = [n for n in dict.fromkeys(used) if n not in known]
        for n in (*unknowns, *parameters):
            if n in _TAKEN:
                raise DomainError(f"{n} is taken: {', '.join(sorted(_TAKEN))}; rename it")
        fronts = _fronts(noise or {}, filter)
        require_powers({"spectrum": spectrum, "target": target, "clock": clock, **fronts})
        require_known(filter)
        _size_of(features, sizes)
        bounds = dict(constraints or {})
        for what, front in fronts.items():
            powers(front, unknowns, parameters, what)
        if require_clock(clock, sizes, rates, powers(clock, unknowns, parameters, "clock")):
            bounds["the clock runs"] = f"{clock} >= 1"
        return cls(
            name=name,
            spectrum=spectrum,
            target=target,
            filter=FILTERS.get(filter, filter),
            clock=clock,
            features=features,
            noise=tuple((noise or {}).items()),
            sizes=tuple(sizes),
            rates=tuple(rates),
            scales=tuple(scales),
            budget=budget,
            parameters=tuple(parameters),
            where=tuple(where),
            constraints=tuple(bounds.items()),
            source=source,
            decay=power_of_mode(spectrum, parameters),
        )

    @cached_property
    def terms(self) -> tuple[ModelTerm, ...]:
        """Terms of the loss, each with its sums and its order."""
        unknowns = (*self.sizes, *self.rates, *self.scales)
        setting = Setting(self.where, self.decay, self.clock, unknowns, self.parameters)
        size = _size_of(self.features, self.sizes)
        rows: list[tuple[str, str, list[ModeSum]]] = [
            ("bias", "1", [self._modes(f"({self.target})*{body('left', self.filter)}")])
        ]
        if self.features.startswith("first"):
            rows.append(("approximation", "1", [ModeSum(f"({self.target})", size, lower=size)]))
        if self.features.startswith("random"):
            rows.append(("capacity", "1", [self._capacity(size, 1)]))
            mass = f"({self.target})/({self.spectrum})*{body('learnt', self.filter)}"
            trace = f"lam*{body('left', self.filter)}"
            rows.append(("distortion", f"1/{size}", [self._modes(mass), self._modes(trace)]))
        if self.features.startswith("ensemble"):
            rows.append(("capacity", "1", [self._capacity(size, 2)]))
        for kind, front in self.noise:
            cut = size if kind in ("samples", "decay") else ""
            rows.append((kind, front, [self._modes(body(kind, self.filter), cut)]))
        return tuple(ModelTerm.derive(*row, setting) for row in rows)

    def _capacity(self, size: str, power: int) -> ModeSum:
        """What M random features cannot fit; the ridge that they put in is of order lambda_M."""
        ridge = put(self.spectrum, {"j": size})
        return ModeSum(f"({self.target})/(1 + ({self.spectrum})/({ridge}))^{power}", size)

    def _modes(self, summand: str, upper: str = "") -> ModeSum:
        x = f"{CLOCK}*({self.spectrum})"
        return ModeSum(put(summand, {"x": x, "lam": self.spectrum}), CLOCK, upper)

    @cached_property
    def law(self) -> Law:
        """The law that the derived orders make."""
        from phasecalc.laws.declaring.declaration import Law

        return Law.of(
            self.name,
            sizes=self.sizes,
            rates=self.rates,
            scales=self.scales,
            parameters=self.parameters,
            domain=self.where,
            terms={term.name: term.growth.text for term in self.terms},
            budget=self.budget,
            constraints=dict(self.constraints),
            source=self.source,
        )

    def optimum(self) -> Optimum:
        """Optimal exponents, by cases, with proofs."""
        return self.law.optimum()

    def exact(
        self, sizes: Mapping[str, ExactLike], *, digits: int = 15, **values: ExactLike
    ) -> dict[str, Any]:
        """The terms at given sizes, from their sums and not from their orders.

        Parameters
        ----------
        sizes
            Exact numbers of all sizes, rates and scales.
        digits
            Decimal digits, at most 50.
        values
            Exact numbers of the parameters.

        Returns
        -------
        dict
            Name of each term to an mpmath number.
        """
        from phasecalc.models.digits import exact

        return exact(self, sizes, digits, values)

    def check(
        self, budgets: Sequence[ExactLike] = (10**12, 10**15), **values: ExactLike
    ) -> ModelCheck:
        """Compare the derived exponent with the digits of the sums at two budgets.

        Parameters
        ----------
        budgets
            Two budgets; the sizes are those of the optimum.
        values
            Exact numbers of the parameters.
        """
        from phasecalc.models.digits import check

        return check(self, budgets, values)


def _fronts(noise: Mapping[str, str], filter: str) -> dict[str, str]:
    """What stands before the noise of each kind, under the words of refusals."""
    for kind in noise:
        if kind not in KINDS:
            raise DomainError(f"noise {kind!r}: use {', '.join(KINDS)}")
    if "decay" in noise and FILTERS.get(filter, filter) != "exp(-x)":
        raise DomainError("noise 'decay' is that of gradient flow; use filter='gradient flow'")
    return {f"noise {kind}": front for kind, front in noise.items()}


def _size_of(features: str, sizes: Sequence[str]) -> str:
    """Size that the number of features is; "" for all."""
    if features == "all":
        return ""
    word, _, size = features.partition(" ")
    if word not in ("first", "random", "ensemble") or size not in sizes:
        raise DomainError(
            f"features = {echo(features)}: all, first M, random M or ensemble M, M one of "
            f"the sizes {', '.join(sizes)}"
        )
    return size
