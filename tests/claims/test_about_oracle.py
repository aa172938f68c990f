"""Generated claims about laws and optimisers against exact optima that share no code with them."""

from __future__ import annotations

import operator
import random
import sys
from fractions import Fraction

import pytest

from phasecalc.claims.about.deciding.decide import decide, read
from phasecalc.claims.about.objects.naming import named, subject_of
from phasecalc.optimisers.store import optimiser_diagram
from phasecalc.regions.work import Clock
from tests.claims.oracle import LAWS, solve, stated, values

RELATIONS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
SIZES = {"delta": "d", "g": "gamma"}


def objects():
    found = list(LAWS)
    for name in ("SGD", "DANA-decaying", "SignSGD"):
        program = optimiser_diagram(name).program
        found.append(stated(name, program, tuple(SIZES[u] for u in program.unknowns)))
    return found


class Draw:
    """Draws claims: text, and the same as a function of the values of its names."""

    def __init__(self, law, seed):
        self.law, self.random = law, random.Random(seed)
        first = law.parameters[0]
        rational = {n: (n, lambda v, n=n: v[n]) for n in law.parameters}
        sizes = {f"exponent({u})": u for u in law.unknowns}
        self.quantities = [("loss_exponent", lambda v: v["loss_exponent"])] * 2
        self.quantities += [(text, lambda v, u=u: v[u]) for text, u in sizes.items()]
        self.parameters, self.first = list(rational.values()), first

    def number(self):
        value = Fraction(self.random.randint(1, 12), self.random.choice((1, 2, 3, 4, 5, 8)))
        return f"{value.numerator}/{value.denominator}", lambda v: value

    def simple(self):
        kind = self.random.random()
        if kind < 0.45:
            return self.random.choice(self.quantities)
        if kind < 0.7:
            return self.number()
        return self.random.choice(self.parameters)

    def side(self, depth=2):
        kind = self.random.random()
        if depth == 0 or kind < 0.35:
            return self.simple()
        (s, f), (t, g) = self.side(depth - 1), self.side(depth - 1)
        if kind < 0.55:
            return f"({s} + {t})", lambda v: f(v) + g(v)
        if kind < 0.7:
            return f"({s} - {t})", lambda v: f(v) - g(v)
        if kind < 0.8:
            return f"({s})*({t})", lambda v: f(v) * g(v)
        if kind < 0.85:
            return f"({s})/(1 + ({t})**2)", lambda v: f(v) / (1 + g(v) ** 2)
        if kind < 0.91:
            return f"max({s}, {t})", lambda v: max(f(v), g(v))
        if kind < 0.97:
            return f"min({s}, {t})", lambda v: min(f(v), g(v))
        return f"abs({s})", lambda v: abs(f(v))

    def relation(self):
        word = self.random.choice(["<", "<=", ">", ">=", "<=", ">=", "==", "!="])
        (s, f), (t, g) = self.side(), self.side()
        return f"{s} {word} {t}", lambda v: RELATIONS[word](f(v), g(v))

    def true_looking(self):
        """One that the optima at a few points suggest, so that many are true."""
        at = [value_at(self.law, p) for p in self.points(6)]
        text, f = self.random.choice(self.quantities)
        values = [f(v) for v in at]
        pad = Fraction(1, self.random.choice((4, 8, 20)))
        low, high = min(values), max(values)
        kind = self.random.random()
        if kind < 0.4:
            return f"{text} <= {high + pad}", lambda v: f(v) <= high + pad
        if kind < 0.7:
            return f"{low - pad} < {text}", lambda v: low - pad < f(v)
        decimal = round(float(low), 2)
        exact, half = Fraction(f"{decimal:.2f}"), Fraction(1, 200)
        return f"{text} != {decimal:.2f}", lambda v: abs(f(v) - exact) > half

    def formula(self):
        kind = self.random.random()
        one = self.true_looking if self.random.random() < 0.5 else self.relation
        if kind < 0.6:
            return one()
        (s, f), (t, g) = one(), self.relation()
        if kind < 0.7:
            return f"{s} and {t}", lambda v: f(v) and g(v)
        if kind < 0.85:
            return f"({s}) or not ({t})", lambda v: f(v) or not g(v)
        return f"{t} implies {s}", lambda v: not g(v) or f(v)

    def where(self):
        texts, tests = [], []
        for _ in range(self.random.randint(0, 2)):
            word = self.random.choice("<>")
            (s, f), (t, g) = self.random.choice(self.parameters), self.number()
            if self.random.random() < 0.4:
                (u, h) = self.random.choice(self.parameters)
                texts.append(f"{s} {word} {t}*{u}")
                tests.append(lambda v, f=f, g=g, h=h, w=word: RELATIONS[w](f(v), g(v) * h(v)))
            else:
                texts.append(f"{s} {word} {t}")
                tests.append(lambda v, f=f, g=g, w=word: RELATIONS[w](f(v), g(v)))
        return tuple(texts), lambda v: all(t(v) for t in tests)

    def points(self, count):
        found = []
        while len(found) < count:
            top = self.random.choice((2, 6, 60))
            at = {
                n: Fraction(self.random.randint(1, top * 97), 97 * self.random.choice((1, 2, 5)))
                for n in self.law.parameters
            }
            if self.law.inside(**at):
                found.append(at)
        return found


