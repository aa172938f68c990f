r"""Sharp constants of the loss and of the frontier in the power-law window.

For :math:`1 \ll \tau \ll d^{2\alpha}` subexponential renewal gives

.. math:: P(r) \sim \frac{F(r)}{1-\|K\|} + \frac{K(r)\sum_s F(s)}{(1-\|K\|)^2},

and F and K are sums of pure powers of r and d there. For :math:`2\alpha<1` the kernel
is not summable within the window: its norm sits at :math:`\tau\asymp d^{2\alpha}`,
and :math:`\|K\|` counts as 0 in the formula. Where the two terms in
balance are both such powers (phases II, III and IVb) the optimum of their sum is
elementary, and with it the constants of the frontier.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from phasecalc._typing import ExactLike
from phasecalc.display import Shown
from phasecalc.exceptions import DomainError
from phasecalc.numerics.arithmetic import field_for
from phasecalc.numerics.context import own
from phasecalc.numerics.series import PowerSums
from phasecalc.plrf.model.parameters import PLRF, exact

__all__ = ["PowerTerm", "SharpConstants", "sharp_constants", "sharp_loss"]

_DIGITS = 30


@dataclass(frozen=True, slots=True)
class PowerTerm:
    """A term ``constant * r**-decay * d**growth`` of the loss.

    Parameters
    ----------
    name
        Which term.
    constant, decay, growth
        Its numbers.
    """

    name: str
    constant: float
    decay: float
    growth: float


@dataclass(frozen=True, slots=True)
class SharpConstants(Shown):
    """Constants of the loss in the window and of the frontier, as f tends to infinity.

    Parameters
    ----------
    kernel_norm
        Limit of the kernel's mass inside the window; 0 for 2 alpha < 1.
    terms
        The two terms in balance.
    loss_constant, loss_exponent
        ``P* ~ loss_constant * f**-loss_exponent``.
    model_size_constant, model_size_exponent
        ``d* ~ model_size_constant * f**model_size_exponent``.
    """

    kernel_norm: float
    terms: tuple[PowerTerm, PowerTerm]
    loss_constant: float
    loss_exponent: float
    model_size_constant: float
    model_size_exponent: float


def sharp_loss(model: PLRF, r: Any) -> Any:
    """Renewal form of the loss, to be compared with ``model.loss(r)``.

    Parameters
    ----------
    model
        The model, with 2 beta > 1 so that the forcing sums.
    r
        Iterations, a number or an array.

    Raises
    ------
    DomainError
        2 beta <= 1.

    Examples
    --------
    >>> model = PLRF(1, "3/4", 10**8)
    >>> print(f"{model.loss(10**8) / sharp_loss(model, 10**8):.4f}")
    1.0000
    """
    if 2 * model.beta <= 1:
        raise DomainError(f"2*beta = {2 * model.beta}: the forcing sums only if 2*beta > 1.")
    volterra = model.volterra(None)
    with volterra.field.working():
        total = volterra.forcing_total
    free = 1 - model.kernel_norm() if 2 * model.alpha > 1 else 1.0
    return model.forcing(r) / free + model.kernel(r) * (float(total) / free**2)


def sharp_constants(
    alpha: ExactLike, beta: ExactLike, *, ratio: ExactLike = 10, batch: ExactLike = 1
) -> SharpConstants:
    """Constants of loss and frontier for the default learning rate, 1/(2 Tr D) for B = 1.

    Parameters
    ----------
    alpha, beta
        A point of phase II, III or IVb.
    ratio
        Ambient dimension over model size, v/d; it matters only for 2 alpha < 1.
    batch
        Batch size B.

    Raises
    ------
    DomainError
        The two terms in balance are not both pure powers at this point.

    Examples
    --------
    >>> found = sharp_constants(1, "3/2")
    >>> print(f"{found.loss_constant:.5f} {found.loss_exponent:.2f}")
    2.50119 0.75
    """
    a, b = exact("alpha", alpha), exact("beta", beta)
    names = _balance(float(a), float(b))
    size = _number(exact("batch", batch))
    norm, pool = _window_terms(_number(2 * a), _number(2 * b), _number(exact("ratio", ratio)), size)
    rising, falling = sorted((pool[name] for name in names), key=lambda t: -(t.decay + t.growth))
    return _optimum(float(norm), rising, falling, float(size))


def _number(x: Fraction) -> Any:
    return own(_DIGITS).mpf(x.numerator) / x.denominator


def _balance(alpha: float, beta: float) -> tuple[str, str]:
    if beta > 0.5 and alpha > 0.5:
        if beta < alpha:
            return "pure_point", "absolutely_continuous"
        if beta > alpha:
            return "kernel_pure_point", "absolutely_continuous"
    if beta > 0.5 and 0.25 < alpha < 1 - math.sqrt(0.5):
        return "kernel_pure_point", "pure_point"
    raise DomainError(
        f"alpha = {alpha}, beta = {beta}: pure powers balance only in phases II (1/2 < beta < "
        "alpha), III (beta > alpha > 1/2) and IVb (1/4 < alpha < 1 - 1/sqrt(2), beta > 1/2)."
    )


def _window_terms(a: Any, b: Any, ratio: Any, batch: Any) -> tuple[Any, dict[str, PowerTerm]]:
    """Limit of the kernel norm, and the terms of the loss as powers of r and d."""
    mp = own(_DIGITS)
    mass = mp.zeta(b)
    if a > 1:
        gamma, shift = 1 / (2 * mp.zeta(a) + batch - 1), mp.mpf(0)
        c = gamma * (batch + 1) / 2
        field = field_for(_DIGITS)
        with field.working():
            sums = PowerSums(field.real(a), math.inf, field)
            kinds = [(field.real(0), 1), (field.real(b - a), 1)]
            found = sums.sums(field.array([-1 / c]), kinds)
            for_norm, for_total = (mp.convert(field.export(x[0])) for x in found)
        norm = -gamma / (2 * c) * for_norm
        total = -for_total / (2 * gamma * batch * c)
    else:
        # gamma = (1 - a)/(2 (ratio d)^(1 - a)), kept as its constant and its power of d; against
        # that the default rate's part with B, which the trace outgrows, does not count.
        gamma, shift = (1 - a) / (2 * ratio ** (1 - a)), 1 - a
        # Of the kernel's norm 1/4, all sits at tau of order d^(2 alpha), beyond the window.
        norm, total = mp.mpf(0), mass / (2 * gamma * batch)
    free, rate = 1 - norm, 2 * gamma * batch

    def term(name: str, constant: Any, power: Any, own: Any) -> PowerTerm:
        value = constant * mp.gamma(power) * rate**-power
        return PowerTerm(name, float(value), float(power), float(own + shift * power))

    terms = {"pure_point": term("pure_point", 1 / (a * free), 1 + (b - 1) / a, 0)}
    if a > 1:
        terms["absolutely_continuous"] = term(
            "absolutely_continuous", mass / (a * free), 1 - 1 / a, -1
        )
    noise = gamma**2 * batch / a * total / free**2
    # gamma^2 times the total, which has 1/gamma, leaves one gamma: a power -shift of d.
    terms["kernel_pure_point"] = term("kernel_pure_point", noise, 2 - 1 / a, -shift)
    return norm, terms


def _optimum(norm: float, rising: PowerTerm, falling: PowerTerm, batch: float) -> SharpConstants:
    """Minimum over d of the sum of two powers along r = f/(dB)."""
    up, down = rising.decay + rising.growth, falling.decay + falling.growth
    high, low = rising.constant * batch**rising.decay, falling.constant * batch**falling.decay
    size = (-down * low / (up * high)) ** (1 / (up - down))
    xi = (rising.decay - falling.decay) / (up - down)
    return SharpConstants(
        kernel_norm=norm,
        terms=(rising, falling),
        loss_constant=high * size**up * (1 - up / down),
        loss_exponent=rising.decay - up * xi,
        model_size_constant=size,
        model_size_exponent=xi,
    )
