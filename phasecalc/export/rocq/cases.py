"""The theorems on the critical lines, line by line: written from the orders that the book derives.

A theorem of ``lines.v`` holds for all exponents in a range. For each line its text is taken as it
stands there, with the exponents and logarithms of the book's sums in the places of its own, and the
part of the line in the place of the range; Rocq proves that this part lies in the range. So a line
with other orders, and a theorem with other hypotheses, are another text than the one accepted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from phasecalc.exceptions import StepFailed
from phasecalc.export.rocq.writing import without_comments

__all__ = ["HEAD", "THEOREMS", "OnLine", "Power", "written"]

# Of what the sums of the forcing are made, by the side of 2 beta = 1 that a line is on.
THEOREMS = {
    "smooth": "loss_on_a_line_of_smooth_targets",
    "between": "loss_on_the_line_between",
    "rough": "loss_on_a_line_of_rough_targets",
}
HEAD = (
    "(* Each part of each critical line, with the exponents that the book derives: written by\n"
    "   `python -m tests.ties` from derivations/d32_window_lines.py and from lines.v. *)\n"
)
_NAMES = ("e1", "e2", "l2", "eK", "lK")
_PROOF = """Proof.
  intros. apply ({theorem} n alpha rho c low high B cc X s1 mu N {values}); try assumption;
    unfold more; try (assert (i0 : / (2 * alpha) * (2 * alpha) = 1) by (field; lra);
      set (i := / (2 * alpha)) in *); repeat split; nra.
Qed."""


@dataclass(frozen=True)
class Power:
    """A power of the distance w, perhaps times 1 + log(w/s0).

    Parameters
    ----------
    exponent
        Of w, in alpha and beta.
    log
        Whether there is the logarithm.
    """

    exponent: sp.Expr
    log: bool = False


@dataclass(frozen=True)
class OnLine:
    """The orders of the sums on a part of a critical line.

    Parameters
    ----------
    name
        Of the theorem that is written.
    kind
        A key of ``THEOREMS``.
    where
        The part: conditions on alpha and beta.
    first
        What is left of the target, mode by mode; on 2 beta = 1 it is w.
    spread
        What is smeared; where the target is rough, none is asked for.
    noise
        The kernel's.
    """

    name: str
    kind: str
    where: tuple[sp.Basic, ...]
    first: Power
    spread: Power | None
    noise: Power

    @property
    def values(self) -> dict[str, str]:
        """Exponents and logarithms, by the names that the theorem gives them."""
        if self.first.log or (self.kind == "between" and self.first.exponent != 1):
            raise StepFailed(f"{self.name}: what is left of the target is not of the form of Rocq")
        if (self.spread is None) != (self.kind == "rough"):
            raise StepFailed(
                f"{self.name}: a smeared sum is asked for where the target is no rough one"
            )
        found = {} if self.kind == "between" else {"e1": _real(self.first.exponent)}
        if self.spread is not None:
            found |= {"e2": _real(self.spread.exponent), "l2": _flag(self.spread.log)}
        return found | {"eK": _real(self.noise.exponent), "lK": _flag(self.noise.log)}


def _flag(log: bool) -> str:
    return "true" if log else "false"


def _real(e: sp.Expr) -> str:
    """A sum of numbers, multiples of names and of 1/alpha."""
    parts = []
    for term in sp.Add.make_args(sp.expand(e)):
        c, rest = term.as_coeff_Mul()
        if rest.is_Pow and rest.exp == -1 and str(rest.base) == "alpha":
            shown = f"{_number(2 * c)} * / (2 * {rest.base})"
        elif rest == 1 or str(rest) in ("alpha", "beta"):
            shown = _number(c) if rest == 1 else str(rest) if c == 1 else f"{_number(c)} * {rest}"
        else:
            raise StepFailed(f"{e} is no exponent that is written for Rocq")
        parts.append(shown)
    return (
        parts[0]
        if re.fullmatch(r"\w+|\(.*\)", parts[0]) and len(parts) == 1
        else (f"({' + '.join(parts)})")
    )


def _number(c: sp.Expr) -> str:
    if not isinstance(c, sp.Rational):
        raise StepFailed(f"{c} is no rational number")
    shown = str(c.p) if c.q == 1 else f"{c.p} / {c.q}"
    return f"({shown})" if c.p < 0 or c.q != 1 else shown


def _condition(c: sp.Basic) -> str:
    signs = {sp.StrictGreaterThan: ">", sp.GreaterThan: ">=", sp.StrictLessThan: "<",
             sp.LessThan: "<=", sp.Equality: "="}  # fmt: skip
    left, right = c.args
    return f"{_real(left)} {signs[type(c)]} {_real(right)}"


def _statement(text: str, name: str) -> tuple[str, list[str], str]:
    """Names that a theorem speaks of first, what it asks of them, and the rest as it stands."""
    found = re.findall(
        rf"^Theorem {name} :\s*forall ([\w ]+),(.*?)(exists C,.*?)\.\s*Proof\.",
        without_comments(text),
        re.M | re.S,
    )
    if len(found) != 1:
        raise StepFailed(f"Rocq's text has no theorem {name} that can be read")
    names, asked, rest = found[0]
    return names, [" ".join(x.split()) for x in asked.split("->") if x.strip()], rest.rstrip()


def _one(line: OnLine, text: str) -> str:
    theorem, values = THEOREMS[line.kind], line.values
    names, asked, rest = _statement(text, theorem)
    listed = names.split()
    if [x for x in listed if x in _NAMES] != list(values):
        raise StepFailed(f"{theorem} has other exponents than {', '.join(values)}")
    own = re.compile(rf"\b({'|'.join(_NAMES)})\b")
    fixed = [x for x in asked if not own.search(x)]
    region = [_condition(c) for c in line.where]
    if "e1" in values and any("INR (S (S n))" in x for x in asked):
        region.append(f"{values['e1']} < INR (S (S n))")
    kept = " ".join(("beta" if x == "alpha" else x) for x in listed if x not in _NAMES)
    kept = kept.replace("n beta", "n alpha beta")
    body = own.sub(lambda m: values[m[1]], rest)
    given = _PROOF.format(theorem=theorem, values=" ".join(values.values()))
    return (
        f"Theorem {line.name} :\n  forall {kept},\n  {' -> '.join([*fixed, *region])} ->\n"
        f"  {body}.\n{given}\n"
    )


def written(lines: Sequence[OnLine], text: str) -> str:
    """Theorems for all lines, from those of a text.

    Parameters
    ----------
    lines
        The orders.
    text
        Of ``lines.v``.

    Raises
    ------
    StepFailed
        A theorem is missing or has other exponents, or an order is none of its forms.
    """
    return "\n".join([HEAD, *(_one(line, text) for line in lines)])
