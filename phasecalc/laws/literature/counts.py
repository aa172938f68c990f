"""What the letters of shipped laws count, so that columns of different units are not compared.

The same letter is counted in different ways: all parameters or those outside the embedding, all
flops that were spent or the least that would have done at the critical batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["COUNTS", "mixed"]

_TOTAL = "all parameters"
_BODY = "parameters outside the embedding"
_SPENT = "flops of training"

# Law -> letter -> what it counts, by the note of the law; others say nothing.
COUNTS: Mapping[str, Mapping[str, str]] = {
    "two-term": {"N": _TOTAL, "C": _SPENT},
    "over-training": {"N": _TOTAL, "C": _SPENT},
    "inference-aware": {"N": _TOTAL, "C": "flops of training and of inference"},
    "kaplan": {"N": _BODY, "C": "C_min, the flops that would do at the critical batch"},
    "kaplan-joint": {"N": _BODY, "C": f"{_SPENT} without the embedding"},
    "pearce-song": {"N": _BODY, "C": f"{_SPENT} without the embedding"},
}
_OWN, _SILENT = "as in its runs", "not said"


def mixed(used: Mapping[str, tuple[Law, str | None]]) -> list[str]:
    """Letters that do not count the same in all of several laws, each in a line.

    Parameters
    ----------
    used
        Each law and the name of its fit, by what they are called together. Letters of a fit that
        rests on runs count what its columns do.

    Examples
    --------
    >>> import phasecalc as pc
    >>> laws = {"ours": (pc.laws.two_term, None), "theirs": (pc.laws.kaplan, "kaplan")}
    >>> print(mixed(laws)[0])
    N is not counted alike: all parameters (ours), parameters outside the embedding (theirs)
    """
    found = []
    for letter in ("N", "C"):
        sides: dict[str, list[str]] = {}
        for word, (law, fit) in used.items():
            if letter == "C" or letter in law.unknowns:
                sides.setdefault(_counted(law, fit, letter), []).append(word)
        if len(sides) > 1:
            each = ", ".join(f"{what} ({', '.join(words)})" for what, words in sides.items())
            sure = len(sides.keys() - {_OWN, _SILENT}) > 1
            found.append(f"{letter} {'is not' if sure else 'may not be'} counted alike: {each}")
    return found


def _counted(law: Law, fit: str | None, letter: str) -> str:
    if fit is not None and law.fit(fit).support:
        return _OWN
    return COUNTS.get(law.name, {}).get(letter, _SILENT)
