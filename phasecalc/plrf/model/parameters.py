"""Parameters of the power-law random features model, validated.

A ``PLRF`` is a value: frozen, exact where its inputs are exact, and stable under
its learning rate. Its methods answer at any size; the work is done in ``loss``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from phasecalc import parsing
from phasecalc._typing import ExactLike
from phasecalc.exceptions import DomainError, ParseError
from phasecalc.plrf.model.admissible import check_ranges, check_stability

if TYPE_CHECKING:
    from phasecalc.plrf.curves.resolvent import Resolvent
    from phasecalc.plrf.curves.volterra import Volterra
    from phasecalc.plrf.model.terms_numeric import Terms

__all__ = ["PLRF"]


def exact(name: str, value: ExactLike) -> Fraction:
    """Read a rational number exactly; a float means its shortest decimal.

    Parameters
    ----------
    name
        Name used in the message.
    value
        A number or its text, such as ``"7/10"`` or ``0.7``.

    Raises
    ------
    DomainError
        Not a finite rational number.

    Examples
    --------
    >>> exact("alpha", 0.7)
    Fraction(7, 10)
    """
    try:
        number = parsing.exact(value, name)
    except ParseError as problem:
        raise DomainError(str(problem)) from problem
    if not isinstance(number, Fraction):
        raise DomainError(f"{name} = {number}: give a rational number, such as a decimal.")
    return number


@dataclass(frozen=True)
class PLRF:
    r"""Power-law random features trained by one-pass SGD.

    Parameters
    ----------
    alpha, beta
        Data and target complexity; alpha > 0 and alpha + beta > 1/2.
    d
        Model size, at least 1, real.
    v
        Ambient dimension, at least d, real; ``math.inf`` if 2 alpha > 1. By default 10 d.
    gamma
        Learning rate. By default 1/(2 Tr D + (B - 1)(1 + (Tr D/d)^(1/2))^2), which is stable for
        every B if it is for B = 1; 1/(2 Tr D) for B = 1.
    batch
        Batch size B, at least 1.

    Raises
    ------
    DomainError
        An inequality above fails, or SGD is unstable:
        ``gamma*(B + 1)*lambda_max >= 2`` or ``||K|| >= 1``.

    Examples
    --------
    >>> model = PLRF("7/10", "9/10", 1000)
    >>> print(f"{model.loss(1000):.10f}")
    0.0011988226
    >>> import mpmath as mp
    >>> mp.nstr(model.loss(1000, digits=25), 25)
    '0.001198822559839126494008614'
    """

    alpha: Fraction
    beta: Fraction
    d: Fraction
    v: Fraction | float
    gamma: Fraction | None
    batch: Fraction
    _cache: dict[Any, Any] = field(init=False, repr=False, compare=False, hash=False)

    def __init__(
        self,
        alpha: ExactLike,
        beta: ExactLike,
        d: ExactLike,
        v: ExactLike | None = None,
        gamma: ExactLike | None = None,
        batch: ExactLike = 1,
    ) -> None:
        self._fill(alpha, beta, d, v, gamma, batch)
        check_stability(self)

    @classmethod
    def assumed_stable(cls, **given: Any) -> PLRF:
        """A model that is on the way of a search, which checks the one it ends at.

        Parameters
        ----------
        given
            All arguments of the class, by name.
        """
        made = object.__new__(cls)
        made._fill(**given)
        return made

    def _fill(self, alpha: Any, beta: Any, d: Any, v: Any, gamma: Any, batch: Any) -> None:
        size = exact("d", d)
        endless = isinstance(v, float) and math.isinf(v) and v > 0
        ambient = 10 * size if v is None else math.inf if endless else exact("v", v)
        values: dict[str, Any] = {
            "alpha": exact("alpha", alpha),
            "beta": exact("beta", beta),
            "d": size,
            "v": ambient,
            "gamma": None if gamma is None else exact("gamma", gamma),
            "batch": exact("batch", batch),
            "_cache": {},
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)
        check_ranges(self)

    def resolvent(self, digits: int | None) -> Resolvent:
        """Return the resolvent in doubles (None) or with that many working digits.

        Parameters
        ----------
        digits
            Working digits, or None for doubles.
        """
        from phasecalc.numerics.arithmetic import field_for  # loads NumPy and mpmath
        from phasecalc.plrf.curves.loss import doubles_serve
        from phasecalc.plrf.curves.resolvent import Resolvent

        key = ("resolvent", digits)
        if key not in self._cache:
            arithmetic = field_for(digits)
            doubles = self.resolvent(None) if digits is not None and doubles_serve(self) else None
            with arithmetic.working():
                self._cache[key] = Resolvent(
                    2 * self.alpha,
                    2 * self.beta,
                    self.d,
                    self.v,
                    arithmetic,
                    doubles,
                    self.resolvent,
                )
        found: Resolvent = self._cache[key]
        return found

    def rate(self, resolvent: Resolvent) -> Any:
        """Return the learning rate in the arithmetic of a resolvent.

        Parameters
        ----------
        resolvent
            Supplies Tr D and the arithmetic.
        """
        with resolvent.field.working():
            if self.gamma is not None:
                return resolvent.field.real(self.gamma)
            field, trace = resolvent.field, resolvent.trace
            # No mode exceeds the bound, so that gamma*(B + 1)*lambda_max < 2 for every B as soon
            # as for B = 1; unlike the largest mode itself it is smooth in d and known exactly.
            bound = (1 + field.sqrt(trace / resolvent.d)) ** 2
            return 1 / (2 * trace + field.real(self.batch - 1) * bound)

    @property
    def learning_rate(self) -> float:
        """Learning rate in use: ``gamma`` where given, else the default, which knows d and B."""
        return float(self.rate(self.resolvent(None)))

    def volterra(self, digits: int | None) -> Volterra:
        """Return the solved Volterra equation in doubles (None) or with that many working digits.

        Parameters
        ----------
        digits
            Working digits, or None for doubles.
        """
        from phasecalc.plrf.curves.volterra import Volterra

        key = ("volterra", digits)
        if key not in self._cache:
            resolvent = self.resolvent(digits)
            with resolvent.field.working():
                self._cache[key] = Volterra(resolvent, self.rate(resolvent), self.batch)
        found: Volterra = self._cache[key]
        return found

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_cache": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            object.__setattr__(self, name, value)

    def _curve(self, name: str, r: Any, digits: int | None, enclosed: bool) -> Any:
        from phasecalc.plrf.balls import enclosure
        from phasecalc.plrf.curves import loss

        if enclosed:
            return enclosure.enclose(self, name, r, digits)
        found = None if digits is None else enclosure.midpoints(self, name, r, digits)
        return loss.evaluate(self, name, r, digits) if found is None else found

    def loss(self, r: Any, digits: int | None = None, *, enclosed: bool = False) -> Any:
        r"""Population risk P after r iterations.

        Parameters
        ----------
        r
            Iterations, a non-negative number or an array of them; between integers the
            contour integral, which is the Volterra solution at whole r.
        digits
            None for doubles with relative error below 1e-12, or a number of correct digits: by
            proof with python-flint (extra ``arb``), else where two working precisions agree.
        enclosed
            Whether to return an ``Enclosure``, a ball that contains P(r) by proof, of ``digits``
            digits (16 for None). It needs python-flint and a whole or infinite v.

        Returns
        -------
        float, mpmath number, Enclosure, or an array of them
            P(r), dimensionless, in the shape of r.

        Raises
        ------
        DomainError
            r is negative or not finite, or digits lies outside 1..10000.
        NotConverged
            Two working precisions do not agree on the digits asked, or no ball has them.

        Examples
        --------
        >>> print(f"{PLRF(1, 0, 100).loss(10**4):.8f}")
        0.03820285
        """
        return self._curve("loss", r, digits, enclosed)

    def forcing(self, r: Any, digits: int | None = None, *, enclosed: bool = False) -> Any:
        """Forcing function F of the Volterra equation; arguments as in ``loss``.

        Parameters
        ----------
        r
            Iterations, a non-negative number or an array of them.
        digits
            None for doubles, or a number of correct digits.
        enclosed
            Whether to return a ball.

        Examples
        --------
        >>> print(f"{PLRF(1, 0, 100).forcing(0):.8f}")  # sum of j**-2, j <= 1000
        1.64393457
        """
        return self._curve("forcing", r, digits, enclosed)

    def kernel(self, r: Any, digits: int | None = None, *, enclosed: bool = False) -> Any:
        """Kernel K of the Volterra equation; arguments as in ``loss``.

        Parameters
        ----------
        r
            Iterations, a non-negative number or an array of them.
        digits
            None for doubles, or a number of correct digits.
        enclosed
            Whether to return a ball.

        Examples
        --------
        >>> print(f"{PLRF(1, 0, 100).kernel(10):.8f}")
        0.00276956
        """
        return self._curve("kernel", r, digits, enclosed)

    def capacity(self, digits: int | None = None) -> Any:
        """F_0, the part of the forcing that no number of iterations removes.

        Parameters
        ----------
        digits
            None for doubles, or a number of correct digits.

        Examples
        --------
        >>> print(f"{PLRF(1, 1, 1000).capacity():.6e}")
        3.713750e-06
        """
        from phasecalc.plrf.curves.loss import constant

        return constant(self, lambda x: x.capacity, digits, lambda x: x.capacity_condition)

    def kernel_norm(self, digits: int | None = None) -> Any:
        """Norm of the kernel, the sum of K(r) over all r; stability needs it below 1.

        Parameters
        ----------
        digits
            None for doubles, or a number of correct digits.

        Examples
        --------
        >>> print(f"{PLRF(1, 1, 1000).kernel_norm():.6f}")
        0.320717
        """
        from phasecalc.plrf.curves.loss import constant

        return constant(
            self, lambda x: x.kernel_norm, digits, lambda x: x.generating.norm_condition
        )

    def spectral_edge(self, digits: int | None = None) -> Any:
        """Left edge of the limiting spectrum of the random covariance, without the atom at 0.

        Parameters
        ----------
        digits
            None for doubles, or a number of correct digits.

        Examples
        --------
        >>> print(f"{PLRF(1, 1, 1000, v=float('inf')).spectral_edge():.6e}")
        6.165420e-07
        """
        from phasecalc.plrf.curves.loss import constant

        return constant(self, lambda x: x.resolvent.left_edge, digits, lambda x: x.edge_condition)

    def terms(self, r: Any, digits: int | None = None) -> Terms:
        """Four terms of the loss after r iterations, as integrals and in leading order.

        Parameters
        ----------
        r
            Iterations, a positive number or an array of them.
        digits
            None for doubles, or a number of digits.

        Examples
        --------
        >>> print(f"{PLRF(1, 1, 1000).terms(100).kernel_pure_point:.6e}")
        8.637616e-05
        """
        from phasecalc.plrf.model.terms_numeric import terms

        return terms(self, r, digits)
