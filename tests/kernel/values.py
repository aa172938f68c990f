"""Numbers for expressions of the language, and for their normal forms, by separate routes."""

from fractions import Fraction

import mpmath as mp

from phasecalc.checker import Surd
from phasecalc.kernel.language import number_of


def number(x):
    """A rational or quadratic number in floating point."""
    if isinstance(x, Surd):
        return number(x.a) + number(x.b) * mp.sqrt(x.n)
    return mp.mpf(x.numerator) / x.denominator


def value(node, at):
    """Value of an expression, from its meaning; ``at`` gives names, lists for those of modes."""
    kind = node[0]
    if kind == "num":
        return number(number_of(node))
    if kind == "var":
        x = at[node[1]]
        return number(x) if isinstance(x, Fraction) else mp.mpf(x)
    if kind == "pi":
        return +mp.pi
    if kind == "infinity":
        return mp.inf
    if kind == "trace":
        pairs = zip(at["lambda_j"], at["b_j"], strict=True)
        return mp.fsum(value(node[1], {**at, "lambda_j": x, "b_j": b}) for x, b in pairs)
    return SPECIAL[kind](*(value(x, at) for x in node[1:]))


def laplace(s, x, low):
    return (
        mp.quad(lambda u: u ** (s - 1) * mp.exp(-x * u), [low, 1])
        if low
        else x**-s * (mp.gammainc(s, 0, x))
    )


def modes(a, k, b, d, top):
    if k == 0 and top == mp.inf:
        return mp.zeta(a)
    last = 4000 if top == mp.inf else int(top)
    return mp.fsum(j**-a / (1 + k * (j / d) ** b) for j in map(mp.mpf, range(1, last + 1)))


def spectrum(q, m, k, b, w, top):
    modes = ((j, j**-b) for j in map(mp.mpf, range(1, int(top) + 1)))
    return mp.fsum(j**-q * x**m * w**k / (x + w) ** (m + k) for j, x in modes)


def moment(a, k, b, top):
    return mp.quad(lambda x: x**-a / (1 + k * x**b), [0, 1, top])


SPECIAL = {
    "add": lambda *x: mp.fsum(x),
    "mul": lambda *x: mp.fprod(x),
    "pow": lambda x, e: x**e,
    "log": mp.log,
    "exp": mp.exp,
    "gamma": mp.gamma,
    "zeta": mp.zeta,
    "laplace": laplace,
    "modes": modes,
    "spectrum": spectrum,
    "moment": moment,
    "geometric": lambda q: 1 / (1 - q),
}


def of_rational(x, at):
    """Value of a rational function in canonical form."""

    def polynomial(p):
        return mp.fsum(number(c) * mp.fprod(mp.mpf(at[n]) ** k for n, k in m) for m, c in p.items())

    return polynomial(x.top) / polynomial(x.bottom)


def of_atom(atom, at):
    """Value of an atom of a normal form."""
    if atom.kind == "var":
        return mp.mpf(at[atom.name])
    if atom.kind == "prime":
        return mp.mpf(int(atom.key))
    if atom.kind == "pi":
        return +mp.pi
    if atom.kind in ("gamma", "zeta"):
        return getattr(mp, atom.kind)(of_rational(atom.parts[0], at))
    if atom.kind == "log":
        return mp.log(of_atom(atom.parts[0], at))
    if atom.kind == "exp":
        c, term = atom.parts
        return mp.exp(of_sum({term: c}, at))
    if atom.kind == "base":
        return of_sum(atom.parts[0], at)
    raise NotImplementedError(atom.kind)


def of_sum(p, at):
    """Value of a sum of products of powers."""
    return mp.fsum(
        number(c) * mp.fprod(of_atom(a, at) ** of_rational(e, at) for a, e in t)
        for t, c in p.items()
    )


def of_quotient(q, at):
    """Value of a normal form."""
    return of_sum(q.top, at) / of_sum(q.bottom, at)
