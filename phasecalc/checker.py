"""Re-checks proofs that a set of polynomial conditions has no solution.

Every "proved" of the exponent engine ends in this file, so it imports nothing
but exact rationals and searches for nothing. The idea: a set

    h_1 > 0, h_2 >= 0, h_3 = 0, ...

is empty if some sum of products of the h_i, with positive coefficients and
squares as further factors, is identically zero although one of its products is
positive on the set (Positivstellensatz). Checking that is one expansion.

Statements reduce to such emptiness: "g >= 0 on the region" says that the region
together with -g > 0 is empty. A proof is plain data, as read from JSON:

* a leaf ``{"sum": [[multiplier, powers], ...]}`` or ``[multiplier, powers, square]``,
  each row one product multiplier * h_1^p_1 * h_2^p_2 * ... * square^2;
* a split ``{"split": g, "nonnegative": proof, "negative": proof}``.

Numbers are rationals or a + b*sqrt(n), polynomials are dictionaries from
exponent tuples to numbers.
"""

from __future__ import annotations

from fractions import Fraction

__all__ = [
    "CheckFailed",
    "Surd",
    "add",
    "attain",
    "constant",
    "decode_number",
    "decode_polynomial",
    "encode_number",
    "encode_polynomial",
    "evaluate",
    "multiply",
    "refute",
    "scale",
    "sign",
]


# Bounds on what is read: far above what the engine writes, far below what would take minutes.
_MOST_DEGREE = 120
_MOST_SPLITS = 40
_MOST_DIGITS = 4000
_MOST_RADICAND = 2**40
_MOST_LEAVES = 20_000
# Products of terms that one proof may take.
_MOST_WORK = 500_000
_KEYS = ({"sum"}, {"split", "nonnegative", "negative"})  # of a leaf and of a split: no others


class CheckFailed(ValueError):
    """A certificate does not prove what it claims."""


class Surd:
    """An irrational number a + b*sqrt(n) of a real quadratic field, exact and ordered.

    Parameters
    ----------
    a, b
        Rational parts; ``b`` is not zero (a sum that loses its root becomes a ``Fraction``).
    n
        Square-free integer above 1.

    Examples
    --------
    >>> x = 1 - Surd(0, Fraction(1, 2), 2)
    >>> print(x, 2 * x * x - 4 * x + 1)
    1 - 1/2*sqrt(2) 0
    """

    __slots__ = ("a", "b", "n")

    a: Fraction
    b: Fraction
    n: int

    def __init__(self, a: Fraction | int, b: Fraction | int, n: int) -> None:
        if type(n) is not int or b == 0 or n < 2 or not _square_free(n):
            raise ValueError(f"a + b*sqrt(n) needs b != 0 and square-free n > 1, got b={b}, n={n}")
        _fill(self, Fraction(a), Fraction(b), n)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{self} cannot be changed: another n may be a square")

    def __reduce__(self) -> tuple[type[Surd], tuple[Fraction, Fraction, int]]:
        return Surd, (self.a, self.b, self.n)

    def _parts(self, other: Number | int) -> tuple[Fraction, Fraction]:
        if isinstance(other, Surd):
            if other.n != self.n:
                raise ValueError(f"sqrt({self.n}) and sqrt({other.n}) lie in different fields")
            return other.a, other.b
        if not isinstance(other, (int, Fraction)):
            raise TypeError(f"{other!r} is not exact: use int, Fraction or Surd")
        return Fraction(other), Fraction(0)

    def _make(self, a: Fraction, b: Fraction) -> Number:
        if b == 0:
            return a
        made = Surd.__new__(Surd)  # n is square-free already: skip the test
        _fill(made, a, b, self.n)
        return made

    def __add__(self, other: Number | int) -> Number:
        a, b = self._parts(other)
        return self._make(self.a + a, self.b + b)

    def __mul__(self, other: Number | int) -> Number:
        a, b = self._parts(other)
        return self._make(self.a * a + self.b * b * self.n, self.a * b + self.b * a)

    def __neg__(self) -> Number:
        return self._make(-self.a, -self.b)

    def __sub__(self, other: Number | int) -> Number:
        return self + (-other)

    def __rsub__(self, other: Number | int) -> Number:
        return -self + other

    def __truediv__(self, other: Number | int) -> Number:
        a, b = self._parts(other)
        norm = a * a - b * b * self.n
        return self * self._make(a / norm, -b / norm)

    def __rtruediv__(self, other: Number | int) -> Number:
        norm = self.a * self.a - self.b * self.b * self.n
        return self._make(self.a / norm, -self.b / norm) * other

    def __pow__(self, exponent: int) -> Number:
        result: Number = Fraction(1)
        for _ in range(abs(exponent)):
            result = result * self
        return result if exponent >= 0 else 1 / result

    __radd__ = __add__
    __rmul__ = __mul__

    def sign(self) -> int:
        """Sign, 1 or -1: a number with ``b != 0`` is never zero."""
        first, second = _sign(self.a), _sign(self.b)
        if first in (0, second):
            return second
        return first * _sign(self.a * self.a - self.b * self.b * self.n)

    def __lt__(self, other: Number | int) -> bool:
        return sign(self - other) < 0

    def __le__(self, other: Number | int) -> bool:
        return sign(self - other) <= 0

    def __gt__(self, other: Number | int) -> bool:
        return sign(self - other) > 0

    def __ge__(self, other: Number | int) -> bool:
        return sign(self - other) >= 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Surd):
            return (self.a, self.b, self.n) == (other.a, other.b, other.n)
        return False

    def __hash__(self) -> int:
        return hash((self.a, self.b, self.n))

    def __float__(self) -> float:
        # sqrt(n)*10^40 as an integer root keeps full accuracy when a and b*sqrt(n) cancel.
        scale_ = 10**40
        return float(self.a + self.b * Fraction(_root_floor(self.n * scale_ * scale_), scale_))

    def __str__(self) -> str:
        size = abs(self.b)
        root = f"sqrt({self.n})" if size == 1 else f"{size}*sqrt({self.n})"
        if self.a == 0:
            return root if self.b > 0 else f"-{root}"
        return f"{self.a} {'+' if self.b > 0 else '-'} {root}"

    def __repr__(self) -> str:
        return f"Surd({self.a!r}, {self.b!r}, {self.n})"


