"""Generated claims of every further kind against an oracle that shares no code with the decider.

Orders at the optimum and along paths, limits, monotony, existence, several laws, numbers at a
budget, and sharp constants. Exponents come from vertices tried in fractions, numbers from mpmath.
"""

from __future__ import annotations

import random
import signal
import sys
from contextlib import contextmanager
from fractions import Fraction

import mpmath as mp
import pytest

from phasecalc.claims.about.objects.naming import named
from phasecalc.claims.about.verdicts import judge
from phasecalc.optimisers.store import optimiser_diagram
from tests.claims.oracle import LAWS, _rows, optimum, stated, values
from tests.claims.test_about_oracle import RELATIONS

TINY = Fraction(1, 10**6)
# Rows of each term in the typed laws, by place; a term that is a sum has several.
TERMS = {
    "two-term": {"model": [0], "data": [1]},
    "pearce-song": {"model": [0], "data": [1]},
    "bordelon": {"time": [0], "model": [1, 2]},
    "functional-constant": {"model": [0], "signal": [1], "noise": [2]},
}
FREE = {
    "two-term": ["N"],
    "pearce-song": ["D"],
    "bordelon": ["N"],
    "functional-constant": ["M", "eta"],
}
BUDGET = {"functional-constant": ("M", "K")}
TYPED = {law.about: law for law in LAWS}


def program_of(name):
    return optimiser_diagram(name).program


def plane(name):
    return stated(name, program_of(name), ("d",))


def grown(law, at, ends):
    """Growth exponent of each letter, at sizes that are given."""
    budget = "f" if law.about in ("SGD", "DANA-decaying") else "C"
    found = {budget: Fraction(1), **dict(zip(law.unknowns, ends, strict=False))}
    if budget == "f":
        point = (at["alpha"], at["beta"])
        rows, _ = _rows(program_of(law.about), point)
        names = [
            t.name
            for t in program_of(law.about).terms
            if any(all(c.sign_at(point) >= 0 for c in p.guard) for p in t.pieces)
        ]
        terms = {n: [r] for n, r in zip(names, rows, strict=True)}
    elif law.about in TERMS:
        ((rows, _),) = law.branches(**at)
        terms = {n: [rows[k] for k in ks] for n, ks in TERMS[law.about].items()}
    else:
        return found
    for n, rows in terms.items():
        found[n] = max(r[0] + sum(c * x for c, x in zip(r[1:], ends, strict=True)) for r in rows)
    found["loss"] = max(v for n, v in found.items() if n in terms)
    return found


class Draw:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self, top=4):
        return Fraction(self.random.randint(1, top * 2), self.random.choice((1, 2, 3, 4)))

    def point(self, law):
        while True:
            top = self.random.choice((2, 6, 40))
            at = {
                n: Fraction(self.random.randint(1, top * 97), 97 * self.random.choice((1, 2, 5)))
                for n in law.parameters
            }
            if law.inside(**at):
                return at

    def where(self, law):
        if self.random.random() < 0.5:
            return (), lambda at: True
        n, word, x = self.random.choice(law.parameters), self.random.choice("<>"), self.number()
        return (f"{n} {word} {x}",), lambda at: RELATIONS[word](at[n], x)

    # Orders: a product of powers, or a sum of two.

    def product(self, law, letters):
        parts = []
        for _ in range(self.random.randint(1, 2)):
            power = self.random.choice((1, 1, Fraction(1, 2), -1, 2, "p"))
            if power == "p":
                power = self.random.choice(law.parameters)
            parts.append((self.random.choice(letters), power))
        text = "*".join(f"{n}**({p})" for n, p in parts)

        def value(g, at):
            return sum(g[n] * (at[p] if isinstance(p, str) else p) for n, p in parts)

        return text, value

    def side(self, law, letters):
        one = self.product(law, letters)
        if self.random.random() < 0.75:
            return one
        other = self.product(law, letters)
        return f"{one[0]} + 3*{other[0]}", lambda g, at: max(one[1](g, at), other[1](g, at))

    def seen(self, law, sizes):
        for _ in range(6):
            at = self.point(law)
            for g in at_optimum(law, at) if sizes is None else [grown(law, at, sizes(at))]:
                yield at, g

    def order(self, law, letters, sizes=None):
        (s, f), (t, h) = self.side(law, letters), self.side(law, letters)
        words = ["<<", "<~", "=Theta=", ">>", ">~"]
        if self.random.random() < 0.6:  # one that a few points suggest, so that many are true
            gaps = {_sign(f(g, at) - h(g, at)) for at, g in self.seen(law, sizes)}
            words = {(-1,): words[:2], (0,): [words[2]], (1,): words[3:]}.get((*gaps,), words)
        word = self.random.choice(words)
        test = {"<<": "<", "<~": "<=", "=Theta=": "==", ">>": ">", ">~": ">="}[word]
        return f"{s} {word} {t}", lambda g, at: RELATIONS[test](f(g, at), h(g, at))


