"""Where claims come from: citation keys, each an entry of ``docs/refs.bib``."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SOURCES", "Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the literature.

    Parameters
    ----------
    key
        Entry of ``docs/refs.bib``.
    where
        Theorem, table or page; empty for the whole work.
    """

    key: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.key}, {self.where}" if self.where else self.key


# What the package relies on without deriving it.
SOURCES: dict[str, Source] = {
    "model": Source("paquette2024phases", "Section 2"),
    "terms of the loss": Source("paquette2024phases", "Theorem 3.1 and Table 1"),
    "phases": Source("paquette2024phases", "Table 2 and Figure 2"),
    "Watson's lemma": Source("dlmf", "2.4(i)"),
    "crossover of ridge regression": Source("cui2021crossover"),
    "rates of ridge regression": Source("caponnetto2007optimal"),
    "qualification of filters": Source("bauer2007regularization"),
    "hard and easy problems of SGD": Source("pillaud2018statistical"),
    "averaged SGD": Source("dieuleveut2016nonparametric"),
    "ridge regression on random features": Source("rudi2017generalization"),
    "fewest random features": Source("defilippis2024dimension"),
    "momentum as regularisation": Source("pagliana2019implicit"),
    "corner gradient descent": Source("yarotsky2025corner", "Abstract"),
    "Mellin transforms of sums": Source("flajolet1995mellin", "Theorem 1"),
    "parametric programming": Source("gal1972multiparametric", "Section 2"),
    "Gaussian moments": Source("isserlis1918formula"),
    "measures of the deterministic equivalent": Source("hachem2007deterministic", "Theorem 2.4"),
    "edge of the spectrum": Source("silverstein1995analysis"),
    "positivity certificates": Source("polya1928positive"),
    "geometric programs": Source("duffin1967geometric"),
    "two-term law": Source("hoffmann2022training", "Equation 2"),
    "two-term law, replication": Source("besiroglu2024chinchilla", "Table 1"),
    "repeated data": Source("muennighoff2023scaling", "Equation 5"),
    "Kaplan's laws": Source("kaplan2020scaling"),
    "accountings of flops": Source("porian2024resolving"),
    "embedding parameters": Source("pearce2024reconciling"),
    "adaptive shape": Source("anagnostidis2023navigating"),
    "over-training": Source("gadre2024language"),
    "inference": Source("sardana2023beyond"),
    "loss in the compute alone": Source("guo2024more"),
    "Kaplan's laws, confirmed": Source("su2024unraveling"),
    "random features in continuous time": Source("bordelon2024dynamical"),
    "feature learning": Source("bordelon2024feature"),
    "sketched linear regression": Source("lin2024scaling"),
    "many passes": Source("lin2025improved"),
    "learning-rate schedules": Source("li2025functional"),
    "fluctuations of sample spectra": Source("bai2004clt", "Theorem 1.1"),
    "overlaps of sample eigenvectors": Source("ledoit2011eigenvectors"),
    "bias of sample eigenvalues": Source("lawley1956tests"),
    "momentum and batch": Source("wang2026momentum"),
    "DANA": Source("ferbach2025dimension"),
    "SignSGD": Source("kim2026signsgd"),
    "SignSGD in high dimensions": Source("xiao2024signsgd"),
}