def _fill(number: Surd, a: Fraction, b: Fraction, n: int) -> None:
    for slot, part in (("a", a), ("b", b), ("n", n)):
        object.__setattr__(number, slot, part)


def _square_free(n: int) -> bool:
    return all(n % (k * k) for k in range(2, _root_floor(n) + 1))


Number = Fraction | Surd
Polynomial = dict[tuple[int, ...], Number]


def _root_floor(n: int) -> int:
    """Largest integer whose square is at most n (Newton's method on integers)."""
    guess = 1 << (n.bit_length() // 2 + 1)
    while True:
        better = (guess + n // guess) // 2
        if better >= guess:
            return guess
        guess = better


def _sign(x: Fraction | int) -> int:
    return (x > 0) - (x < 0)


def sign(x: Number | int) -> int:
    """Exact sign of a number: -1, 0 or 1."""
    return x.sign() if isinstance(x, Surd) else _sign(x)


def constant(value: Number | int, variables: int) -> Polynomial:
    """Constant polynomial in so many variables."""
    number = value if isinstance(value, Surd) else Fraction(value)
    return {(0,) * variables: number} if value != 0 else {}


def add(p: Polynomial, q: Polynomial) -> Polynomial:
    """Sum of two polynomials."""
    total = dict(p)
    for exponents, coefficient in q.items():
        value = total.get(exponents, Fraction(0)) + coefficient
        if value == 0:
            total.pop(exponents, None)
        else:
            total[exponents] = value
    return total


def scale(p: Polynomial, factor: Number | int) -> Polynomial:
    """Polynomial times a number."""
    return {e: c * factor for e, c in p.items()} if factor != 0 else {}


def multiply(p: Polynomial, q: Polynomial) -> Polynomial:
    """Product of two polynomials."""
    total: Polynomial = {}
    for e1, c1 in p.items():
        for e2, c2 in q.items():
            exponents = tuple([a + b for a, b in zip(e1, e2, strict=True)])
            total[exponents] = total.get(exponents, Fraction(0)) + c1 * c2
    return {e: c for e, c in total.items() if c != 0}


def evaluate(p: Polynomial, point: tuple[Number, ...]) -> Number:
    """Exact value of a polynomial at a point."""
    if all(type(x) is Fraction for x in (*point, *p.values())):
        return _evaluate_rational(p, point)  # type: ignore[arg-type]
    total: Number = Fraction(0)
    for exponents, coefficient in p.items():
        term = coefficient
        for x, e in zip(point, exponents, strict=True):
            if e:
                term = term * x**e
        total = total + term
    return total


def _evaluate_rational(p: dict[tuple[int, ...], Fraction], point: tuple[Fraction, ...]) -> Fraction:
    """Integers over one common denominator: one reduction in place of one for each product."""
    common = scaled = 1
    for x in point:
        common *= x.denominator if common % x.denominator else 1
    for c in p.values():
        scaled *= c.denominator if scaled % c.denominator else 1
    tops = [x.numerator * (common // x.denominator) for x in point]
    degree = max(map(sum, p), default=0)
    total = 0
    for exponents, c in p.items():
        term = c.numerator * (scaled // c.denominator)
        missing = degree
        for top, e in zip(tops, exponents, strict=True):
            if e:
                term *= top**e
                missing -= e
        total += term * common**missing
    return Fraction(total, scaled * common**degree)


def encode_number(x: Number) -> str | list[str | int]:
    """Write a number as JSON: "a/b", or ["a", "b", n] for a + b*sqrt(n)."""
    return [str(x.a), str(x.b), x.n] if isinstance(x, Surd) else str(x)


def decode_number(data: object) -> Number:
    """Read a number from JSON."""
    if type(data) is str:
        return _decode_rational(data)
    if type(data) is list and len(data) == 3 and type(data[2]) is int:
        a, b = _decode_rational(data[0]), _decode_rational(data[1])
        if 2 <= data[2] <= _MOST_RADICAND and b != 0:
            try:
                return Surd(a, b, data[2])
            except ValueError as problem:
                raise CheckFailed(str(problem)) from problem
    raise CheckFailed(f"not a number: {data!r:.80}")


def _decode_rational(text: object) -> Fraction:
    """Read "a" or "a/b" in ASCII digits: no exponent, whose value could fill the memory."""
    if type(text) is str and len(text) <= _MOST_DIGITS:
        top, slash, bottom = text.partition("/")
        digits = top.removeprefix("-"), bottom if slash else "1"
        if all(d.isascii() and d.isdigit() for d in digits) and int(digits[1]) != 0:
            return Fraction(int(top), int(digits[1]))
    raise CheckFailed(f"not a rational number: {text!r:.80}")


def encode_polynomial(p: Polynomial) -> list[list[object]]:
    """Write a polynomial as JSON rows [coefficient, exponent, exponent, ...]."""
    return [[encode_number(p[e]), *e] for e in sorted(p, reverse=True)]


def decode_polynomial(data: object, variables: int) -> Polynomial:
    """Read a polynomial from JSON rows."""
    if type(data) is not list:
        raise CheckFailed(f"not a polynomial: {data!r:.80}")
    p: Polynomial = {}
    for row in data:
        if type(row) is not list or len(row) != variables + 1:
            raise CheckFailed(f"not a row of a polynomial in {variables} variables: {row!r:.80}")
        exponents = tuple(row[1:])
        if any(type(e) is not int or not 0 <= e <= _MOST_DEGREE for e in exponents):
            raise CheckFailed(f"bad exponents {exponents!r:.80}")
        p[exponents] = p.get(exponents, Fraction(0)) + decode_number(row[0])
    return {e: c for e, c in p.items() if c != 0}


def refute(hypotheses: list[tuple[Polynomial, str]], proof: object, variables: int) -> None:
    """Check that the conditions have no common solution, or raise ``CheckFailed``.

    Parameters
    ----------
    hypotheses
        Pairs of a polynomial and its relation to zero, ``">"``, ``">="`` or ``"="``.
    proof
        Leaf or split, as described at the top of this file.
    variables
        How many variables the polynomials have.

    Raises
    ------
    CheckFailed
        The proof does not establish emptiness.

    Examples
    --------
    x > 0 and -x > 0 is empty, since 1*(x) + 1*(-x) = 0:

    >>> x = {(1,): Fraction(1)}
    >>> refute([(x, ">"), (scale(x, -1), ">")],
    ...        {"sum": [[[["1", 0]], [1, 0]], [[["1", 0]], [0, 1]]]}, 1)
    """
    if type(variables) is not int or variables < 0:
        raise CheckFailed(f"{variables!r:.80} is not a number of variables")
    try:
        given = [_hypothesis(h, variables) for h in hypotheses]
        _refute(given, proof, variables, _MOST_SPLITS, [_MOST_LEAVES, _MOST_WORK])
    except CheckFailed:
        raise
    except ValueError as problem:  # two fields met, or polynomials in other variables
        raise CheckFailed(str(problem)) from problem


def _exact(x: object) -> Number:
    """The number, or a refusal: no float, which rounds, and no class with a mind of its own."""
    if type(x) is Fraction or type(x) is Surd:
        return x
    if type(x) is int:
        return Fraction(x)
    raise CheckFailed(f"{x!r:.80} is not an exact number: use int, Fraction or Surd")


def _hypothesis(given: object, variables: int) -> tuple[Polynomial, str]:
    """A copy of a hypothesis that is a polynomial and a relation and nothing else."""
    if type(given) is not tuple or len(given) != 2 or type(given[0]) is not dict:
        raise CheckFailed("a hypothesis is a pair of a polynomial and its relation to zero")
    polynomial, relation = given
    if type(relation) is not str or relation not in (">", ">=", "="):
        raise CheckFailed(f"bad relation {relation!r:.80}")
    for exponents in polynomial:
        if type(exponents) is not tuple or len(exponents) != variables:
            raise CheckFailed(f"{exponents!r:.80} are not exponents of {variables} variables")
        if any(type(e) is not int or e < 0 for e in exponents):
            raise CheckFailed(f"bad exponents {exponents!r:.80}")
    numbers = ((e, _exact(c)) for e, c in polynomial.items())
    return {e: c for e, c in numbers if c != 0}, relation


def _refute(
    hypotheses: list[tuple[Polynomial, str]],
    proof: object,
    variables: int,
    splits: int,
    left: list[int],
) -> None:
    left[0] -= 1
    if left[0] < 0:
        raise CheckFailed(f"a proof of more than {_MOST_LEAVES} parts")
    if type(proof) is not dict or proof.keys() not in _KEYS:
        raise CheckFailed("a proof is a leaf with 'sum' or a split with 'split' and its two sides")
    if "split" in proof:
        if splits == 0:
            raise CheckFailed(f"more than {_MOST_SPLITS} nested splits")
        on = decode_polynomial(proof["split"], variables)
        for side, condition in (("nonnegative", (on, ">=")), ("negative", (scale(on, -1), ">"))):
            _refute([*hypotheses, condition], proof[side], variables, splits - 1, left)
        return
    if type(proof["sum"]) is not list:
        raise CheckFailed("a sum is a list of rows")
    total: Polynomial = {}
    strict = False
    for row in proof["sum"]:
        product, positive = _product(hypotheses, row, variables, left)
        _pay(left, len(total) + len(product))
        total = add(total, product)
        strict = strict or positive
    if not strict:
        raise CheckFailed("no product in the sum is positive on the set")
    if total:
        raise CheckFailed("the sum of products is not identically zero")


def _pay(left: list[int], work: int) -> None:
    left[1] -= work
    if left[1] < 0:
        raise CheckFailed(f"a proof that takes more than {_MOST_WORK} products of terms")


def _times(p: Polynomial, q: Polynomial, left: list[int]) -> Polynomial:
    """Product that is paid for: long numbers by the square of their length."""
    length = (_length(p) + _length(q)) // 2048 + 1
    _pay(left, len(p) * len(q) * length**2)
    return multiply(p, q)


def _length(p: Polynomial) -> int:
    """Bits of the longest coefficient."""
    parts = [x for c in p.values() for x in ((c.a, c.b) if isinstance(c, Surd) else (c,))]
    return max((x.numerator.bit_length() + x.denominator.bit_length() for x in parts), default=0)


def _product(
    hypotheses: list[tuple[Polynomial, str]], row: object, variables: int, left: list[int]
) -> tuple[Polynomial, bool]:
    """One row of a leaf: its expansion, and whether it is positive on the set."""
    if type(row) is not list or len(row) not in (2, 3):
        raise CheckFailed("a row is [multiplier, powers] or [multiplier, powers, square]")
    product = decode_polynomial(row[0], variables)
    powers = row[1]
    if type(powers) is not list or len(powers) != len(hypotheses):
        raise CheckFailed("a product names one power for each hypothesis")
    degree = 0
    for exponent, (polynomial, _) in zip(powers, hypotheses, strict=True):
        if type(exponent) is not int or exponent < 0:
            raise CheckFailed(f"bad power {exponent!r:.80}")
        degree += exponent * max(1, *(sum(e) for e in polynomial), 1)
    if degree > _MOST_DEGREE:
        raise CheckFailed(f"a product of degree {degree}: the bound is {_MOST_DEGREE}")
    vanishes = any(
        p and relation == "=" for p, (_, relation) in zip(powers, hypotheses, strict=True)
    )
    if not vanishes:
        value = product.get((0,) * variables, Fraction(0))
        if len(product) != 1 or sign(value) <= 0:
            raise CheckFailed(
                "a multiplier must be a positive number unless an equality multiplies"
            )
    strict = not vanishes and len(row) == 2
    for exponent, (polynomial, relation) in zip(powers, hypotheses, strict=True):
        for _ in range(exponent):
            product = _times(product, polynomial, left)
        strict = strict and (not exponent or relation == ">")
    if len(row) == 3:
        square = decode_polynomial(row[2], variables)
        product = _times(product, _times(square, square, left), left)
    return product, strict


def attain(
    terms: dict[str, list[Number]],
    constraints: dict[str, list[Number]],
    weights: dict[str, Number],
    solution: list[Number],
    value: Number,
) -> None:
    """Check at one parameter point that ``value`` is the least possible largest term.

    Both halves: the weighted mean of the terms is ``value`` whatever the unknowns are, so no
    choice does better; and at ``solution`` no term exceeds ``value`` and no constraint fails.

    Parameters
    ----------
    terms, constraints
        Affine forms in the unknowns by name: constant, then slopes; constraints ask form <= 0.
        No constraint has the name of a term.
    weights
        Dual weight of each binding row, by name; none is negative, those of the terms sum to 1.
    solution
        Unknowns.
    value
        Exponent of the loss.

    Raises
    ------
    CheckFailed
        One of the halves fails.

    Examples
    --------
    The larger of -x and x - 1 is least at x = 1/2:

    >>> half = Fraction(1, 2)
    >>> attain({"A": [0, -1], "B": [-1, 1]}, {}, {"A": half, "B": half}, [half], -half)
    """
    point, least = [_exact(x) for x in solution], _exact(value)
    terms, constraints = (_forms(rows, len(point)) for rows in (terms, constraints))
    rows = {**constraints, **terms}
    if len(rows) != len(terms) + len(constraints):
        raise CheckFailed("a constraint has the name of a term")
    mean = {name: _exact(w) for name, w in weights.items()}
    if not mean.keys() <= rows.keys():
        raise CheckFailed("a weight belongs to no term or constraint")
    try:
        _attain(rows, set(terms), mean, point, least)
    except CheckFailed:
        raise
    except ValueError as problem:  # two fields met
        raise CheckFailed(str(problem)) from problem


def _forms(rows: dict[str, list[Number]], unknowns: int) -> dict[str, list[Number]]:
    """Copies of affine forms, each a constant and one slope for each unknown."""
    read = {}
    for name, form in rows.items():
        if type(name) is not str or type(form) not in (list, tuple) or len(form) != unknowns + 1:
            raise CheckFailed(f"{name!r:.80} is not a form in {unknowns} unknowns, by name")
        read[name] = [_exact(x) for x in form]
    return read


def _attain(
    rows: dict[str, list[Number]],
    terms: set[str],
    weights: dict[str, Number],
    solution: list[Number],
    value: Number,
) -> None:
    if any(sign(w) < 0 for w in weights.values()):
        raise CheckFailed("a weight is negative")
    if sum((w for name, w in weights.items() if name in terms), start=Fraction(0)) != 1:
        raise CheckFailed("the weights of the terms do not sum to 1")
    for column in range(len(solution) + 1):
        mixed = sum((w * rows[name][column] for name, w in weights.items()), start=Fraction(0))
        if mixed != (0 if column else value):
            raise CheckFailed("the weighted mean of the terms is not the value, identically")
    for name, form in rows.items():
        level = form[0] + sum((c * x for c, x in zip(form[1:], solution, strict=True)), Fraction(0))
        if sign(level - value if name in terms else level) > 0:
            raise CheckFailed(f"{name} is violated at the solution")