def _sign(x):
    return (x > 0) - (x < 0)


def letters_of(law):
    if law.about == "kaplan":
        return [*law.unknowns, "C", "loss"]
    if law.about in ("SGD", "DANA-decaying"):
        return ["d", "f", "loss", "F_0", "F_pp", "K_pp"]
    return [*law.unknowns, "C", "loss", *TERMS[law.about]]


def at_optimum(law, at):
    loss, ends = values(law, at)
    found = [grown(law, at, e) for e in ends]
    for g in found:
        g["loss"] = -loss
    return found


def orders(draw):
    law = draw.random.choice(
        [*(x for x in LAWS if x.about != "functional-wsd"), plane("SGD"), plane("DANA-decaying")]
    )
    text, truth = draw.order(law, letters_of(law))
    where, applies = draw.where(law)

    def judge(at):
        return [truth(g, at) for g in at_optimum(law, at)]

    return law, law.about, text, where, applies, judge


def paths(draw):
    pool = [x for x in LAWS if x.about in TERMS and x.about != "pearce-song"]  # one branch
    law = draw.random.choice([*pool, plane("SGD")])
    given = {}
    for n in FREE.get(law.about, ["d"]):
        x = Fraction(draw.random.randint(1, 11), 12)
        given[n] = -x / 2 if n == "eta" else x
    budget = "f" if law.about == "SGD" else "C"
    path = ", ".join(f"{n} = {budget}**({x})" for n, x in given.items())
    where, applies = draw.where(law)

    def sizes(at):
        if law.about == "SGD":
            return [given["d"]]
        full = dict(given)
        pair = BUDGET.get(law.about, law.unknowns[:2])
        (left,) = [n for n in law.unknowns if n not in full]
        (other,) = [n for n in pair if n != left]
        full[left] = 1 - full[other]
        return [full[n] for n in law.unknowns]

    text, truth = draw.order(law, [n for n in letters_of(law) if n != "eta"], sizes)

    def inside(at):
        if law.about != "SGD":
            return applies(at)
        d, a = given["d"], at["alpha"]
        return applies(at) and 1 - d + min(Fraction(0), (2 * a - 1) * d) <= 2 * a * d

    def judge(at):
        return [truth(grown(law, at, sizes(at)), at)]

    return law, law.about, f"{text} along {path}", where, inside, judge


def quantity(draw, law):
    k = draw.random.randint(-1, len(law.unknowns) - 1)
    if k < 0:
        return "loss_exponent", lambda loss, end: loss
    return f"exponent({law.unknowns[k]})", lambda loss, end: end[k]


def limits(draw):
    law = draw.random.choice([*LAWS, plane("SGD")])
    name, value = quantity(draw, law)
    parameter = draw.random.choice(law.parameters)
    target = draw.random.choice(["oo", "oo", f"{draw.number()}+", f"{draw.number()}-"])
    where, applies = draw.where(law)

    def moved(at):
        if target == "oo":
            return {**at, parameter: Fraction(10**15)}
        shift = Fraction(1 if target[-1] == "+" else -1, 10**15)
        return {**at, parameter: Fraction(target[:-1]) + shift}

    def limit(at):
        there = moved(at)
        if not law.inside(**there):
            return []
        loss, ends = values(law, there)
        return [value(loss, e) for e in ends]

    seen = [x for _ in range(4) for x in limit(draw.point(law))]
    word = draw.random.choice(("<", "<=", ">", ">=", "=="))
    goal = draw.random.choice(
        [draw.number(), *(Fraction(round(x, 3)).limit_denominator(60) for x in seen)]
    )

    def judge(at):
        return [RELATIONS[word](0 if abs(x - goal) < TINY else x - goal, 0) for x in limit(at)]

    return (
        law,
        law.about,
        f"limit({name}, {parameter} -> {target}) {word} {goal}",
        where,
        applies,
        judge,
    )


