"""Names, polynomials, quotients and conditions as Rocq writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from phasecalc.checker import Number, Polynomial, Surd, scale, sign
from phasecalc.optimum.minimax import Form, Minimax
from phasecalc.optimum.ratio import Ratio
from phasecalc.regions.condition import Condition

__all__ = [
    "BARRED",
    "Letters",
    "cases",
    "choose",
    "comment",
    "conjunction",
    "identifier",
    "integral",
    "number",
    "parts",
    "roots",
    "splits",
    "without_comments",
]

# Words by which a file could leave a proof out or assume what it should prove: nothing we write.
_BARRED = """
    Add Admitted Axiom Axioms Bypass Conjecture Context Declare Extraction Hypotheses Hypothesis
    Load Parameter Parameters Redirect Unset Variable Variables admit bypass_check give_up
"""
BARRED = frozenset(_BARRED.split())
# Words of the language, and names that its libraries or the proofs use.
_WORDS = """
    Definition Fixpoint Lemma Let Prop Proof Qed Section Set SProp Theorem Type as at by cofix else
    end exists exists2 fix for forall fun if in let match mod return struct then using where with
    INR IZR PI R R0 R1 Rabs Rdiv Rinv Rlt Rle Rmax Rmin Rmult Rplus S exp ln pow sqrt e False True
    domain admissible term f v off_walls exponent feasible largest total mixed nonnegative
    some_above sides square weak below vanishing
