"""Certificates of claims altered, as by one who wants another claim shown; and what is true.

What is true is found at points in fractions, and shares no code with the package.
"""

import copy
import random
import re
from fractions import Fraction
from itertools import product

from tests.kernel.altered import at, everywhere, expressions, nodes, put

CLAIMS = {
    "equal": ("loss_exponent == 1 - 1/(4*alpha)", ["alpha >= 1/2", "beta >= alpha"], None),
    "bound": ("loss_exponent < 1", ["alpha > 1/2", "beta > 1/2"], None),
    "not": ("loss_exponent == alpha", ["alpha > 1/2"], None),
    "small": ("d**(-2*alpha)*r**(1/2) << 1", ["alpha > 1/2"], None),
    "large": ("r**(2) << d**(3*alpha)", ["alpha > 1/2"], None),
    "alike": ("d**(alpha)*d**(1/2) =Theta= d**(alpha + 1/2)", ["alpha > 1/2"], None),
    "law": ("loss_exponent == alpha*beta/(alpha + beta)", ["alpha > 1/3"], {"law": "two-term"}),
    "law not": ("loss_exponent > beta/2", ["alpha > 1/3"], {"law": "two-term"}),
}
TEXTS = [(states, where, about) for states, where, about in CLAIMS.values()]
NUMBERS = ("1", "2", "3", "4", "5")
GRID = [Fraction(n, 40) for n in (21, 22, 30, 41, 60, 100, 200, 900)]


def loss_exponent(alpha, beta):
    """For 1/2 < alpha: the best of the four terms at d = f^x, tried where two of them meet."""
    lines = [
        (Fraction(0), -2 * alpha + max(Fraction(0), 1 - 2 * beta)),
        tuple(s * (1 + (2 * beta - 1) / (2 * alpha)) for s in (-1, 1)),
        tuple(s * (2 - 1 / (2 * alpha)) for s in (-1, 1)),
    ]
    if beta > Fraction(1, 2):
        decay = 1 - 1 / (2 * alpha)
        lines.append((-decay, decay - 1))
    met = {Fraction(0), Fraction(1), 1 / (1 + 2 * alpha)}
    for (a, s), (b, t) in product(lines, repeat=2):
        if s != t:
            met.add((b - a) / (s - t))
    inside = [x for x in met if 0 <= x <= 1 and 1 - x <= 2 * alpha * x]
    return -min(max(a + s * x for a, s in lines) for x in inside)


def number(text, **names):
    """The value of a formula in fractions; the tests' own texts only."""
    plain = re.sub(r"(?<![\w.])\d+", lambda m: f"Fraction({m[0]})", text)
    return eval(plain, {"__builtins__": {}}, {"Fraction": Fraction, **names})


def holds(text, **names):
    left, relation, right = re.split(r"\s(==|!=|<=|>=|<|>)\s", text)
    x, y = number(left, **names), number(right, **names)
    return {
        "==": x == y, "!=": x != y, "<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y
    }[relation]  # fmt: skip


class _Power:
    """A product of powers of sizes, along a path on which each is a power of one."""

    def __init__(self, exponent):
        self.exponent = exponent

    def __pow__(self, k):
        return _Power(self.exponent * k)

    def __mul__(self, other):
        return _Power(self.exponent + (other.exponent if isinstance(other, _Power) else 0))

    __rmul__ = __mul__


def order(text, alpha, beta):
    """Whether a relation of products holds on the paths r = d^s, 0 < s < 2 alpha."""
    left, relation, right = re.split(r"\s(<<|=Theta=)\s", text)
    for share in (Fraction(1, 1000), Fraction(1, 2), Fraction(999, 1000)):
        path = {"d": _Power(Fraction(1)), "r": _Power(2 * alpha * share)}
        one, other = (number(x, alpha=alpha, beta=beta, **path) for x in (left, right))
        gap = getattr(one, "exponent", 0) - getattr(other, "exponent", 0)
        if gap >= 0 if relation == "<<" else gap != 0:
            return False
    return True


def truth(states, where, about):
    """True where a claim holds at every point of a grid in its region; None: no point there."""
    found = []
    for alpha, beta in product(GRID, repeat=2):
        here = {"alpha": alpha, "beta": beta}
        try:
            if not all(holds(w, **here) for w in where):
                continue
            if about is not None:
                here["loss_exponent"] = alpha * beta / (alpha + beta)
            else:
                here["loss_exponent"] = loss_exponent(alpha, beta)
            ordered = "<<" in states or "=Theta=" in states
            found.append(order(states, alpha, beta) if ordered else holds(states, **here))
        except ZeroDivisionError:
            found.append(False)
    return all(found) if found else None