def monotony(draw):
    law = draw.random.choice([*LAWS, plane("SGD"), plane("DANA-decaying")])
    name, value = quantity(draw, law)
    parameter = draw.random.choice(law.parameters)
    word = draw.random.choice(("nondecreasing", "nonincreasing", "increasing", "decreasing"))
    where, applies = draw.where(law)
    step, sign = Fraction(1, 10**9), 1 if word in ("nondecreasing", "increasing") else -1
    strict = not word.startswith("non")

    def at_point(at):
        if not law.inside(**at):
            return None
        loss, ends = values(law, at)
        found = {value(loss, e) for e in ends}
        return found.pop() if len(found) == 1 else None

    def judge(at):
        here, truths = at_point(at), []
        for s in (step, -step):
            there = at_point({**at, parameter: at[parameter] + s})
            if here is not None and there is not None:
                slope = sign * (there - here) / s
                truths.append(slope > TINY if strict else slope >= -TINY)
        return truths

    return law, law.about, f"{word}({name}, {parameter})", where, applies, judge


def existence(draw):
    law, about, text, where, applies, judge = orders(draw)
    return law, about, f"exists: {text}", where, applies, lambda at: [all(judge(at))]


def several(draw):
    pool = [
        x for x in LAWS if x.about in ("two-term", "bordelon", "functional-constant", "pearce-song")
    ]
    one, other = draw.random.sample(pool, 2)
    names = tuple(dict.fromkeys((*one.parameters, *other.parameters)))

    class Both:
        parameters = names

        @staticmethod
        def inside(**at):
            return all(x.inside(**{n: at[n] for n in x.parameters}) for x in (one, other))

    def picked(law):
        k = draw.random.randint(-1, len(law.unknowns) - 1)
        text = (
            f"loss_exponent({law.about})" if k < 0 else f"exponent({law.unknowns[k]}, {law.about})"
        )

        def value(at):
            loss, ends = values(law, {n: at[n] for n in law.parameters})
            return [loss if k < 0 else e[k] for e in ends]

        return text, value

    (s, f), (t, h) = picked(one), picked(other)
    extra = draw.random.choice((Fraction(0), Fraction(0), draw.number()))
    ats = [draw.point(Both) for _ in range(6)]
    gaps = {_sign(x - y - extra) for at in ats for x in f(at) for y in h(at)}
    words = {(-1,): ("<", "<="), (1,): (">", ">=")}.get((*gaps,), ("<", "<=", ">", ">="))
    word = draw.random.choice(words)
    where, applies = draw.where(Both)

    def judge(at):
        return [RELATIONS[word](x, y + extra) for x in f(at) for y in h(at)]

    return Both, f"{one.about}, {other.about}", f"{s} {word} {t} + {extra}", where, applies, judge


KINDS = {
    "orders": orders,
    "paths": paths,
    "limits": limits,
    "monotony": monotony,
    "existence": existence,
    "several": several,
}


# Numbers of fits, from the published values typed here.
FITS = {
    "two-term:besiroglu": ("482.01", "2085.43", "1.8172", "0.3478", "0.3658", "0"),
    "pearce-song:besiroglu-embedding": ("482.01", "2085.43", "1.8172", "0.3478", "0.3658", "47491"),
}


def best(fit, budget):
    """N, D and the loss by a root of the derivative in log N, with 30 digits."""
    a, b, e, alpha, beta, w = (mp.mpf(x) for x in FITS[fit])

    def loss(z):
        n, d = mp.exp(z), budget / (6 * mp.exp(z))
        return a * (n + w * n ** (mp.mpf(1) / 3)) ** -alpha + b * d**-beta

    low, high = mp.mpf(0), mp.log(budget / 6)
    for _ in range(140):  # golden enough: the loss is convex near its least value
        m, n = low + (high - low) * mp.mpf("0.4"), low + (high - low) * mp.mpf("0.6")
        low, high = (low, n) if loss(m) < loss(n) else (m, high)
    z = (low + high) / 2
    return mp.exp(z), budget / (6 * mp.exp(z)), loss(z) + e


def numbers(draw):
    fit = draw.random.choice(list(FITS))
    power = draw.random.randint(12, 27)
    with mp.workdps(50):
        budget = mp.mpf(10) ** power
        here, there = best(fit, budget), best(fit, budget * mp.mpf("1.0001"))
        rate = [mp.log(y / x) / mp.log(mp.mpf("1.0001")) for x, y in zip(here, there, strict=True)]
    known = {"N": here[0], "D": here[1], "loss": here[2], "D/N": here[1] / here[0]}
    known |= {"local_exponent(N)": rate[0], "local_exponent(D)": rate[1]}
    name = draw.random.choice(list(known))
    value = known[name]
    shift = draw.random.choice(("1.01", "0.99", "1.3", "0.6", "1.002"))
    goal = mp.nstr(value * mp.mpf(shift), 8, min_fixed=-mp.inf, max_fixed=mp.inf)
    word = draw.random.choice(("<", ">", "<=", ">=", "!=", "=="))
    width = Fraction(1, 2 * 10 ** len(goal.partition(".")[2])) if "." in goal else 0
    gap = value - mp.mpf(goal)
    truth = {"<": gap < 0, "<=": gap < 0, ">": gap > 0, ">=": gap > 0}.get(word)
    if truth is None:
        truth = (abs(gap) <= mp.mpf(float(width))) == (word == "==")
    return fit, f"{name} {word} {goal} at C = 10^{power}", truth


