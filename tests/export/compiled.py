"""What Rocq said of a text before: no check compiles again a text that has not changed.

    python -m tests.export.compiled    have Rocq compile everything, and write what it says

A text that is not in the record is compiled, and so is every text where Rocq is of another version.
The long tests compile them all, and fail where the record is not what Rocq says now.
"""

import json
import re
from functools import cache, partial
from pathlib import Path

import phasecalc as pc
from phasecalc.export.rocq.kernel import _version, accept
from phasecalc.export.rocq.lemmas import LEMMAS, Accepted, digest, lemma
from phasecalc.laws.declaring import catalogue
from phasecalc.optimisers.store import best_optimiser

__all__ = ["EVERY", "EVERYTHING", "both_comparisons", "kept", "said"]

PATH = Path(__file__).with_suffix(".json")
EVERYTHING = {
    "SGD": pc.phase_diagram,
    "tuned": lambda: pc.phase_diagram("free"),
    **{name: partial(catalogue.law, name) for name in catalogue.names()},
}
OPEN = re.compile(r"^\(\* [^\n]* \*\)\nModule (\w+)\.\n.*?^End \1\.\n\n", re.MULTILINE | re.DOTALL)
EVERY = re.compile(r"Definition every_theorem :=\s*\(([^()]*)\)\.")


@cache
def record():
    """Rows by the hash of a text: theorems, axioms, version of Rocq."""
    return json.loads(PATH.read_text(encoding="utf-8"))


@cache
def version():
    """Of the Rocq that is here."""
    return _version()


def kept(text):
    """What this Rocq said of a text before, or None."""
    row = record().get(digest(text))
    if row is None or row["rocq"] != version():
        return None
    return Accepted(row["theorems"], tuple(row["axioms"]), row["rocq"])


def said(text, *, again, sections=False):
    """What Rocq says of a text; if asked again, it has to say what it said before."""
    before = kept(text)
    if before is not None and not again:
        return before
    now = accept(text, sections=sections)
    assert before in (None, now), "python -m tests.export.compiled"
    return now


def both_comparisons():
    """Texts of the two comparisons of optimisers, one that says both, and what they share."""
    texts = {
        "still": pc.coq(best_optimiser()),
        "in_motion": pc.coq(best_optimiser("in-motion")),
    }
    return texts, *joined(texts)


def joined(texts):
    """One file that says what several say: modules that all of them have are in it once."""
    modules = [{m[0]: m[1] for m in OPEN.finditer(text)} for text in texts.values()]
    shared = {whole: name for whole, name in modules[0].items() if all(whole in m for m in modules)}
    (head,) = {text[: OPEN.search(text).start()] for text in texts.values()}
    blocks, listed = [head, *shared], []
    for name, text in texts.items():
        ended = EVERY.search(text)
        own = text[len(head) : ended.start()]
        for whole in shared:
            assert own.count(whole) == 1
            own = own.replace(whole, "")
        blocks.append(f"Module {name}.\n\n{own}\nEnd {name}.\n\n")
        for theorem in ended[1].split(","):
            module = theorem.strip().rpartition(".")[0]
            within = "" if module in shared.values() else f"{name}."
            listed.append(within + theorem.strip())
    names = ",\n   ".join(dict.fromkeys(listed))
    every = f"Definition every_theorem :=\n  ({names}).\n\nPrint Assumptions every_theorem.\n"
    return "".join([*blocks, every]), shared


def main():
    """Have Rocq compile every text, and write what it says."""
    texts = {name: (pc.coq(item()), False) for name, item in EVERYTHING.items()}
    texts["comparisons"] = (both_comparisons()[1], False)
    texts |= {f"lemma {name}": (lemma(name), True) for name in LEMMAS}
    rows = {}
    for what, (text, sections) in texts.items():
        done = accept(text, sections=sections)
        row = {"theorems": done.theorems, "axioms": list(done.axioms), "rocq": done.version}
        rows[digest(text)] = {"what": what, **row}
    PATH.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
