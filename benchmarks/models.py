"""Linear models: exponents derived from their declarations, published ones, digits at two sizes.

A row says how its published exponent is known: ``paper`` for a source of the package, ``abstract``
for one read there, ``recalled`` where the text was not at hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import phasecalc as pc

__all__ = ["REFUSED", "ROWS", "Row", "kernel", "rate", "run", "run_refused"]

BUDGETS = (10**8, 10**11)
KERNEL = {"spectrum": "j^-a", "target": "j^(-2*a*r - 1)", "where": ["a > 1", "r > 0"]}
LABELS = {"samples": "1/n"}
FUNCTIONAL = {
    "spectrum": "j^-beta",
    "target": "j^(-s*beta - 1)",
    "filter": "gradient flow",
    "clock": "eta*K",
    "where": ["beta > 1", "s > 0"],
    "rates": ["eta"],
}
RANDOM = {
    "spectrum": "j^(-2*alpha)",
    "target": "j^(-2*alpha - 2*beta)",
    "filter": "gradient flow",
    "features": "random d",
    "sizes": ["d", "t"],
    "budget": "d*t",
    "where": ["alpha > 1/2", "alpha + beta > 1/2"],
}


@dataclass(frozen=True)
class Row:
    """One model, the points at which it is compared, and what was published.

    Parameters
    ----------
    model
        The declaration.
    points
        Parameters.
    published
        Exponent of the loss, or of the quantity, at a point.
    source, known
        Where it is published, and how that is known.
    quantity
        ``loss``, or an unknown, of which the least on the optimal face is meant.
    budgets
        At which digits are compared.
    """

    model: pc.LinearModel
    points: tuple[Mapping[str, Any], ...]
    published: Callable[..., Any]
    source: str
    known: str = "paper"
    quantity: str = "loss"
    budgets: tuple[int, int] = BUDGETS

    def derived(self, at: Mapping[str, Any]) -> Any:
        """What the declaration gives."""
        case = self.model.optimum().at({n: str(v) for n, v in at.items()})
        if self.quantity == "loss":
            return Fraction(str(case.loss_exponent))
        return min(Fraction(str(e)) for e in case.face(self.quantity))


def kernel(name: str, **rest: Any) -> pc.LinearModel:
    """Model of n samples of a target with source r and capacity a."""
    return pc.LinearModel.of(name, **{**KERNEL, "sizes": ["n"], "budget": "n", **rest})


def rate(a: Fraction, r: Fraction) -> Fraction:
    """2ar/(2ar + 1)."""
    return 2 * a * r / (2 * a * r + 1)


def of_law(law: Any, **names: str) -> Callable[..., Fraction]:
    """Exponent of a shipped law, whose terms are those of its paper."""

    def exponent(**at: Fraction) -> Fraction:
        put = {n: str(at[m]) for n, m in names.items()}
        return Fraction(str(law.optimum().at(put).loss_exponent))

    return exponent


def of_optimiser(name: str) -> Callable[..., Fraction]:
    """Exponent of an optimiser in its shipped diagram."""

    def exponent(alpha: Fraction, beta: Fraction) -> Fraction:
        diagram = pc.laws.optimiser_diagram(name)
        (phase,) = (p for p in diagram.phases if p.region.contains(alpha=alpha, beta=beta))
        at = {s: alpha if s.name == "alpha" else beta for s in phase.exponent.free_symbols}
        return Fraction(str(phase.exponent.subs(at)))

    return exponent


R3 = tuple({"a": Fraction(3, 2), "r": r} for r in (Fraction(1, 4), Fraction(3, 5), Fraction(5, 4)))
HARD, EASY, SMOOTH = R3
FSL = ({"beta": Fraction(2), "s": Fraction(1, 4)}, {"beta": Fraction(2), "s": Fraction(1)})
PLANE = tuple(
    {"alpha": Fraction(1), "beta": b} for b in (Fraction(1, 4), Fraction(3, 4), Fraction(3, 2))
)
FLOW = kernel("gradient flow", filter="gradient flow", clock="t", noise=LABELS, sizes=["n", "t"])
ONE_PASS = kernel(
    "averaged SGD", filter="averaged flow", clock="gamma*n", noise=LABELS, rates=["gamma"]
)
NESTEROV = kernel("Nesterov", filter="Nesterov", clock="t^2", noise=LABELS, sizes=["n", "t"])


def _bordelon(features: str) -> pc.LinearModel:
    return pc.LinearModel.of(
        features,
        spectrum="j^-b",
        target="j^-a",
        filter="gradient flow",
        features=features,
        clock="t",
        sizes=["N", "t"],
        budget="N*t",
        where=["a > 1", "b > 1"],
    )


ROWS: tuple[Row, ...] = (
    Row(
        kernel("kernel ridge regression", filter="ridge", clock="1/z", noise=LABELS, rates=["z"]),
        R3,
        lambda a, r: rate(a, min(r, Fraction(1))),
        "caponnetto2007optimal; saturation cui2021crossover",
    ),
    Row(
        kernel(
            "ridge regression, noise falling",
            filter="ridge",
            clock="1/z",
            noise={"samples": "v/n"},
            rates=["z", "v"],
            constraints={"resolved": "z >= n^-a", "noise": "v == n^-w"},
        ),
        ({**EASY, "w": Fraction(1, 2)}, {**EASY, "w": Fraction(3)}),
        lambda a, r, w: min(2 * a * r, rate(a, r) * (1 + w)),
        "cui2021crossover",
    ),
    Row(FLOW, R3, rate, "bauer2007regularization"),
    Row(
        ONE_PASS,
        ({"a": Fraction(3), "r": Fraction(1, 4)}, EASY),
        lambda a, r: 2 * r if 2 * a * r + 1 < a else rate(a, r),
        "pillaud2018statistical (one pass, hard and easy)",
        "recalled",
    ),
    Row(
        ONE_PASS,
        (SMOOTH,),
        lambda a, r: rate(a, Fraction(1)),
        "dieuleveut2016nonparametric",
        "recalled",
    ),
    Row(
        kernel(
            "SGD, many passes",
            **{**{"filter": "gradient flow"}, "clock": "t"},
            noise=LABELS,
            sizes=["n", "t"],
            constraints={"a pass": "t >= n"},
        ),
        ({"a": Fraction(3), "r": Fraction(1, 4)},),
        rate,
        "pillaud2018statistical (many passes, hard)",
        "recalled",
    ),
    Row(
        pc.LinearModel.of(
            "constant rate", **FUNCTIONAL, noise={"floor": "eta"}, sizes=["K"], budget="K"
        ),
        FSL,
        lambda beta, s: s / (s + 1),
        "li2025functional, Table 1 (data)",
    ),
    Row(
        pc.LinearModel.of(
            "constant rate, M features",
            **FUNCTIONAL,
            features="first M",
            noise={"floor": "eta"},
            sizes=["M", "K"],
            budget="M*K",
        ),
        FSL,
        lambda beta, s: s * beta / (1 + s * beta + beta),
        "li2025functional, Table 1 (compute)",
    ),
    Row(
        pc.LinearModel.of(
            "decaying rate", **FUNCTIONAL, noise={"decay": "1/K"}, sizes=["K"], budget="K"
        ),
        FSL,
        lambda beta, s: min(s, s * beta / (1 + s * beta)),
        "li2025functional, Table 1 (data)",
    ),
    Row(
        pc.LinearModel.of(
            "decaying rate, M features",
            **FUNCTIONAL,
            features="first M",
            noise={"decay": "1/K"},
            sizes=["M", "K"],
            budget="M*K",
        ),
        FSL,
        lambda beta, s: min(s * beta / (1 + beta), s * beta / (2 + s * beta)),
        "li2025functional, Table 1 (compute)",
    ),
    Row(
        _bordelon("ensemble N"),
        ({"a": Fraction(2), "b": Fraction(3, 2)}, {"a": Fraction(5), "b": Fraction(3, 2)}),
        of_law(pc.laws.bordelon, a="a", b="b"),
        "bordelon2024dynamical",
    ),
    Row(
        _bordelon("random N"),
        ({"a": Fraction(2), "b": Fraction(3, 2)},),
        of_law(pc.laws.bordelon_single, a="a", b="b"),
        "paquette2024phases, Table 1",
    ),
    Row(
        pc.LinearModel.of(
            "sketched regression",
            spectrum="j^-a",
            target="j^-a",
            filter="gradient flow",
            features="first M",
            clock="N",
            noise={"samples": "1/N"},
            sizes=["M", "N"],
            budget="M*N",
            where=["a > 1"],
        ),
        ({"a": Fraction(3, 2)}, {"a": Fraction(3)}),
        of_law(pc.laws.linear_regression, a="a"),
        "lin2024scaling, Theorem 4.2",
    ),
    Row(
        pc.LinearModel.of(
            "sketched, many passes",
            spectrum="j^-a",
            target="j^-b",
            filter="gradient flow",
            features="first M",
            clock="t",
            sizes=["M", "t"],
            budget="M*t",
            where=["a > b", "b > 1"],
        ),
        ({"a": Fraction(3), "b": Fraction(3, 2)},),
        of_law(pc.laws.multi_pass, a="a", b="b"),
        "lin2025improved",
    ),
    Row(
        kernel(
            "random features, the fewest",
            filter="ridge",
            features="random p",
            clock="1/z",
            noise=LABELS,
            sizes=["n", "p"],
            rates=["z"],
            constraints={"resolved": "z >= p^-a"},
        ),
        (EASY,),
        lambda a, r: (2 * a * r + 1 - a) / (2 * a * r + 1),
        "rudi2017generalization, defilippis2024dimension",
        "recalled",
        "p",
    ),
    Row(
        pc.LinearModel.of(
            "heavy ball",
            spectrum="j^-beta",
            target="j^(-s*beta - 1)",
            filter="gradient flow",
            clock="eta*k",
            noise={"floor": "eta*k^(-b/(1 - b))"},
            sizes=["k"],
            scales=["eta"],
            budget="k^(1/(1 - b))",
            where=["beta > 1", "s > 0", "b > 0", "b < 1"],
            constraints={"forgets": "eta <= k", "stable": "eta <= k^(b/(1 - b))"},
        ),
        (
            {"beta": Fraction(2), "s": Fraction(1), "b": Fraction(1, 4)},
            {"beta": Fraction(2), "s": Fraction(1), "b": Fraction(4, 5)},
        ),
        of_law(pc.laws.momentum_polyak, s="s", beta="beta", b="b"),
        "wang2026momentum",
    ),
    Row(
        NESTEROV,
        (HARD, EASY),
        rate,
        "pagliana2019implicit (no better than gradient flow, in the root of its steps)",
        "abstract",
        budgets=(10**6, 10**8),
    ),
    Row(
        pc.LinearModel.of(
            "corner gradient descent",
            spectrum="j^-nu",
            target="j^(-zeta*nu - 1)",
            filter="ridge",
            clock="tau",
            noise={"kernel": "tau^2/t^2"},
            sizes=["t", "tau"],
            budget="t",
            where=["nu > 1", "zeta > 0", "zeta < 2 - 1/nu"],
            constraints={"angle below 2 pi": "tau <= t^2", "noise finite": "tau <= t^nu"},
        ),
        (
            {"nu": Fraction(4), "zeta": Fraction(1, 4)},
            {"nu": Fraction(4), "zeta": Fraction(1)},
            {"nu": Fraction(5, 4), "zeta": Fraction(1, 4)},
        ),
        lambda nu, zeta: zeta * min(Fraction(2), nu, 2 / (zeta + 1 / nu)),
        "yarotsky2025corner, abstract; noise stated, not derived",
        "abstract",
    ),
    Row(
        pc.LinearModel.of(
            "DANA, decaying", **RANDOM, clock="t^(2 - 1/(2*alpha))", noise={"kernel": "1"}
        ),
        PLANE,
        of_optimiser("DANA-decaying"),
        "ferbach2025dimension, as in the shipped diagram; noise stated, not derived",
    ),
    Row(
        pc.LinearModel.of("DANA, constant, t > d", **RANDOM, clock="t^2/d", noise={"kernel": "1"}),
        PLANE[:2],
        of_optimiser("DANA-constant"),
        "ferbach2025dimension, as in the shipped diagram; noise stated, not derived",
    ),
    Row(
        pc.LinearModel.of("power-law random features", **RANDOM, clock="t", noise={"kernel": "1"}),
        PLANE,
        lambda alpha, beta: Fraction(str(pc.exponents(alpha, beta).loss_exponent)),
        "paquette2024phases, Table 2",
    ),
)

REFUSED = (
    ("sign descent", {"filter": "sign descent"}),
    ("corner, with its own filter", {"filter": "corner"}),
    ("DANA, with its own filter", {"filter": "DANA"}),
    ("spectrum exponential in j", {"spectrum": "exp(-j)"}),
    ("a filter that is not known", {"filter": "erfc(x)/(1 + x)"}),
)


def run() -> Iterator[str]:
    """One line for each model and point, then what is refused."""
    agree = total = 0
    for row in ROWS:
        start = time.process_time()
        row.model.optimum()
        solved, measured = time.process_time() - start, 0.0
        for at in row.points:
            derived, known = row.derived(at), row.published(**at)
            start = time.process_time()
            check = row.model.check(row.budgets, **at)
            measured += time.process_time() - start
            total += 1
            verdict = "agree" if derived == known else "DIFFER"
            agree += derived == known and bool(check)
            where = ", ".join(f"{n} = {x}" for n, x in at.items())
            yield (
                f"{row.model.name}; {where}: {row.quantity} exponent derived {derived}, published "
                f"{known} ({row.source}; {row.known}), {verdict}; "
                f"loss seen {check.seen:.4f}, derived {check.derived:.4f}"
                f"{'' if check else ' NOT SEEN'}"
            )
        yield f"  diagram {solved:.1f} s (<= 10), digits {measured:.1f} s, of the processor"
    yield from run_refused()
    names = {row.model.name for row in ROWS}
    yield f"{len(names)} models, {agree} of {total} points agree and are seen"


def run_refused() -> Iterator[str]:
    """What the engine does not say, and why."""
    for name, change in REFUSED:
        declared = {"filter": "ridge", "clock": "1/z", "noise": LABELS, "rates": ["z"], **change}
        try:
            kernel(name, **declared).law  # noqa: B018
            yield f"{name}: ACCEPTED"
        except pc.PhasecalcError as reason:
            yield f"{name}: refused: {reason}"
