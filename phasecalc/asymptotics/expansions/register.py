"""Profiles of one's own, taken in after their transform was checked by quadrature."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import sympy as sp

from phasecalc.asymptotics.expansions.laurent import Factor, Gamma, Linear, Power
from phasecalc.asymptotics.expansions.transforms import Lattice, Transform, X, constant_factor
from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.context import own
from phasecalc.numerics.euler_maclaurin import integral
from phasecalc.numerics.expressions import function
from phasecalc.parsing import exact, expression

if TYPE_CHECKING:
    from phasecalc._typing import ExactLike, Expr

__all__ = ["register_profile", "registered"]

_OWN: dict[str, Transform] = {}
_TAKEN = {"exp", "log", "erfc", "sqrt", "sum", "integral", "oo", "inf", "gamma", "J0", "J1"}
_DIGITS = 20


def registered() -> dict[str, Transform]:
    """Profiles taken in so far, by name."""
    return dict(_OWN)


def register_profile(
    name: str, *, profile: str, transform: str, strip: tuple[ExactLike, ExactLike]
) -> None:
    """Take in a profile, for use in formulas as ``name(...)`` until the process ends.

    Parameters
    ----------
    name
        How formulas call it.
    profile
        In x (dimensionless), of powers, ``exp``, ``log`` and ``erfc``.
    transform
        Its Mellin transform in s: a product of numbers, ``gamma`` of rational linear forms, such
        forms, and numbers to such forms.
    strip
        Numbers left < right between which the integral converges.

    Raises
    ------
    DomainError
        The transform has another form, has poles in the strip, does not fall exponentially on
        vertical lines, or is not the integral of the profile: both are compared to 20 digits.

    Examples
    --------
    >>> register_profile("cauchy", profile="1/(1 + x^2)",
    ...                  transform="gamma(s/2)*gamma(1 - s/2)/2", strip=(0, 2))
    >>> from phasecalc.asymptotics.expansions.expand import expand
    >>> print(expand("sum(cauchy(j/d)/j^2, j)", "d", terms=2))
    pi**2/6 - pi/(2*d) + O(d**(-2))
    """
    if not name.isidentifier() or name in _TAKEN:
        raise DomainError(f"{name!r} is no name for a profile; take another one")
    s = sp.Dummy("s", real=True)
    known = {"exp": sp.exp, "log": sp.log, "erfc": sp.erfc}
    formula = expression(profile, {"x": X}, known)
    left, right = (sp.Rational(str(exact(end, "end of the strip"))) for end in strip)
    if not left < right:
        raise DomainError(f"strip {left} to {right}: the left end comes first")
    factors = tuple(_factors(expression(transform, {"s": s}, {"gamma": sp.gamma}), s))
    decay = sum((sp.S.Zero, *(_decay(f) for f in factors)))
    if decay <= 0:
        raise DomainError(f"{transform} does not fall exponentially on vertical lines")
    middle = (left + right) / 2
    sides = [_lattice(factors, middle, side) for side in (-1, 1)]
    made = Transform(name, formula, factors, left, right, sides[0], sides[1], decay * sp.pi)
    for side, end in zip(sides, (left, right), strict=True):
        if side is not None and (side.first - end) * side.step < 0:
            raise DomainError(f"{transform} may have a pole at {side.first}, inside the strip")
    _require_integral(made)
    _OWN[name] = made


def _factors(transform: Expr, s: Expr) -> list[Factor]:
    found: list[Factor] = []
    for factor in sp.Mul.make_args(sp.expand_power_base(transform)):
        base, power = factor.as_base_exp()
        if not factor.has(s):
            found.append(constant_factor(factor))
        elif base.is_positive and not base.has(s) and (line := _line(power, s)):
            found += [constant_factor(base ** line[1]), Power(base ** -line[0])]
        elif power.is_Integer and abs(power) <= 12:
            inside = base.args[0] if isinstance(base, sp.gamma) else base
            line = _line(inside, s)
            if line is None:
                raise DomainError(
                    f"{factor}: {inside} is no linear form in s with rational numbers"
                )
            one: Factor = Linear(*line, 1 if power > 0 else -1)
            if isinstance(base, sp.gamma):
                one = Gamma(*line, below=bool(power < 0))
            found += [one] * abs(int(power))
        else:
            raise DomainError(f"{factor} is no gamma function, linear form or power of a number")
    return found


def _line(inside: Expr, s: Expr) -> tuple[Expr, Expr] | None:
    form = sp.Poly(inside, s) if inside.is_polynomial(s) else None
    if form is None or form.degree() != 1 or not all(c.is_Rational for c in form.all_coeffs()):
        return None
    return form.coeff_monomial(s), form.coeff_monomial(1)


def _decay(f: Factor) -> Expr:
    """Multiple of pi by which a factor falls, DLMF 5.11.9."""
    if not isinstance(f, Gamma):
        return sp.S.Zero
    return abs(f.slope) / 2 * (-1 if f.below else 1)


def _lattice(factors: tuple[Factor, ...], middle: Expr, side: int) -> Lattice | None:
    """One lattice that holds all poles on one side of the strip."""
    starts, steps = [], []
    for f in factors:
        if isinstance(f, Gamma) and not f.below and f.slope * side < 0:
            starts.append(-f.offset / f.slope)
            steps.append(abs(1 / f.slope))
        elif isinstance(f, Linear) and f.power == -1 and f.slope != 0:
            point = -f.offset / f.slope
            if (point - middle) * side > 0:
                starts.append(point)
    if not starts:
        return None
    first = min(starts, key=lambda p: p * side)
    gaps = [abs(p - first) for p in starts if p != first]
    if not steps and not gaps:
        return Lattice(first, side, 1)
    step = reduce(sp.gcd, [*steps, *gaps])
    count = None if steps else int(max(gaps) / step) + 1
    return Lattice(first, side * step, count)


def _require_integral(made: Transform) -> None:
    """The transform against quadrature, at two complex points of the strip."""
    finer, numbers = own(_DIGITS + 40), own(_DIGITS + 25)
    f = function(made.formula, X, finer)
    for share in (sp.Rational(2, 5), sp.Rational(3, 5)):
        point = finer.mpc(sp.Float(made.left + share * (made.right - made.left), 50)._mpf_, 1)
        with finer.workdps(_DIGITS + 25):
            try:
                total = integral(partial(_weighted, f, point), 0, None, finer, [1])
            except NotConverged as error:
                raise DomainError(f"{made.name}: {error}, from 0 to infinity") from None
        found = made.value(numbers.mpc(point), numbers)
        if not abs(found - numbers.mpc(total)) <= abs(found) * numbers.mpf(10) ** -_DIGITS:
            raise DomainError(
                f"{made.name}: the transform is {numbers.nstr(found, 8)} at "
                f"s = {numbers.nstr(numbers.mpc(point), 4)}, the integral "
                f"{numbers.nstr(numbers.mpc(total), 8)}"
            )


def _weighted(f: Callable[[Any], Any], s: Any, x: Any) -> Any:
    """Integrand of the Mellin transform at s."""
    return f(x) * x ** (s - 1)
