"""The normal form: every expression is a quotient of two sums of products of powers.

Two expressions are equal if the cross products of their normal forms are the same data. On the
way every hole is closed: a denominator must not vanish, and the base of a general power, the
argument of a logarithm, of Gamma (above 0) and of zeta (above 1) must be certified.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from phasecalc.checker import CheckFailed, sign
from phasecalc.kernel.atoms import (
    PI,
    UNIT,
    Atom,
    Quotient,
    Sum,
    Term,
    atom_of,
    common_factor,
    floor_of,
    least_of,
    names_of,
    root,
    s_minus,
    s_mul,
    spelt,
    sum_key,
    times,
    variable,
    whole,
)
from phasecalc.kernel.effort import pay_power
from phasecalc.kernel.language import MODE_NAMES, Node, number_of
from phasecalc.kernel.rational import ONE, ZERO, Polynomial, Rat
from phasecalc.kernel.signs import Signs
from phasecalc.kernel.spans import above, apart, closed

__all__ = ["Kinds", "Normal"]

_MOST_TERMS = 1500
_MOST_POWER = 24
Kinds = Mapping[str, Callable[["Normal", Node], "Quotient"]]


class Normal:
    """Brings expressions to normal form on a region.

    Parameters
    ----------
    signs
        What is known of signs there.
    kinds
        Normal forms of the values that are not powers, see ``phasecalc.kernel.values``.
    """

    def __init__(self, signs: Signs, kinds: Kinds | None = None) -> None:
        self.signs, self.kinds = signs, kinds or {}
        self.given_nonzero: list[Quotient] = []
        self._forms: dict[Node, Quotient] = {}
        self._rationals: dict[Node, Rat] = {}
        self.growing: set[str] = set()
        self.sizes: frozenset[str] = frozenset()

    # What is positive, or not zero.

    def atom_positive(self, atom: Atom) -> bool:
        """Whether an atom is known to be positive without asking."""
        if atom.kind == "var":
            return atom.name in self.signs.positive or atom.name in MODE_NAMES
        if atom.kind == "log" and isinstance(atom.parts[0], Atom):
            inner = atom.parts[0]
            while inner.kind == "log" and isinstance(inner.parts[0], Atom):
                inner = inner.parts[0]
            return atom.positive or inner.name in self.growing
        return atom.positive

    def _group(self, p: Sum) -> dict[Term, Polynomial]:
        """Sum by positive products, each with a polynomial in names of the region as factor."""
        groups: dict[Term, Polynomial] = {}
        for term, c in p.items():
            free: list[tuple[Atom, Rat]] = []
            rest: list[tuple[str, int]] = []
            for atom, e in term:
                k = e.integer
                if self.atom_positive(atom):
                    free.append((atom, e))
                elif atom.kind == "var" and k is not None and k > 0:
                    rest.append((atom.name, k))
                elif atom.kind == "var":
                    self.name_positive(atom.name)
                    free.append((atom, e))
                else:
                    raise CheckFailed(f"the sign of {atom.kind} {atom.key[:40]} is not known")
            group = groups.setdefault(tuple(free), {})
            group[tuple(sorted(rest))] = c
        return groups

    def name_positive(self, name: str) -> None:
        """Check that a name is positive on the region."""
        self.signs.above({((name, 1),): Fraction(1)})

    def sum_positive(self, p: Sum) -> None:
        """Check that a sum is positive: group by group, by certificates."""
        if not p:
            raise CheckFailed("zero is not positive")
        if all(c > 0 and all(self.atom_positive(a) for a, _ in t) for t, c in p.items()):
            return
        if closed(p):
            above(p)
            return
        groups = self._group(p)
        if all(m == () for g in groups.values() for m in g) and all(
            sign(c) > 0 for g in groups.values() for c in g.values()
        ):
            return
        merged = self._as_polynomial(groups)
        if merged is not None:
            self.signs.above(merged)
            return
        for g in groups.values():
            self.signs.above(g)

    @staticmethod
    def _as_polynomial(groups: dict[Term, Polynomial]) -> Polynomial | None:
        """The sum as one polynomial in names, up to a common positive product, if it is one."""
        if len(groups) == 1:
            return next(iter(groups.values()))
        first = dict(next(iter(groups)))
        least: dict[Atom, int] = {}
        for free in groups:
            powers = dict(free)
            for atom in {*powers, *first, *least}:
                k = (powers.get(atom, ZERO) - first.get(atom, ZERO)).integer
                if k is None or (k and atom.kind != "var"):
                    return None
                least[atom] = min(least.get(atom, 0), k)
        total: Polynomial = {}
        for free, g in groups.items():
            powers = dict(free)
            own = []
            for atom, low in least.items():
                k = (powers.get(atom, ZERO) - first.get(atom, ZERO)).integer or 0
                if k > low:
                    own.append((atom.name, k - low))
            for m, c in g.items():
                joined = dict(m)
                for name, k in own:
                    joined[name] = joined.get(name, 0) + k
                key = tuple(sorted(joined.items()))
                total[key] = total.get(key, Fraction(0)) + c
        return {m: c for m, c in total.items() if c != 0}

    def positive(self, q: Quotient) -> Quotient:
        """The quotient with positive top and bottom, both checked."""
        if q.bottom == UNIT:
            self.sum_positive(q.top)
            return q
        q = self.over_positive(q)
        self.sum_positive(q.top)
        return q

    def over_positive(self, q: Quotient) -> Quotient:
        """The quotient with a bottom certified to be positive."""
        try:
            self.sum_positive(q.bottom)
        except CheckFailed:
            q = Quotient(s_minus(q.top), s_minus(q.bottom))
            self.sum_positive(q.bottom)
        return q

    def nonzero(self, q: Quotient) -> None:
        """Check that a quotient vanishes nowhere on the region."""
        if q.zero:
            raise CheckFailed("a denominator is zero")
        for given in self.given_nonzero:
            if s_mul(q.top, given.bottom) == s_mul(given.top, q.bottom):
                return
        if apart(q.top):
            return
        if len(q.top) == 1:
            (term,) = q.top
            if all(self.atom_positive(a) for a, _ in term):
                return
            for atom, _ in term:
                if not self.atom_positive(atom):
                    self._atom_nonzero(atom)
            return
        common, rest = common_factor(q.top)
        if common:
            for atom in common:
                if not self.atom_positive(atom):
                    self._atom_nonzero(atom)
            self.nonzero(Quotient(rest, UNIT))
            return
        try:
            groups = self._group(q.top)
        except CheckFailed:
            self.sum_positive(q.top)
            return
        merged = self._as_polynomial(groups)
        if merged is not None:
            self.signs.nonzero(merged)
        else:
            self.positive(Quotient(q.top, UNIT))

    def _atom_nonzero(self, atom: Atom) -> None:
        for given in self.given_nonzero:
            if given.bottom == UNIT and given.top == {((atom, ONE),): Fraction(1)}:
                return
        if atom.kind != "var":
            raise CheckFailed(f"{atom.kind} {atom.key[:40]} may vanish")
        self.signs.nonzero({((atom.name, 1),): Fraction(1)})

    # The normal form, kind by kind.

    def __call__(self, node: Node) -> Quotient:
        """Normal form of an expression without objects."""
        found = self._forms.get(node)
        if found is None:
            # What has been certified once on a region stays so.
            found = self._forms[node] = self._form(node)
        return found

    def _form(self, node: Node) -> Quotient:
        kind = node[0]
        if kind == "num":
            c = number_of(node)
            return Quotient({(): c} if c != 0 else {}, UNIT)
        if kind == "var":
            return atom_of(variable(node[1]))
        if kind == "pi":
            return atom_of(PI)
        if kind in ("add", "mul", "pow"):
            return {"add": self._sum, "mul": self._product, "pow": self._power}[kind](node)
        if kind not in self.kinds:
            raise CheckFailed(f"{kind} cannot stand here")
        return self.kinds[kind](self, node)

    def _sum(self, node: Node) -> Quotient:
        result = self(node[1])
        for part in node[2:]:
            result = result + self(part)
        return self._bounded(result)

    def _product(self, node: Node) -> Quotient:
        result = self(node[1])
        for part in node[2:]:
            result = result * self(part)
        return self.tidy(result)

    def _bounded(self, q: Quotient) -> Quotient:
        if len(q.top) > _MOST_TERMS or len(q.bottom) > _MOST_TERMS:
            raise CheckFailed("an expression beyond the bounds of the checker")
        return q

    def _power(self, node: Node) -> Quotient:
        base, e = self(node[1]), self.rational(node[2])
        k = e.integer
        if k is not None:
            return self.tidy(self.whole_power(base, k))
        return self.general_power(base, e)

    def whole_power(self, base: Quotient, k: int) -> Quotient:
        """Integer power; a negative one of what does not vanish."""
        if k < 0:
            self.nonzero(base)
            base, k = self._inverse(base), -k
        if k == 1:
            return base
        if base.single is not None:  # one product: any power
            ((t, c),), ((b, d),) = base.top.items(), base.bottom.items()
            if k > 400:
                raise CheckFailed(f"the power {k} is beyond the bounds of the checker")
            pay_power(c, k)
            pay_power(d, k)
            if not k:
                return Quotient(UNIT, UNIT)
            top: Sum = {tuple((a, x * k) for a, x in t): c**k}
            return Quotient(top, {tuple((a, x * k) for a, x in b): d**k})
        if k > _MOST_POWER:
            raise CheckFailed(f"the power {k} is beyond the bounds of the checker")
        result = Quotient(UNIT, UNIT)
        for _ in range(k):
            result = self._bounded(result * base)
        return result

    def _inverse(self, q: Quotient) -> Quotient:
        """One over a quotient that does not vanish; positive products change sides."""
        if len(q.top) == 1:
            ((term, c),) = q.top.items()
            moved = tuple((a, -e) for a, e in term if self.atom_positive(a))
            kept = tuple((a, e) for a, e in term if not self.atom_positive(a))
            return Quotient(s_mul(q.bottom, {moved: 1 / c}), {kept: Fraction(1)})
        return Quotient(q.bottom, q.top)

    def general_power(self, base: Quotient, e: Rat) -> Quotient:
        """Real power of a positive quotient."""
        good = self.positive(base)
        top, bottom = self.raised(good.top, e), self.raised(good.bottom, -e)
        return self.tidy(Quotient(top, UNIT) * Quotient(bottom, UNIT))

    def raised(self, p: Sum, e: Rat) -> Sum:
        """Real power of a positive sum, of which a product has positive factors only."""
        if len(p) == 1:
            ((term, c),) = p.items()
            for atom, _ in term:
                if not self.atom_positive(atom):
                    if atom.kind != "var":
                        raise CheckFailed(f"a power of {atom.kind}, whose sign is not known")
                    self.name_positive(atom.name)
            powers = tuple((a, k * e) for a, k in term)
            return s_mul({tuple(x for x in powers if x[1] != ZERO): Fraction(1)}, root(c, e))
        content, core = self.core(p)
        return s_mul(self.raised(content, e), {((core, e),): Fraction(1)})

    def core(self, p: Sum) -> tuple[Sum, Atom]:
        """A positive sum as a positive product times a sum in standard form."""
        common = self._monomial(p)
        plain = {times(t, tuple((a, -e) for a, e in common)): c for t, c in p.items()}
        lead = plain[min(plain, key=spelt)]
        size = lead if sign(lead) > 0 else -lead
        core = {t: c / size for t, c in plain.items()}
        atom = Atom("base", sum_key(core), "", names_of(core), (core,), positive=True)
        return {common: size}, atom

    def _monomial(self, p: Sum) -> Term:
        """Least powers of what is positive: those of p times a product move along with it."""
        rows = [dict(t) for t in p]
        found: list[tuple[Atom, Rat]] = []
        for atom in sorted({a for row in rows for a in row}):
            e = least_of([r.get(atom, ZERO) for r in rows])
            if e != ZERO and self._surely_positive(atom):
                found.append((atom, e))
        return tuple(found)

    def _surely_positive(self, atom: Atom) -> bool:
        """Whether an atom is positive, for a name by certificate."""
        if atom.kind != "var" or self.atom_positive(atom):
            return self.atom_positive(atom)
        try:
            self.name_positive(atom.name)
        except CheckFailed:
            return False
        return True

    def tidy(self, q: Quotient) -> Quotient:
        """Whole powers of standard sums and of primes multiplied out."""
        if not any(a.kind in ("base", "prime") for p in (q.top, q.bottom) for t in p for a, _ in t):
            return self._bounded(q)
        top, bottom = self._opened(q.top), self._opened(q.bottom)
        if bottom.zero:  # it was certified; here it may only have been rewritten
            raise CheckFailed("a denominator is zero")
        return self._bounded(Quotient(s_mul(top.top, bottom.bottom), s_mul(top.bottom, bottom.top)))

    def _opened(self, p: Sum) -> Quotient:
        total = Quotient({}, UNIT)
        for term, c in p.items():
            part = Quotient({(): c}, UNIT)
            kept: list[tuple[Atom, Rat]] = []
            for atom, e in term:
                n = floor_of(e) if atom.kind in ("base", "prime") else 0
                if n and abs(n) <= _MOST_POWER:
                    part = part * whole(atom, n)
                    e = e - n
                if e != ZERO:
                    kept.append((atom, e))
            total = total + Quotient(s_mul(part.top, {tuple(kept): Fraction(1)}), part.bottom)
        return total

    def rational(self, node: Node) -> Rat:
        """A rational function of names, its denominators certified not to vanish."""
        found = self._rationals.get(node)
        if found is None:
            found = self._rationals[node] = self._rational(node)
        return found

    def _rational(self, node: Node) -> Rat:
        kind = node[0]
        if kind == "num":
            return Rat.number(number_of(node))
        if kind == "var":
            return Rat.variable(node[1])
        if kind == "add":
            return sum((self.rational(x) for x in node[1:]), ZERO)
        if kind == "mul":
            result = ONE
            for x in node[1:]:
                result = result * self.rational(x)
            return result
        if kind == "pow":
            k = self.rational(node[2]).integer
            if k is not None:
                base = self.rational(node[1])
                if k < 0:
                    self.signs.nonzero(base.top)
                return base**k
        raise CheckFailed(f"{kind} in an exponent, which is a rational function of parameters")
