"""The exponent of an expression whose sizes are powers of the budget.

With every size u = C**x_u, a product becomes a sum of exponents, a sum of positive terms the
largest of theirs, a power a multiple. A logarithm of what is at least 1 is read as one more than it
is, so that it is nowhere smaller than of order 1. What results is written as max_i min_j of affine
forms, which is all that a program over exponents needs. Anything else - differences, exponentials
of a size - has no exponent, and is refused with the part at fault.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError, Undecided
from phasecalc.laws.text.notation import infinitesimal
from phasecalc.regions.region import sign_on

if TYPE_CHECKING:
    from phasecalc._typing import Expr, Symbol
    from phasecalc.regions.region import Region

__all__ = ["Exponent", "exponent", "without_logarithms"]

# max over the outer tuple of the min over the inner one.
Exponent = tuple[tuple["Expr", ...], ...]


_MAX_ROWS = 200  # affine forms in the exponent of one expression


def exponent(
    expression: Expr,
    sizes: Mapping[Symbol, Expr],
    domain: Region | None,
    signs: Mapping[Expr, int] | None = None,
) -> Exponent:
    """Exponent of the budget in an expression.

    Parameters
    ----------
    expression
        Sum of positive terms, product, power, logarithm, ``Min`` or ``Max`` of such.
    sizes
        Exponent of each size, as a symbol or an affine form.
    domain
        Parameters; decides the sign of exponents. None where every exponent is a number.
    signs
        Sign that the exponent of a size has: 1 for a size that is at least 1, -1 for one that is at
        most 1. A logarithm must be of something that is at least 1.

    Returns
    -------
    tuple of tuple of Expr
        Affine forms a_ij; the exponent is max_i min_j a_ij. Logarithms are left in them as an
        infinitesimal power, which :func:`without_logarithms` takes out.

    Raises
    ------
    DomainError
        A part has no exponent, or there are too many forms.

    Examples
    --------
    >>> import sympy as sp
    >>> from phasecalc.laws.text.notation import exponent_of, symbol
    >>> N, x = symbol("N"), exponent_of("N")
    >>> exponent((N + 7 * N ** sp.Rational(1, 3)) ** 2, {N: x}, None)
    ((2*x_N,), (2*x_N/3,))
    """
    return _Reader(sizes, domain, signs or {}).read(expression)


def without_logarithms(form: Expr) -> tuple[Expr, Expr]:
    """Affine form without its logarithms, and the power of log C that they make."""
    import sympy as sp

    power = sp.diff(form, infinitesimal())
    return sp.expand(form - power * infinitesimal()), power


class _Reader:
    def __init__(
        self, sizes: Mapping[Symbol, Expr], domain: Region | None, signs: Mapping[Expr, int]
    ) -> None:
        self.sizes = sizes
        self.domain = domain
        self.signs = signs

    def read(self, e: Expr) -> Exponent:
        import sympy as sp

        if e in self.sizes:
            return ((self.sizes[e],),)
        if not e.free_symbols & set(self.sizes):
            return self._constant(e)
        # Parts with sizes first: what is wrong with them says more than the sign of a constant.
        parts = sorted(e.args, key=lambda a: not a.free_symbols & set(self.sizes))
        if e.is_Mul:
            return _sum([self.read(part) for part in parts])
        if e.is_Add or isinstance(e, sp.Max):
            return _flat(itertools.chain.from_iterable([self.read(part) for part in parts]))
        if isinstance(e, sp.Min):
            choices = _product([self.read(part) for part in e.args])
            return _flat(tuple(itertools.chain.from_iterable(c)) for c in choices)
        if e.is_Pow and not e.exp.free_symbols & set(self.sizes):
            return self._scaled(self.read(e.base), e.exp)
        if isinstance(e, sp.log):
            self._require_large(e)
            return ((infinitesimal(),),)  # of no power of the budget
        raise DomainError(
            f"{e} is not a power law: only sums of positive terms, products, powers, logarithms, "
            "min and max of sizes have an exponent; ask for its limiting regimes instead"
        )

    def _constant(self, e: Expr) -> Exponent:
        import sympy as sp

        if e.is_positive or (e.is_positive is None and self._is_positive(e)):
            return ((sp.S.Zero,),)
        raise DomainError(
            f"the constant {e} is not known to be positive; a loss is a sum of positive terms"
        )

    def _is_positive(self, e: Expr) -> bool:
        try:
            return self._sign(e) > 0
        except (Undecided, ValueError):  # of both signs, or not of the parameters of exponents
            return False

    def _require_large(self, log: Expr) -> None:
        """Refuse a logarithm whose argument may be less than 1, where it is not positive."""
        rows = self.read(log.args[0])
        forms = [without_logarithms(form)[0] for row in rows for form in row]
        known = {x: s for x, s in self.signs.items() if s}
        for form in forms:
            rest = form.subs(dict.fromkeys(known, 0))
            slopes = [s * form.coeff(x) for x, s in known.items()]
            if rest.is_number and rest >= 0 and all(c == 0 or self._sign(c) > 0 for c in slopes):
                continue
            raise DomainError(
                f"{log} is not positive for every choice of sizes; write the logarithm of what is "
                "at least 1, such as a size"
            )

    def _scaled(self, inner: Exponent, factor: Expr) -> Exponent:
        import sympy as sp

        if sum(map(len, inner)) == 1:
            return ((sp.expand(factor * inner[0][0]),),)
        if self._sign(factor) > 0:
            return tuple(tuple(sp.expand(factor * a) for a in row) for row in inner)
        # -max_i min_j = min_i max_j = max over choices j(i) of min over i.
        choices = _product(inner)
        return _flat(tuple(sp.expand(factor * a) for a in c) for c in choices)

    def _sign(self, factor: Expr) -> int:
        if factor.is_positive or factor.is_negative:
            return 1 if factor.is_positive else -1
        found = None if self.domain is None else sign_on(factor, self.domain)
        if found:
            return found
        raise Undecided(f"the exponent {factor} of a sum takes both signs on {self.domain}")


def _sum(parts: Iterable[Exponent]) -> Exponent:
    import sympy as sp

    total: Exponent = ((sp.S.Zero,),)
    for part in parts:
        total = _flat(
            tuple(sp.expand(a + b) for a in left for b in right)
            for left, right in _product([total, part])
        )
    return total


def _product(rows: Sequence[Sequence[Any]]) -> Iterable[tuple[Any, ...]]:
    """Choices of one entry in each row, if they are not too many."""
    count = math.prod(map(len, rows))
    if count > _MAX_ROWS:
        raise DomainError(f"a product or minimum of sums has more than {_MAX_ROWS} parts")
    return itertools.product(*rows)


def _flat(rows: Iterable[tuple[Expr, ...]]) -> Exponent:
    """Rows without repetitions; of two that differ in a logarithm the one that decides."""
    import sympy as sp

    found: dict[tuple[Expr, ...], list[Expr]] = {}
    for row in rows:
        inner: dict[Expr, Expr] = {}
        for form, power in map(without_logarithms, row):
            inner[form] = sp.Min(inner.get(form, power), power)
        forms, powers = tuple(inner), list(inner.values())
        known = found.get(forms, powers)
        found[forms] = [sp.Max(a, b) for a, b in zip(known, powers, strict=True)]
    log = infinitesimal()
    return tuple(
        tuple(f + p * log for f, p in zip(forms, powers, strict=True))
        for forms, powers in found.items()
    )