"""
_TAKEN = BARRED | frozenset(_WORDS.split())
# The proofs number their hypotheses.
_NUMBERED = re.compile(
    r"(?:[A-Z]|LH)\d*|(?:closed|constraint|eta|exponent|impossible|phase|piece|root|size|term|zone)_.*|.*_at_.*"
)


def without_comments(text: str) -> str:
    """A text for Rocq without its comments.

    Examples
    --------
    >>> without_comments("Qed. (* as before *)")
    'Qed. '
    """
    return re.sub(r"\(\*.*?\*\)", "", text, flags=re.DOTALL)


def comment(text: str) -> str:
    """Text that stays inside a comment whatever it is.

    Examples
    --------
    >>> comment('a*) Admitted. (* "')
    "(* a* ) Admitted. ( * ' *)"
    """
    plain = " ".join(text.replace('"', "'").split())
    return f"(* {re.sub(r'(?<=[(])(?=[*])|(?<=[*])(?=[)])', ' ', plain)} *)"


def number(x: Number) -> str:
    """A number, in brackets where it needs them; a root is ``sqrt n``."""
    if isinstance(x, Surd):
        root = f"sqrt {x.n}" if x.b == 1 else f"{number(x.b)} * sqrt {x.n}"
        return f"({number(x.a)} + {root})" if x.a else f"({root})"
    if x.denominator == 1:
        return str(x.numerator) if x >= 0 else f"({x.numerator})"
    return f"({x.numerator} / {x.denominator})"


def roots(numbers: Iterable[Number]) -> set[int]:
    """Radicands that occur."""
    return {x.n for x in numbers if isinstance(x, Surd)}


def integral(p: Polynomial) -> tuple[Polynomial, Fraction]:
    """The polynomial with integer coefficients, and the positive number it was multiplied by."""
    parts = [x for c in p.values() for x in ((c.a, c.b) if isinstance(c, Surd) else (c,))]
    factor = Fraction(math.lcm(*(x.denominator for x in parts)))
    return scale(p, factor), factor


def conjunction(parts: Sequence[str]) -> str:
    r"""Propositions joined by ``/\``.

    Examples
    --------
    >>> conjunction(["0 < x", "x < 1"]), conjunction([])
    ('0 < x /\\ x < 1', 'True')
    """
    return r" /\ ".join(parts) or "True"


def parts(fact: str, names: Sequence[str]) -> str:
    """Tactic that names the parts of a conjunction.

    Examples
    --------
    >>> parts("lemma x", ["A", "B"]), parts("lemma x", ["A"])
    ('destruct (lemma x) as (A & B).', 'assert (A := lemma x).')
    """
    if len(names) == 1:  # a comparison would itself be taken to pieces
        return f"assert ({names[0]} := {fact})."
    return f"destruct {_argument(fact)} as ({' & '.join(names)})." if names else ""


def cases(fact: str, names: Sequence[Sequence[str]]) -> str:
    """Tactic that leaves one goal for each alternative, with its parts named.

    Examples
    --------
    >>> cases("lemma x", [["A", "B"], ["C"], ["D"]])
    'destruct (lemma x) as [(A & B)|[C|D]].'
    """
    if len(names) == 1:
        return parts(fact, names[0])
    patterns = [n[0] if len(n) == 1 else f"({' & '.join(n)})" for n in names]
    found = patterns.pop()
    for p in reversed(patterns):
        found = f"[{p}|{found}]"
    return f"destruct {_argument(fact)} as {found}."


def _argument(fact: str) -> str:
    """A hypothesis by its name, so that it makes room for its parts; else in brackets."""
    return fact if fact.isalnum() else f"({fact})"


def choose(k: int, n: int) -> str:
    """Tactic that chooses the k-th of n alternatives.

    Examples
    --------
    >>> choose(1, 3), choose(2, 3), choose(0, 1)
    ('right. left. ', 'right. right. ', '')
    """
    return "right. " * k + ("left. " if k < n - 1 else "")


def splits(steps: Sequence[str]) -> str:
    """Tactic for a conjunction, one step for each part.

    Examples
    --------
    >>> splits(["lra", "exact H"])
    'split; [lra|]. exact H.'
    """
    *firsts, last = steps or ["exact I"]
    return "".join(f"split; [{s}|]. " for s in firsts) + f"{last}."


class Letters:
    """Identifiers for what a diagram speaks of, and its formulas written with them.

    Parameters
    ----------
    program
        Whose parameters, unknowns, terms and constraints get identifiers.

    Examples
    --------
    >>> from phasecalc.plrf.phases.store import load
    >>> letters = Letters(load().diagram.program)
    >>> letters.parameters, letters.unknowns
    (('alpha', 'beta'), ('delta',))
    >>> letters.ratio(load().diagram.phase("Ia").value)
    '(-2 * alpha - 2 * beta + 1) / (2 * alpha + 1)'
    """

    def __init__(self, program: Minimax) -> None:
        used: set[str] = set()
        self.parameters = tuple(identifier(n, used) for n in program.parameters)
        self.unknowns = tuple(identifier(n, used) for n in program.unknowns)
        self.terms: Mapping[str, str] = {
            t.name: identifier(t.name, used, "exponent_") for t in program.terms
        }
        self.constraints: Mapping[str, str] = {
            c.name: identifier(str(k), used, "constraint_")
            for k, c in enumerate(program.constraints, start=1)
        }
        self.names = program.parameters
        self.a = " ".join(self.parameters)
        self.x = " ".join(self.unknowns)
        self._used = used

    def fresh(self, text: str, prefix: str) -> str:
        """Identifier of its own for a text."""
        return identifier(text, self._used, prefix)

    def polynomial(self, p: Polynomial) -> str:
        """Sum of monomials."""
        written = ""
        for exponents, c in sorted(p.items(), reverse=True):
            factors = [
                name if k == 1 else f"{name} ^ {k}"
                for name, k in zip(self.parameters, exponents, strict=True)
                if k
            ]
            negative = sign(c) < 0
            size = -c if negative else c
            if size != 1 or not factors:
                alone = not factors and isinstance(size, Fraction)  # a / b needs no brackets
                factors.insert(0, number(size).strip("()") if alone else number(size))
            piece = " * ".join(factors)
            if written:
                written += f" - {piece}" if negative else f" + {piece}"
            else:
                written = _leading(piece, negative)
        return written or "0"

    def ratio(self, ratio: Ratio) -> str:
        """Quotient of two sums."""
        top, bottom = self.polynomial(ratio.top), self.polynomial(ratio.bottom)
        if bottom == "1" or ratio.vanishes:
            return top
        return " / ".join(f"({p})" if " " in p else p for p in (top, bottom))

    def form(self, form: Form, at: Sequence[str]) -> str:
        """Affine form at given unknowns, each an identifier or in brackets."""
        first, *slopes = form
        parts = [] if first.vanishes else [self.ratio(first)]
        parts += [
            x if slope.number == 1 else f"({self.ratio(slope)}) * {x}"
            for slope, x in zip(slopes, at, strict=True)
            if not slope.vanishes
        ]
        return " + ".join(parts) or "0"

    def fact(self, c: Condition) -> str:
        """Condition as a comparison of its polynomial with 0, as certificates have it."""
        text = self.polynomial(c.polynomial)
        return f"{text} = 0" if c.relation == "=" else f"0 <{c.relation[1:]} {text}"

    def condition(self, c: Condition) -> str:
        """Condition as people write it: a linear one solved for its last parameter."""
        rational = all(isinstance(v, Fraction) for e, v in c.terms if any(e))
        if c.degree != 1 or not rational or c.relation == "=":
            return self.fact(c)
        last = max(e.index(1) for e, _ in c.terms if any(e))
        unit = tuple(int(k == last) for k in range(len(self.names)))
        pivot = c.polynomial[unit]
        rest = {e: v * (-1 / pivot) for e, v in c.terms if e != unit}
        relation = c.relation if sign(pivot) > 0 else {">": "<", ">=": "<="}[c.relation]
        return f"{self.parameters[last]} {relation} {self.polynomial(rest)}"


def _leading(piece: str, negative: bool) -> str:
    """First summand; a minus sign is a part of a number."""
    if not negative:
        return piece
    return f"-{piece}" if piece[0].isdigit() else f"- {piece}"


def identifier(text: str, used: set[str], prefix: str = "") -> str:
    """ASCII identifier that is not used yet, nor a word of the language or of the proofs.

    Examples
    --------
    >>> used = set()
    >>> identifier("a*b", used), identifier("a b", used), identifier("H1", used)
    ('a_b', 'a_b_2', 'x_H1')
    >>> identifier("II", used, "phase_"), identifier("forall", used)
    ('phase_II', 'x_forall')
    """
    base = prefix + re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_")
    if not prefix and (not base[:1].isalpha() or base in _TAKEN or _NUMBERED.fullmatch(base)):
        base = f"x_{base}"
    name, k = base, 2
    while name in used:
        name, k = f"{base}_{k}", k + 1
    used.add(name)
    return name
