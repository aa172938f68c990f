r"""Loss, forcing and kernel as balls that contain the exact value, by proof.

With :math:`G_F(w)=\int d\mu_F(x)/(w-x)` and :math:`G_K` alike (positive measures on
:math:`[x_0,1]`, :math:`x_0=1/(B+1)`, of masses F(0) and K(0); see ``ball_transforms``) the loss is

.. math:: P(r) = \frac1{2\pi i}\oint w^{r}G(w)\,dw, \qquad G = \frac{G_F}{1-G_K},

around :math:`[x_0,1]` within :math:`|\arg w|<\pi`. The trapezoid rule along w = e^t, with
T = r + 1, is evaluated in balls, and its error is bounded by the lemmas of ``strip``. They need a
bound of \|G\| on the edges of a strip, which follows from the signs of the measures. Let
:math:`k=\|K\|=G_K(1)<1` and :math:`w=1+\rho e^{i\theta}`.

* :math:`|G_F(w)|\le F(0)/\mathrm{dist}(w,[x_0,1])`, as the measure is positive. The distance is ρ
  where Re w >= 1, at least x_0 - Re w where Re w < x_0, and at least \|Im w\| everywhere.
* :math:`|1-G_K(w)|\ge(1-k)\min(1,\,|\mathrm{Im}\,w|/\rho)`, and :math:`\ge1-k` for Re w >= 1, and
  :math:`\ge1` for Re w <= x_0. *Proof.* Write :math:`G_K(w)=\int\frac{d\mu_K}{1-x}\,g(x)` with
  :math:`g=(1-x)/(w-x)=1/(1+e^{i\theta}\rho/(1-x))` and :math:`\int d\mu_K/(1-x)=k`. The values
  g lie on the arc that inversion makes of the ray :math:`1+[0,\infty)e^{i\theta}`, which with its
  chord [0, 1] bounds a convex set C; its tangent at 1 has the direction :math:`-e^{i\theta}`.
  So G_K lies in kC, inside the wedge with apex k between the negative real direction and
  :math:`-e^{i\theta}`. From 1 the wedge is 1 - k away if :math:`|\theta|\le\pi/2`, else
  :math:`(1-k)|\sin\theta|`. For Re w <= x_0 every 1/(w - x) has a real part at most 0.

What is left out of an open contour, from its ends t straight to the left, is at most
:math:`\frac1{2\pi}\frac{F(0)}{1-k}\frac{\max(1,\rho)\,e^{(T-2)\mathrm{Re}\,t}}
{(T-2)\sin^2\mathrm{Im}\,t}` on either side, ρ being that of its end. Forcing and kernel are the
cases k = 0 of masses F(0) and :math:`K(0)\le\|K\|` (a sum of positive terms). At r that are no
whole numbers the integral is the definition. The ball is as wide as all rounding, all bounds and
all enclosures of roots made it.

Not proved here but cited: the deterministic equivalent exists and is a Stieltjes transform. That
SGD follows it is another question. The model's v is a whole number or infinite: between whole
numbers the sums over modes are continuations, whose measures have no sign.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from phasecalc.exceptions import DomainError, NotConverged
from phasecalc.numerics.ball_tails import ball
from phasecalc.numerics.context import balls
from phasecalc.numerics.enclosed import Enclosure, exact_value
from phasecalc.numerics.strip import Ellipse, Hyperbola
from phasecalc.plrf.balls.ball_roots import Unproved
from phasecalc.plrf.balls.ball_transforms import BallTransforms

if TYPE_CHECKING:
    from phasecalc.plrf.model.parameters import PLRF

__all__ = ["enclose", "midpoints", "needs_balls"]

_DIGITS = 16  # of the radius, unless asked otherwise
_SPARE = 2  # digits of the discretisation error beyond those asked
_LEAST_BITS = 140
_MOST_BITS = 6_000
_MOST_NODES = 2_000
_MOST_HIDDEN = 400  # bits by which the contour may be narrower than the spectrum's edge
_DEEPEST = 1_000  # digits below 1 that a value may lie
_BOUND_BITS = 64
_ROUNDS = 9
_FEW = 4  # values of r
_SHORTEST = 1.9  # least T of an open contour, in nodes


def enclose(model: PLRF, name: str, r: Any, digits: int | None) -> Any:
    """Balls of ``loss``, ``forcing`` or ``kernel`` of a model.

    Parameters
    ----------
    model
        The model.
    name
        Which of the three functions.
    r
        Iterations, a non-negative number or an array of them; a float means its exact value.
    digits
        Significant digits that the radius leaves; 16 by default.

    Raises
    ------
    DomainError
        python-flint is not installed, v is finite and no whole number, or r is not allowed.
    NotConverged
        No ball with so many digits was found within the allowance.

    Examples
    --------
    >>> import pytest
    >>> _ = pytest.importorskip("flint")
    >>> from phasecalc.plrf.model.parameters import PLRF
    >>> print(enclose(PLRF(1, 1, 50), "loss", 100, None))
    0.0084148365119056474... ± ...
    """
    from phasecalc.plrf.curves.loss import check_digits, iterations

    check_digits(digits)
    needs_balls(name)
    if not _whole(model):
        raise DomainError(
            f"v = {float(model.v):g}: an enclosed {name} needs a whole number v or v = inf. "
            "Between whole numbers the sums over modes are continuations, of which nothing is "
            f"proved; take v = {math.ceil(model.v)}, or leave out enclosed=True."
        )
    values, shape = iterations(r)
    return _shaped([_one(model, name, exact_value(x), digits or _DIGITS) for x in values], shape)


def needs_balls(name: str) -> None:
    """Refuse where python-flint is not installed.

    Parameters
    ----------
    name
        What is to be enclosed.

    Raises
    ------
    DomainError
        It is not.
    """
    if importlib.util.find_spec("flint") is None:
        raise DomainError(f"an enclosed {name} needs python-flint: pip install phasecalc[arb]")


def midpoints(model: PLRF, name: str, r: Any, digits: int) -> Any:
    """Numbers of ``mpmath.mp`` correct to so many digits by proof; None where balls do not serve.

    They do not serve without python-flint, for many r at once (each takes a contour of its own,
    and ``loss.evaluate`` one for all), and where ``enclose`` refuses.

    Parameters
    ----------
    model, name, r, digits
        As for ``enclose``.

    Examples
    --------
    >>> import pytest
    >>> _ = pytest.importorskip("flint")
    >>> from phasecalc.plrf.model.parameters import PLRF
    >>> print(midpoints(PLRF(1, 1, 50), "loss", 100, 15))
    0.00841483651190565
    >>> midpoints(PLRF(1, 1, 50), "loss", range(1000), 15) is None
    True
    """
    from phasecalc.plrf.curves.loss import check_digits, iterations

    check_digits(digits)
    values, shape = iterations(r)
    if len(values) > _FEW or importlib.util.find_spec("flint") is None or not _whole(model):
        return None
    try:
        found = [_one(model, name, exact_value(x), digits + 1).mpf() for x in values]
    except NotConverged:
        return None
    return _shaped(found, shape)


def _shaped(found: list[Any], shape: tuple[int, ...] | None) -> Any:
    if shape is None:
        return found[0]
    out = np.empty(len(found), dtype=object)
    out[:] = found
    return out.reshape(shape)


def _whole(model: PLRF) -> bool:
    return isinstance(model.v, float) or model.v.denominator == 1


def _one(model: PLRF, name: str, r: Fraction, digits: int) -> Enclosure:
    """One ball: digits and bits are raised until its radius is small enough."""
    size = _expected(model, name, r)
    if size < -_DEEPEST:
        why = f"it is about 10^{size:.0f}, below the reach of balls"
        raise _refused(name, r, digits, why, -math.inf)
    wanted, best, hidden = digits + _SPARE - min(0.0, size), -math.inf, _hidden(model, r)
    if hidden > _MOST_HIDDEN:
        why = "so far out the curve is its limit to more digits than balls can tell apart"
        raise _refused(name, r, digits, why, best)
    bits = _bits(wanted) + hidden
    try:
        for _ in range(_ROUNDS):
            if bits > _MOST_BITS:
                raise _refused(name, r, digits, f"more than {_MOST_BITS} bits are needed", best)
            with balls(bits):
                try:
                    value, error = _Question(model, name, r, bits).value(wanted)
                except Unproved:
                    bits += bits // 2  # rounding hides what is to be proved
                    continue
                total = value + _around(error)
                reached, best = best, max(best, _digits(total))
                if best > reached and best >= digits:
                    return Enclosure.of(total)
                wanted, bits = _more(value, error, digits, wanted, bits)
    except NotConverged as problem:
        if problem.requested == digits:
            raise
        raise _refused(name, r, digits, str(problem), best) from problem
    raise _refused(name, r, digits, "the radius does not shrink fast enough", best)


def _more(value: Any, error: Any, digits: int, wanted: float, bits: int) -> tuple[float, int]:
    """Digits of the contour and bits of the balls for another attempt."""
    from flint import arb

    radius = arb(value.rad())
    if not value.is_finite() or (radius > error and not abs(value.mid()) > 2 * radius):
        return wanted, 2 * bits  # all is rounding
    goal, size = digits + _SPARE, _log10(value)
    if not error.is_finite() or error > abs(value):
        wanted *= 1.5
    else:
        wanted += max(0.0, goal - (size - _log10(error)))
    lost = goal - (size - _log10(radius))
    return wanted, max(_bits(wanted), bits + max(16, math.ceil(lost * math.log2(10))))


def _bits(wanted: float) -> int:
    """Bits for so many digits of the contour, on which the integrand grows by a sixth of them."""
    return max(_LEAST_BITS, math.ceil((1.2 * wanted + 14) * math.log2(10)))


def _expected(model: PLRF, name: str, r: Fraction) -> float:
    """About the decimal logarithm of the value; 0 where nothing is known."""
    try:
        if name == "kernel":
            size = float(r) * model.volterra(None).spectral_log / math.log(10)
            if size < -_DEEPEST:
                return size
        found = float(getattr(model, name)(r))
    except (NotConverged, FloatingPointError, OverflowError, ZeroDivisionError):
        return 0.0
    return math.log10(found) if found > 0 else 0.0


def _hidden(model: PLRF, r: Fraction) -> int:
    """Bits by which z on the contour, about 1/(gamma B r), is smaller than kappa."""
    try:
        kappa = float(model.resolvent(None).kappa)
        ratio = kappa * model.learning_rate * float(model.batch) * (float(r) + 1)
    except (NotConverged, FloatingPointError, OverflowError, ZeroDivisionError):
        return 0
    return math.ceil(max(0.0, math.log2(ratio))) if 0 < ratio < math.inf else 0


def _refused(name: str, r: Fraction, digits: int, why: str, best: float) -> NotConverged:
    return NotConverged(
        f"enclosed {name} at r = {float(r):g}: no ball of {digits} digits, since {why}. Ask for "
        "fewer digits, or without enclosed=True.",
        requested=digits,
        achieved=max(best, 0.0),
    )


def _around(error: Any) -> Any:
    from flint import arb

    return arb(0, 1) * error.upper()


def _log10(x: Any) -> float:
    x = abs(x.mid())
    return float(x.log().mid()) / math.log(10) if x > 0 else -1e9


def _digits(x: Any) -> float:
    """Digits that the radius leaves of the least modulus in the ball."""
    if not x.abs_lower() > 0:
        return -math.inf
    return min(_log10(x.abs_lower()) - _log10(x.rad()), 1e9)


class _Question:
    """One function at one r, at one precision."""

    def __init__(self, model: PLRF, name: str, r: Fraction, bits: int) -> None:
        self.name, self.time = name, ball(r + 1)
        self.transforms = BallTransforms(model, bits)
        norm = self.transforms.kernel_norm
        if not norm < 1:
            raise Unproved("that ||K|| < 1")
        self.free = 1 - norm if name == "loss" else 1 - 0 * norm
        self.mass = norm if name == "kernel" else self.transforms.initial
        self.least = 1 / (self.transforms.batch + 1)

    def value(self, digits: float) -> tuple[Any, Any]:
        """The sum along a contour of so many digits, and a bound of its error."""
        contour = self._contour(digits)
        if contour.count > _MOST_NODES:
            raise NotConverged(
                f"more than {_MOST_NODES} nodes would be needed", requested=digits, achieved=0.0
            )
        with balls(_BOUND_BITS):
            if not contour.inside():
                raise NotConverged(
                    "the contour leaves the domain of its lemma", requested=digits, achieved=0.0
                )
            error = contour.error(self.size, self.tail)
        return self._sum(contour), error

    def _contour(self, digits: float) -> Hyperbola | Ellipse:
        bend = Hyperbola.serving(self.time, digits)
        if self.time > _SHORTEST * bend.count:
            return bend
        left = -(float(self.transforms.batch.log1p().mid())) * (1 + 1e-9)
        return Ellipse.serving(self.time, digits, left)

    def size(self, t: Any, slope: Any) -> Any:
        """Bound of the modulus of the integrand, by the head of this module.

        Parameters
        ----------
        t, slope
            Balls of t and dt/du.
        """
        from flint import arb

        away, w = t.expm1(), t.exp()
        rho, height, w = abs(away), abs(w.imag), w.real
        if away.real >= 0:
            bound = 1 / (rho * self.free)
        elif w < self.least and not height > self.least - w:
            bound = 1 / (self.least - w)
        elif height > 0:
            bound = rho / (height * height * self.free)
        else:
            return arb("nan")
        grown = (self.time * t.real).exp()
        return abs(self.mass) * bound * grown * abs(slope) / (2 * arb.pi())

    def tail(self, t: Any) -> Any:
        """Bound of what an open contour leaves out beyond t, on one side.

        Parameters
        ----------
        t
            Its last place.
        """
        from flint import arb

        rest = self.time - 2
        if not rest > 0:
            return arb("inf")
        # On the way rho is largest at an end, where w = 0 or w = e^t.
        rho = abs(t.expm1()).max(arb(1))
        falling = (rest * t.real).exp() / (rest * t.imag.sin() ** 2)
        return self.mass / self.free * rho * falling / (2 * arb.pi())

    def _sum(self, contour: Hyperbola | Ellipse) -> Any:
        """The trapezoid sum in balls."""
        from flint import acb

        places = [contour.at(u) for u in contour.nodes()]
        points = self.transforms.points([t.expm1() for t, _ in places])
        quotient: Callable[[Any, Any], Any] = {
            "loss": lambda f, k: f / (1 - k),
            "forcing": lambda f, _: f,
            "kernel": lambda _, k: k,
        }[self.name]
        total = acb(0)
        for (t, slope), point in zip(places, points, strict=True):
            pair = self.transforms.transforms(point, self.name != "kernel", self.name != "forcing")
            total += (self.time * t).exp() * slope * quotient(*pair)
        return (total * contour.weight() / acb(0, 1)).real / acb.pi().real