def value_at(law, at):
    loss, solutions = values(law, at)
    return {**at, "loss_exponent": loss, **dict(zip(law.unknowns, solutions[0], strict=False))}


def has_values(law, at):
    """Whether the exponents of all terms are numbers: on a wall one may have a pole."""
    try:
        law.branches(**at)
    except ZeroDivisionError:
        return False
    return True


def test_a_point_at_which_a_term_has_a_pole_is_no_case():
    (law,) = (x for x in objects() if x.about == "SignSGD")
    assert not has_values(law, {"alpha": Fraction(1, 3), "beta": Fraction(5, 6)})
    assert has_values(law, {"alpha": Fraction(1, 3), "beta": Fraction(4, 5)})


def campaign(seed, count, points):
    tally = {"proved": 0, "refuted": 0, "undecided": 0, "empty": 0, "irrational": 0}
    laws, reasons = objects(), []
    for number in range(count):
        law = laws[number % len(laws)]
        draw = Draw(law, seed + number)
        (states, truth), (where, applies) = draw.formula(), draw.where()
        subject = subject_of(named(law.about) or {})
        found = decide(read(states, where, subject), Clock(6)).outcome
        tally["empty" if "nothing is claimed" in found.reason else found.status] += 1
        if found.status == "undecided":
            reasons.append((law.about, states, where, found.reason[:120]))
        case = (law.about, states, where, found)
        if found.status == "proved":
            for at in draw.points(points):
                if applies(at) and has_values(law, at):
                    assert truth(value_at(law, at)), (case, at)
        elif found.status == "refuted" and "sqrt" in "".join(found.witness.values()):
            tally["irrational"] += 1  # a point that fractions cannot hold
        elif found.status == "refuted":
            at = {n: Fraction(found.witness[n]) for n in law.parameters}
            assert law.inside(**at), case
            assert applies(at), case
            loss, solutions = values(law, at)
            ends = [dict(zip(law.unknowns, x, strict=False)) for x in solutions]
            assert any(not truth({**at, "loss_exponent": loss, **end}) for end in ends), case
    share = tally["undecided"] / (count - tally["empty"])
    told = [f"{count} claims: {tally}; undecided {share:.1%}", *map(str, reasons)]
    sys.stdout.write("\n".join(told) + "\n")
    assert tally["irrational"] <= count // 20
    return tally


def test_generated_claims():
    tally = campaign(1, 63, 12)
    assert tally["proved"] >= 5  # how many depends on the seconds allowed; none may be false
    assert tally["refuted"] >= 20


@pytest.mark.slow
def test_many_generated_claims():
    """A thousand and more: ``python -m benchmarks.about_campaign 1080 1000``."""
    tally = campaign(1000, 72, 25)
    assert tally["undecided"] <= 72 // 4


def test_the_oracle_by_hand():
    two = LAWS[0]
    loss, solutions = values(two, {"alpha": Fraction(1, 3), "beta": Fraction(1, 2)})
    assert loss == Fraction(1, 5)
    assert solutions == [[Fraction(3, 5), Fraction(2, 5)]]
    assert solve([[1, 1], [1, 1]], [1, 2]) is None
