"""Small folders of derivations, written for one test."""

from pathlib import Path

HEAD = """import sympy as sp

from phasecalc.proof import Identity, Proof, Recall, Sampled, claim, theorem
from phasecalc.symbols import alpha, beta
"""


def chapter(name, *, right="alpha**2 + 2*alpha + 1", statement="A square.", head="", more=""):
    """A theorem that a sum's square is multiplied out."""
    return f'''{HEAD}{head}
square = claim((alpha + 1) ** 2, "=", {right}, where=[alpha > 0])


@theorem(label="{name}", goals=(square,){more})
def {name.replace("-", "_")}(proof: Proof) -> None:
    """{statement}"""
    proof.shows(square, "Multiply out.", Identity())
'''


class Book:
    """A folder to write chapters into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, file, text):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / file).write_text(text, encoding="utf-8")
        return self.folder / file