def _digits(text, draw):
    """A text with one of its numbers changed."""
    found = list(re.finditer(r"(?<![\w.])\d+", text))
    one = draw.choice(found)
    return text[: one.start()] + draw.choice(NUMBERS) + text[one.end() :]


def text(whole, other, draw):
    """Another number, relation or condition in the text alone."""
    row = whole["claims"][0]
    how = draw.choice(("number", "relation", "less", "region", "turned"))
    if how == "number":
        row["states"] = _digits(row["states"], draw)
    elif how == "relation":
        old, new = draw.choice((("==", "<="), ("==", "!="), ("<", ">"), ("<<", "=Theta=")))
        row["states"] = row["states"].replace(f" {old} ", f" {new} ")
    elif how == "less":
        row["where"].pop(draw.randrange(len(row["where"])))
    elif how == "region":
        k = draw.randrange(len(row["where"]))
        row["where"][k] = _digits(row["where"][k], draw)
    else:
        k = draw.randrange(len(row["where"]))
        row["where"][k] = row["where"][k].replace(">", "<")


def status(whole, other, draw):
    """What is proved is refuted, and so on; without its rank and with it."""
    row = whole["claims"][0]
    row["status"] = draw.choice(["proved", "refuted", "derived", "undecided", "certain"])
    row["rank"] = draw.choice(["proved", "proved, resting on lemmas", "no certificate"])
    if draw.random() < 0.5:
        del row["rank"]


def taken_over(whole, other, draw):
    """The text, the proof, or the theorem of another claim."""
    mine, theirs = whole["claims"][0], copy.deepcopy(other["claims"][0])
    how = draw.choice(("text", "proof", "theorem", "proofs", "about"))
    if how == "text":
        mine.update({k: theirs[k] for k in ("states", "where")})
    elif how == "about":
        mine["about"] = theirs.get("about", "plrf")
    elif how == "proof":
        mine["proof"] = theirs["proof"]
        whole.update(theorems=copy.deepcopy(other["theorems"]), proofs=other["proofs"])
    elif how == "theorem":
        whole["theorems"] = copy.deepcopy(other["theorems"])
    else:
        whole["proofs"] = other["proofs"]


def both(whole, other, draw):
    """The same number changed in the text and in all lines of the theorem."""
    row = whole["claims"][0]
    old = draw.choice(re.findall(r"(?<![\w.])\d+", row["states"]))
    new = draw.choice(NUMBERS)
    row["states"] = re.sub(rf"(?<![\w.]){old}(?!\d)", new, row["states"])
    whole["theorems"] = everywhere(whole["theorems"], ["num", old], ["num", new])


def goal(whole, other, draw):
    """A part of a line replaced by another one, everywhere in its theorem."""
    lines = draw.choice(whole["theorems"])["lines"]
    one, two = (at(lines, draw.choice(expressions(lines))) for _ in range(2))
    whole["theorems"] = everywhere(whole["theorems"], one, two)


def tree(whole, other, draw):
    """The parts of a proof in another order, empty, inside, one line for all, or split anew."""
    parts = whole["claims"][0]["proof"]["parts"]
    new = draw.choice([{"empty": True}, {"inside": 0}, {"line": 0}, {"line": 1}, None, "split"])
    k = draw.randrange(len(parts))
    if new is None:
        draw.shuffle(parts)
    elif new == "split":
        leaf = {"empty": True}
        parts[k] = {"split": [["1", 1, 0]], "above": parts[k], "zero": leaf, "below": leaf}
    else:
        parts[k] = new


def place(whole, other, draw):
    """Another point, or another path."""
    proof = whole["claims"][0]["proof"]
    key = draw.choice([k for k in ("point", "path", "line") if k in proof])
    if key == "line":
        proof["line"] = draw.choice([0, 1, -1, True])
    else:
        part = proof[key]
        part[draw.choice([*range(len(part))] if key == "point" else list(part))] = draw.choice(
            ["0", "1", "-1", "1/2", "7", "3/4"]
        )


def leaf(whole, other, draw):
    """Any number, name or flag of the document."""
    found = [p for p in nodes(whole) if not isinstance(at(whole, p), (dict, list))]
    path = draw.choice(found)
    same = [at(whole, p) for p in found if type(at(whole, p)) is type(at(whole, path))]
    put(whole, path, draw.choice(same))


KINDS = {f.__name__: f for f in (text, status, taken_over, both, goal, tree, place, leaf)}


def forged(documents, kind, seed):
    """A certificate altered; None where nothing came of it."""
    draw = random.Random(f"{kind} {seed}")
    name, other = draw.sample(sorted(documents), 2)
    whole = copy.deepcopy(documents[name])
    try:
        KINDS[kind](whole, documents[other], draw)
    except (IndexError, KeyError, TypeError, ValueError):
        return None
    return None if whole == documents[name] else (name, whole)
