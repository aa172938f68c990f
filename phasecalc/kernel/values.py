"""Normal forms of the values that are not powers: logarithms, Gamma, zeta, sums and integrals.

Each says when it is defined, and what it is reduced by; nothing else is known of it.

* log of a product is the sum of logarithms; of a true sum, an atom.
* zeta(2 k) is a rational multiple of pi^(2 k) (Euler).
* Gamma(x + n) = x (x + 1) … (x + n - 1) Gamma(x); Gamma(1/2) = pi^(1/2); factorials.
* sum_{n >= 0} q^n = 1/(1 - q) for |q| < 1.
* a sum over modes is linear, which ``normal.same`` knows.
* the loss is a positive number for each of its arguments, and nothing else: that of the
  deterministic equivalent, lambda_j = j^(-2 a), b_j = j^(-b), batch size B, model size d,
  v = rho d, after t/(g B) steps at the rate g, or at half the largest stable rate if that is
  smaller; sizes and times are rounded to whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb, factorial

from phasecalc.checker import CheckFailed, Number
from phasecalc.kernel.atoms import (
    PI,
    UNIT,
    Atom,
    Quotient,
    Sum,
    Term,
    atom_of,
    floor_of,
    names_of,
    of_rational,
    root,
    sum_key,
    to_rational,
)
from phasecalc.kernel.language import MODE_NAMES, Node
from phasecalc.kernel.normal import Normal
from phasecalc.kernel.rational import ONE, ZERO, Rat

__all__ = [
    "KINDS",
    "even_zeta",
    "gamma_of",
    "laplace_parts",
    "log_of",
    "modes_parts",
    "moment_parts",
    "spectrum_parts",
]

_MOST_SHIFT = 24


def _log(n: Normal, node: Node) -> Quotient:
    good = n.positive(n(node[1]))
    return log_of(n, good.top) + -log_of(n, good.bottom)


def log_of(n: Normal, p: Sum) -> Quotient:
    """Normal form of the logarithm of a positive sum."""
    if len(p) != 1:
        content, core = n.core(p)
        return log_of(n, content) + _log_atom(core, ONE)
    ((term, c),) = p.items()
    total = Quotient({}, UNIT)
    for atom, e in term:
        if not n.atom_positive(atom):
            if atom.kind != "var":
                raise CheckFailed(f"the logarithm of {atom.kind}, whose sign is not known")
            n.name_positive(atom.name)
        total = total + _log_atom(atom, e, large=_large(n, atom))
    if c != 1:
        ((primes, _),) = root(c, ONE).items()
        for atom, e in primes:
            total = total + _log_atom(atom, e)
    return total


def _large(n: Normal, atom: Atom) -> bool:
    """Whether a name of which there is a condition is certified to be above 1."""
    if atom.kind != "var" or not any(
        name == atom.name for _, p in n.signs.conditions for m in p for name, _ in m
    ):
        return False
    try:
        n.signs.above({((atom.name, 1),): Fraction(1), (): Fraction(-1)})
    except CheckFailed:
        return False
    return True


def _log_atom(atom: Atom, e: Rat, *, large: bool = False) -> Quotient:
    sure = large or atom.kind in ("prime", "pi")
    made = Atom("log", f"{atom.kind}:{atom.key}", "", atom.inside, (atom,), positive=sure)
    return of_rational(e) * atom_of(made)


def _exp(n: Normal, node: Node) -> Quotient:
    q = n(node[1])
    if q.zero:
        return Quotient(UNIT, UNIT)
    coefficient, term = _single(q, "the argument of exp")
    made = Atom("exp", _key(coefficient, term), "", _inside(term), (coefficient, term), True)
    return atom_of(made)


def _gamma(n: Normal, node: Node) -> Quotient:
    return gamma_of(n, n.rational(node[1]))


def gamma_of(n: Normal, x: Rat) -> Quotient:
    """Normal form of Gamma, at an argument certified to be positive."""
    n.signs.ratio(x, ">")
    whole = x.integer
    if whole is not None and whole <= _MOST_SHIFT:
        return Quotient({(): Fraction(factorial(whole - 1))}, UNIT)
    shift = floor_of(x)
    if abs(shift) > _MOST_SHIFT:
        shift = 0
    # As far down as the argument is certified to stay positive.
    while shift > 0 and not _above(n, x - shift):
        shift -= 1
    start = x - shift
    factor = ONE
    for k in range(min(shift, 0), max(shift, 0)):
        factor = factor * (start + k)
    value = of_rational(factor if shift >= 0 else ONE / factor)
    if start.value == Fraction(1, 2):
        return value * atom_of(PI, Rat.number(Fraction(1, 2)))
    return value * atom_of(Atom("gamma", str(start), "", frozenset(start.names), (start,), True))


def _above(n: Normal, x: Rat) -> bool:
    try:
        n.signs.ratio(x, ">")
    except CheckFailed:
        return False
    return True


def _zeta(n: Normal, node: Node) -> Quotient:
    x = n.rational(node[1])
    n.signs.ratio(x - 1, ">")
    k = x.integer
    if k is not None and k % 2 == 0 and k <= _MOST_SHIFT:
        return Quotient({((PI, Rat.number(k)),): even_zeta(k)}, UNIT)
    return atom_of(Atom("zeta", str(x), "", frozenset(x.names), (x,), True))


def even_zeta(k: int) -> Fraction:
    """zeta(k)/pi^k for even k: |B_k| 2^(k - 1)/k!, the Bernoulli numbers by their recursion."""
    bernoulli = [Fraction(1)]
    for m in range(1, k + 1):
        total = sum((comb(m + 1, j) * b for j, b in enumerate(bernoulli)), Fraction(0))
        bernoulli.append(-total / (m + 1))
    return abs(bernoulli[k]) * Fraction(2 ** (k - 1), factorial(k))


def _single(q: Quotient, what: str) -> tuple[Number, Term]:
    if q.single is None:
        raise CheckFailed(f"{what} is not one product of powers")
    return q.single


def _key(coefficient: Number, term: Term) -> str:
    return sum_key({term: coefficient})


def _inside(*terms: Term) -> frozenset[str]:
    return frozenset().union(*(names_of({t: Fraction(1)}) for t in terms))


def laplace_parts(n: Normal, node: Node) -> tuple[Rat, Quotient, Quotient]:
    """s, x and the lower end of a Laplace integral, checked; the lower end may be 0."""
    s, x, low = n.rational(node[1]), n.positive(n(node[2])), n(node[3])
    if low.zero:
        n.signs.ratio(s, ">")
    else:
        n.signs.nonzero(s.bottom)
        low = n.positive(low)
    return s, x, low


def _laplace(n: Normal, node: Node) -> Quotient:
    s, x, low = laplace_parts(n, node)
    c, term = _single(x, "the rate")
    key, inside = f"{s} {_key(c, term)}", _inside(term) | s.names
    if not low.zero:
        c, term = _single(low, "the lower end")
        key, inside = f"{key} {_key(c, term)}", inside | _inside(term)
    positive = low.zero or _falls(n, low)
    return atom_of(Atom("laplace", key, "", frozenset(inside), (s, x, low), positive))


def _falls(n: Normal, low: Quotient) -> bool:
    """Whether a lower end is a power of a size that tends to infinity, and so below 1 at last."""
    _, term = _single(low, "the lower end")
    powers = [e for a, e in term if a.name in n.growing]
    others = [a.inside for a, _ in term if a.name not in n.growing] + [e.names for _, e in term]
    if len(powers) != 1 or any(x & n.sizes for x in others):
        return False
    return _above(n, -powers[0])


def modes_parts(n: Normal, node: Node) -> tuple[Rat, Quotient, Rat, Quotient, Quotient | None]:
    """a, k, b, d and the top of a sum over powers of modes, checked; no top: infinitely many."""
    a, b = n.rational(node[1]), n.rational(node[3])
    k, d = n(node[2]), n.positive(n(node[4]))
    if not k.zero:
        k = n.positive(k)
    for e in (a, b):
        n.signs.nonzero(e.bottom)
    if node[5] == ("infinity",):
        n.signs.ratio(a - 1 if k.zero else a + b - 1, ">")
        return a, k, b, d, None
    return a, k, b, d, n.positive(n(node[5]))


def _modes(n: Normal, node: Node) -> Quotient:
    a, k, b, d, top = modes_parts(n, node)
    keys, inside = [str(a)], set(a.names)
    for q in ([d, k] if not k.zero else []) + ([top] if top is not None else []):
        c, term = _single(q, "a part of a sum over modes")
        keys.append(_key(c, term))
        inside |= _inside(term)
    if not k.zero:
        keys.append(str(b))
        inside |= b.names
    made = Atom("modes", " ".join(keys), "", frozenset(inside), (), positive=top is None)
    return atom_of(made)


def spectrum_parts(n: Normal, node: Node) -> tuple[tuple[Rat, ...], Quotient, Quotient]:
    """Exponents q, m, k and b, then w and the top of a sum over the spectrum, checked."""
    exponents = tuple(n.rational(e) for e in node[1:5])
    for e in exponents:
        n.signs.nonzero(e.bottom)
    return exponents, n.positive(n(node[5])), n.positive(n(node[6]))


def _spectrum(n: Normal, node: Node) -> Quotient:
    exponents, w, top = spectrum_parts(n, node)
    keys, inside = [str(e) for e in exponents], set[str]().union(*(e.names for e in exponents))
    for q in (w, top):
        c, term = _single(q, "a part of a sum over the spectrum")
        keys.append(_key(c, term))
        inside |= _inside(term)
    return atom_of(Atom("spectrum", " ".join(keys), "", frozenset(inside)))


def moment_parts(n: Normal, node: Node) -> tuple[Rat, Quotient, Rat, Quotient | None]:
    """a, k, b and the top of a moment, checked; no top: the integral to infinity."""
    a, b = n.rational(node[1]), n.rational(node[3])
    k = n.positive(n(node[2]))
    n.signs.ratio(1 - a, ">")
    n.signs.ratio(b, ">")
    if node[4] == ("infinity",):
        n.signs.ratio(a + b - 1, ">")
        return a, k, b, None
    return a, k, b, n.positive(n(node[4]))


def _moment(n: Normal, node: Node) -> Quotient:
    a, k, b, top = moment_parts(n, node)
    c, term = _single(k, "a part of a moment")
    if top is None:  # k^(-s/b) Gamma(s/b) Gamma(1 - s/b)/b with s = 1 - a (DLMF 5.12.3)
        s = (1 - a) / b
        gammas = gamma_of(n, s) * gamma_of(n, 1 - s)
        return n.general_power(k, -s) * of_rational(ONE / b) * gammas
    keys, inside = [str(a), str(b), _key(c, term)], set(a.names | b.names | _inside(term))
    c, term = _single(top, "the end of a moment")
    keys.append(_key(c, term))
    inside |= _inside(term)
    return atom_of(Atom("moment", " ".join(keys), "", frozenset(inside), (), positive=True))


def _geometric(n: Normal, node: Node) -> Quotient:
    q = n.rational(node[1])
    n.signs.ratio(1 - q, ">")
    n.signs.ratio(1 + q, ">")
    return of_rational(ONE / (1 - q))


def _loss(n: Normal, node: Node) -> Quotient:
    exponents = [n.rational(e) for e in node[1:3]]
    for e in exponents:
        n.signs.nonzero(e.bottom)
    keys, inside = [str(e) for e in exponents], set[str]().union(*(e.names for e in exponents))
    for part in node[3:]:
        q = n.positive(n(part))
        if q.single is not None:
            c, term = q.single
            q = Quotient({term: c}, UNIT)
        # Equal texts of both sums are equal sums; the same number may have another text.
        keys.append(sum_key(q.top) if q.bottom == UNIT else f"{sum_key(q.top)}/{sum_key(q.bottom)}")
        inside |= names_of(q.top) | names_of(q.bottom)
    return atom_of(Atom("loss", " | ".join(keys), "", frozenset(inside), (), positive=True))


def _trace(n: Normal, node: Node) -> Quotient:
    body = to_rational(n(node[1]))
    if body == ZERO:
        return Quotient({}, UNIT)
    # A number comes out, so that products of traces are compared up to their signs as well.
    lead = Rat.number(body.top[max(body.top)])
    body = body / lead
    inside = frozenset(body.names - set(MODE_NAMES))
    return of_rational(lead) * atom_of(Atom("trace", str(body), "", inside, (body,)))


KINDS: dict[str, Callable[[Normal, Node], Quotient]] = {
    "log": _log,
    "exp": _exp,
    "gamma": _gamma,
    "zeta": _zeta,
    "laplace": _laplace,
    "modes": _modes,
    "spectrum": _spectrum,
    "moment": _moment,
    "geometric": _geometric,
    "loss": _loss,
    "trace": _trace,
}
