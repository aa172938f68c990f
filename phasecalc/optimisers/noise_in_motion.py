r"""SignSGD with the noise of the modes in motion: the program that its second moments suggest.

In the time tau of SGD, :math:`d\tau = c\,dt/\sqrt L`, the second moments of
``phasecalc.optimisers.signsgd`` read

.. math:: L(\tau) = F(\tau) + c \int_0^\tau \sqrt{L(s)}\, k(\tau - s)\, ds,

F and k = K_pp/gamma those of SGD. Up to constants the integral is its two ends: c k(tau) from the
start, where L = 1, and c s sqrt(L), s = max(1, tau k(tau)), from the last modes to move, which
means L >= (c s)^2. Neither is the floor of the end of training unless alpha > 1/2. The learning
rate is best as large as these allow; t = max(1/c, tau sqrt(L)/c) then leaves but d and tau unknown:

.. math::
    L \ge \frac{k(\tau)}{t}, \qquad L \ge \Bigl(\frac{s}{t}\Bigr)^2, \qquad
    d\,\tau\,s \le f .

Heuristic, unlike what follows from it: the tests compare its diagram with optima of the second
moments (sampled), and with the shipped diagram, which differs for alpha < 1/2 < beta only.
"""

from __future__ import annotations

import sympy as sp

from phasecalc.asymptotics.rules.order import Order
from phasecalc.optimisers.terms import PARAMETERS, generic, guard_of, put
from phasecalc.optimum.program import Program
from phasecalc.plrf.phases.terms import TERMS, domain, expansions
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, d, delta, gamma, tau
from phasecalc.symbols import g as theta  # tau = f**theta; no learning rate is left to be unknown

__all__ = ["program"]


def program() -> Program:
    """Program over the exponents delta of d and g of tau; with its diagram in seconds.

    Examples
    --------
    >>> [t.name for t in program().terms]
    ['F_0', 'F_pp', 'F_ac', 'early noise', 'noise']
    """
    steps = 1 - delta  # exponent of t at a budget f = d t
    sizes = {d: delta, tau: theta}
    terms: dict[str, list[tuple[sp.Expr, sp.Expr]]] = {}
    noises = []
    for term in TERMS:
        for case in generic(expansions(term.definition, term.where)):
            guard = guard_of(case.region)
            if gamma not in case.order.sizes:
                terms.setdefault(term.name, []).append((put(case.order, sizes), guard))
                continue
            kernel = put(case.order * Order(((gamma, sp.S.NegativeOne),)), sizes)
            terms.setdefault("early noise", []).append((kernel - steps, guard))
            noises.append((theta + kernel, case.region))
    above, below = alpha > sp.Rational(1, 2), alpha < sp.Rational(1, 2)
    terms["noise"] = [(-2 * steps, above)]
    for moving, region in noises:
        guard = guard_of(region & Region.where(below, parameters=PARAMETERS))
        terms["noise"].append((sp.expand(2 * (moving - steps)), guard))
    # Each of the forms of s is the largest where it is meant, while tau <= d^(2 alpha).
    spent = {f"d tau s <= f, {n}": theta + s <= steps for n, (s, _) in enumerate(noises)}
    return Program.of(
        terms=terms,
        unknowns=[delta, theta],
        constraints={
            "d >= 1": delta >= 0,
            "tau >= 1": theta >= 0,
            "tau <= d^(2 alpha)": theta <= 2 * alpha * delta,
            "d tau <= f": theta <= steps,
            **spent,
        },
        domain=[domain().as_expr()],
        parameters=PARAMETERS,
    )