def sharp(draw):
    """The closed form of N* in the two-term law, right or with one thing changed."""
    texts = {
        "base": [
            "alpha*A/(beta*B)",
            "alpha*A/(beta*B)",
            "beta*A/(alpha*B)",
            "A/B",
            "alpha*B/(beta*A)",
        ],
        "root": ["1/(alpha + beta)", "1/(alpha + beta)", "1/alpha", "2/(alpha + beta)"],
        "cost": ["6", "6", "6", "3", "1"],
        "power": ["beta/(alpha + beta)", "beta/(alpha + beta)", "alpha/(alpha + beta)"],
    }
    b, r, c, p = (draw.random.choice(x) for x in texts.values())
    if draw.random.random() < 0.4:
        b, r, c, p = (x[0] for x in texts.values())
    text = f"N ~ ({b})**({r})*(C/{c})**({p})"
    right = (b, r, c, p) == tuple(x[0] for x in texts.values())
    return "two-term", text, right


@contextmanager
def at_most(seconds):
    def late(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def judged(about, text, where, seconds=6):
    try:
        with at_most(4 * seconds):
            return judge.judged(text, where, seconds, named(about))[0]
    except TimeoutError:
        return None


def one(kind, seed, points):
    """Status of one claim; a false verdict is an AssertionError."""
    draw = Draw(seed)
    if kind in ("numbers", "sharp"):
        about, text, truth = (numbers if kind == "numbers" else sharp)(draw)
        found = judged(about, text, ())
        if found is not None and found.status in ("proved", "refuted"):
            assert (found.status == "proved") == truth, (about, text, found)
        return ("undecided" if found is None else found.status), (about, text, found)
    law, about, text, where, applies, judge = KINDS[kind](draw)
    found = judged(about, text, where)
    case = (about, text, where, found)
    status = "undecided" if found is None else found.status
    if found is not None and "nothing is claimed" in found.reason:
        return "empty", case
    some = text.startswith("exists")
    if status == ("refuted" if some else "proved"):
        for _ in range(points):
            at = draw.point(law)
            if applies(at):
                assert all(t != some for t in judge(at)), (case, at)
    elif status in ("proved", "refuted"):
        if "sqrt" in "".join(found.witness.values()):
            return "irrational", case
        at = {n: Fraction(found.witness[n]) for n in law.parameters}
        assert law.inside(**at), case
        assert applies(at), case
        truths = judge(at)
        assert any(t == some for t in truths) or not truths, case
    return status, case


def campaign(seed, count, points):
    kinds = [*KINDS, "numbers", "sharp"]
    tally, told = {}, []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        status, case = one(kind, seed + number, points)
        row = tally.setdefault(kind, {})
        row[status] = row.get(status, 0) + 1
        if status == "undecided":
            told.append(str((kind, *case))[:300])
    sys.stdout.write("\n".join([f"{count} claims: {tally}", *told]) + "\n")
    return tally


def test_generated_claims_of_every_kind():
    tally = campaign(1, 48, 8)
    for kind in tally:
        assert tally[kind].get("proved", 0) + tally[kind].get("refuted", 0) >= 2, (kind, tally)


def test_the_oracle_finds_a_false_verdict():
    """The oracle itself: a claim whose verdict is turned is noticed."""
    law = TYPED["two-term"]
    at = {"alpha": Fraction(1, 3), "beta": Fraction(1, 2)}
    (found,) = at_optimum(law, at)
    assert found == {
        "C": 1,
        "N": Fraction(3, 5),
        "D": Fraction(2, 5),
        "model": Fraction(-1, 5),
        "data": Fraction(-1, 5),
        "loss": Fraction(-1, 5),
    }
    assert optimum(*law.branches(**at)[0])[0] == Fraction(-1, 5)
    with pytest.raises(AssertionError):
        _turned(3)


def _turned(seed):
    """Some claim of sharp constants with its truth turned round."""
    about, text, truth = sharp(Draw(seed))
    found = judged(about, text, ())
    assert (found.status == "proved") != truth
