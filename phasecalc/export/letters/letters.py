r"""What a quantity may be called in LaTeX: a letter with its dress, and nothing that TeX obeys.

A small grammar is read, and everything outside it is refused: no command of TeX but the listed
ones can reach a document by way of a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from phasecalc.exceptions import DomainError

__all__ = ["check_distinct", "check_letter"]

_LONGEST = 80
_GREEK = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "varepsilon",
    "zeta",
    "eta",
    "theta",
    "vartheta",
    "iota",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "xi",
    "pi",
    "varpi",
    "rho",
    "varrho",
    "sigma",
    "varsigma",
    "tau",
    "upsilon",
    "phi",
    "varphi",
    "chi",
    "psi",
    "omega",
    "Gamma",
    "Delta",
    "Theta",
    "Lambda",
    "Xi",
    "Pi",
    "Sigma",
    "Upsilon",
    "Phi",
    "Psi",
    "Omega",
    "ell",
    "hbar",
]
_SIGNS = [
    "star",
    "ast",
    "dagger",
    "prime",
    "circ",
    "infty",
    "parallel",
    "perp",
]  # beside a letter only
_DRESS = [
    "mathcal",
    "mathscr",
    "mathbb",
    "mathfrak",
    "mathrm",
    "mathbf",
    "mathit",
    "mathsf",
    "mathtt",
    "boldsymbol",
    "hat",
    "widehat",
    "tilde",
    "widetilde",
    "bar",
    "overline",
    "vec",
    "dot",
    "ddot",
    "check",
    "breve",
    "acute",
    "grave",
    "underline",
]
_TOKEN = re.compile(r"\\[A-Za-z]+|[A-Za-z0-9{}^_'*+,-]|[ ]+")
# Letters that formulas use beside those of the quantities.
_TAKEN = {
    r"\pi": "the number pi",
    r"\Gamma": "Euler's function",
    r"\zeta": "Riemann's function",
    "e": "the number e",
    "O": "a bound on a remainder",
}


def check_letter(name: str, tex: str) -> None:
    r"""Refuse LaTeX that is not a letter with accents, fonts, indices and exponents.

    Parameters
    ----------
    name
        Quantity, for the message.
    tex
        How it is to be written.

    Raises
    ------
    DomainError
        It is something else.

    Examples
    --------
    >>> check_letter("P", r"\hat{\mathcal{L}}_{\star}")
    >>> check_letter("P", r"\input{secret}")
    Traceback (most recent call last):
    ...
    phasecalc.exceptions.DomainError: symbol P: '\\input{secret}' is not a letter ...
    """
    tokens = _TOKEN.findall(tex)
    whole = isinstance(tex, str) and len(tex) <= _LONGEST and "".join(tokens) == tex
    reader = _Reader([t for t in tokens if not t.isspace()])
    if not (whole and reader.letter(inside=False) and reader.ended):
        raise DomainError(
            f"symbol {name}: {tex[:60]!r} is not a letter as it is written in mathematics; allowed "
            "are letters, digits, Greek letters, one index and one exponent in balanced braces, "
            f"primes, and {_listed(_DRESS)} of them; in indices also {_listed(_SIGNS)} and * + - , "
            r"as in \mathcal{L} or \hat{N}_{\star}"
        )


def _listed(commands: list[str]) -> str:
    return ", ".join(rf"\{c}" for c in commands)


class _Reader:
    """Reads letters; each method says whether it found one."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.here = tokens, 0

    @property
    def ended(self) -> bool:
        return self.here == len(self.tokens)

    def take(self, *wanted: str) -> bool:
        found = not self.ended and self.tokens[self.here] in wanted
        self.here += found
        return found

    def letter(self, *, inside: bool) -> bool:
        """Letters side by side, each with its index and exponent."""
        count = 0
        while self._base(inside=inside):
            count += 1
            if not self._scripts():
                return False
        return count > 0

    def _base(self, *, inside: bool) -> bool:
        if self.ended:
            return False
        token = self.tokens[self.here]
        if token.isalnum() or token[1:] in _GREEK:
            self.here += 1
            return True
        if inside and (token in "*+-," or token[1:] in _SIGNS):
            self.here += 1
            return True
        if token[1:] in _DRESS and token[0] == "\\":
            self.here += 1
            return self._group(inside=inside)
        return token == "{" and self._group(inside=inside)

    def _group(self, *, inside: bool) -> bool:
        """One letter, or several in braces."""
        if self.take("{"):
            return self.letter(inside=inside) and self.take("}")
        return not self.ended and self.tokens[self.here] != "{" and self._base(inside=inside)

    def _scripts(self) -> bool:
        """At most one index and one exponent; primes are an exponent."""
        seen: set[str] = set()
        while not self.ended and self.tokens[self.here] in "^_'":
            mark = self.tokens[self.here]
            if mark == "'":
                while self.take("'"):
                    pass
                mark = "^"
            elif not (self.take(mark) and self._group(inside=True)):
                return False
            if mark in seen:
                return False
            seen.add(mark)
        return True


def check_distinct(given: Mapping[str, str], written: Mapping[str, str]) -> None:
    """Refuse letters that would make two quantities look like one.

    Parameters
    ----------
    given
        Letters that were chosen, by name.
    written
        All letters that formulas then use, by name.

    Raises
    ------
    DomainError
        Two quantities have the same letter, or one has that of a number or function.
    """
    for name, tex in given.items():
        plain = _plain(tex)
        for other, letter in {**given, **written}.items():
            if other != name and _plain(letter) == plain:
                raise DomainError(
                    f"symbol {name}: {tex} stands for {other} already; choose another letter, or "
                    f"write {other} otherwise too"
                )
        for letter, what in _TAKEN.items():
            if plain == letter:
                raise DomainError(f"symbol {name}: {tex} is {what}; choose another letter")


def _plain(tex: str) -> str:
    r"""LaTeX without what does not show: \hat N and \hat{N} are one letter."""
    return re.sub(r"[{}\s]", "", tex)
