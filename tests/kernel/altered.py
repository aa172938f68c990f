"""Ways to alter a theorem of the book, as data: what one would try who wants it to say more."""

import copy
from collections.abc import Callable

NUMBERS = ("0", "1", "-1", "2", "1/2", "3", "-2", "1/4", "7/5")
RELATIONS = ("=", "!=", "<", "<=", "slope", "~", "=Theta=", "<~", "<<")
RANKS = ("assumed", "cited", "sampled", "accepted by Rocq", "proved", "certain")


def nodes(value, path=()):
    """Path of each part of plain data."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in pairs:
        yield (*path, key)
        if isinstance(part, (dict, list)):
            yield from nodes(part, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def put(value, path, new):
    at(value, path[:-1])[path[-1]] = new


def everywhere(value, old, new):
    """The same data with one part replaced wherever it stands."""
    if value == old:
        return copy.deepcopy(new)
    if isinstance(value, list):
        return [everywhere(x, old, new) for x in value]
    if isinstance(value, dict):
        return {k: everywhere(x, old, new) for k, x in value.items()}
    return value


def expressions(value):
    paths = (p for p in nodes(value) if isinstance(at(value, p), list) and at(value, p))
    return [p for p in paths if type(at(value, p)[0]) is str]


def with_steps(theorem, draw):
    return draw.choice([line for line in theorem["lines"] if line.get("steps")])


def stated(theorem, draw):
    return draw.choice(theorem["lines"])["statement"]


def relation(theorem, draw):
    """Another relation, of the last step too."""
    line = with_steps(theorem, draw)
    line["statement"]["relation"] = line["steps"][-1]["relation"] = draw.choice(RELATIONS)


def number(theorem, draw):
    """A number of a statement, or the same number in a whole line."""
    line = draw.choice(theorem["lines"])
    found = [p for p in expressions(line) if at(line, p)[0] == "num"]
    old, new = at(line, draw.choice(found)), ["num", draw.choice(NUMBERS)]
    where = draw.choice([list(line), ["statement"]])
    line.update({key: everywhere(line[key], old, new) for key in where})


def part(theorem, draw):
    """A part of a line replaced by another one, once or everywhere."""
    line = draw.choice(theorem["lines"])
    one, other = (draw.choice(expressions(line)) for _ in range(2))
    old, new = at(line, one), copy.deepcopy(at(line, other))
    if draw.random() < 0.5:
        put(line, one, new)
    else:
        line.update({key: everywhere(value, old, new) for key, value in line.items()})


def names(theorem, draw):
    """Two names change places in some parts of a statement, or in all."""
    s = stated(theorem, draw)
    both = draw.sample([n for k in ("parameters", "constants", "sizes") for n in s.get(k, [])], 2)
    for key in draw.choice([list(s), ["left", "right"], ["conditions"], ["window"]]):
        if key in s:
            first = everywhere(everywhere(s[key], both[0], "@"), both[1], both[0])
            s[key] = everywhere(first, "@", both[1])


def declared(theorem, draw):
    """A parameter becomes a constant or a size, and so on."""
    s = stated(theorem, draw)
    kinds = ("parameters", "constants", "sizes")
    old = draw.choice([k for k in kinds if s.get(k)])
    name = s[old].pop(draw.randrange(len(s[old])))
    s.setdefault(draw.choice([k for k in kinds if k != old]), []).append(name)


def conditions(theorem, draw):
    """A condition less, weaker, or turned."""
    rows = stated(theorem, draw)["conditions"]
    k = draw.randrange(len(rows))
    how = draw.choice(("less", "weaker", "turned", "none"))
    if how == "less":
        rows.pop(k)
    elif how == "weaker":
        rows[k][0] = ">="
    elif how == "turned":
        rows[k][1] = ["mul", ["num", "-1"], rows[k][1]]
    else:
        rows.clear()


def window(theorem, draw):
    """A product of the window less, stronger or weaker, or turned, with the slacks or without."""
    line = draw.choice([x for x in theorem["lines"] if x["statement"].get("window")])
    rows = line["statement"]["window"]
    k, size = draw.randrange(len(rows)), len(rows)
    how = draw.choice(("less", "less of all", "flag", "turned", "both ways"))
    if how.startswith("less"):
        rows.pop(k)
    elif how == "flag":
        rows[k][1] = not rows[k][1]
    else:
        other = [["pow", rows[k][0], ["num", "-1"]], rows[k][1]]
        rows[k : k + 1] = [other] if how == "turned" else [rows[k], other]
    if how == "less of all":
        for path in nodes(line["steps"]):
            slacks = at(line["steps"], path)
            if path[-1] == "slacks" and len(slacks) == size:
                slacks.pop(k)


def remainder(theorem, draw):
    s = draw.choice([x["statement"] for x in theorem["lines"] if "remainder" in x["statement"]])
    s["remainder"] = draw.choice([["num", "0"], ["pow", s["remainder"], ["num", "2"]], None])


def sides(theorem, draw):
    s = stated(theorem, draw)
    s["left"], s["right"] = s["right"], s["left"]


def steps(theorem, draw):
    """A step less, twice, or all of them in another order."""
    rows = with_steps(theorem, draw)["steps"]
    how, k = draw.choice(("less", "twice", "order", "first")), draw.randrange(len(rows))
    if how == "less":
        rows.pop(k)
    elif how == "twice":
        rows.insert(k, copy.deepcopy(rows[k]))
    elif how == "order":
        draw.shuffle(rows)
    else:
        del rows[1:]


def lines(theorem, draw):
    """Two lines, or what they say, or their proofs, change places."""
    one, other = draw.sample(theorem["lines"], 2)
    for key in draw.choice((["statement"], ["steps"], ["witness", "path"], ["vanishes"])):
        if key in one and key in other:
            one[key], other[key] = other[key], one[key]


def slacks(theorem, draw):
    found = [p for p in nodes(theorem) if p[-1] == "slacks" and at(theorem, p)]
    rows = at(theorem, draw.choice(found))
    rows[draw.randrange(len(rows))] = draw.choice([["num", n] for n in NUMBERS])


def rule(theorem, draw):
    rows = with_steps(theorem, draw)["steps"]
    rules = ["identity", "sign", "powers", "less", "mean", "largest", "add", "recall", "cases"]
    draw.choice(rows)["rule"] = draw.choice([*rules, "below", "alike", "close", "times"])


def witness(theorem, draw):
    line = draw.choice(theorem["lines"])
    line["witness"] = {n: draw.choice(NUMBERS) for n in line.get("witness", {})}
    line["path"] = {n: draw.choice(NUMBERS) for n in line.get("path", {})}


def rank(theorem, draw):
    theorem["rank"] = draw.choice([r for r in RANKS if r != theorem["rank"]])


def taken(theorem, draw):
    """A line that is taken, from evidence of which the file says that it is there."""
    line = stated(theorem, draw), draw.choice(theorem["lines"])
    line[1].pop("steps", None)
    line[1].update(taken=draw.choice([True, 1, "true"]), statement=line[0])
    theorem["beliefs"] = [[draw.choice(RANKS), "so it is"]]


def recalled(theorem, draw):
    """A line recalled that is another, or has not been proved yet."""
    found = [p for p in nodes(theorem) if p[-1] == "of" and isinstance(at(theorem, p), list)]
    put(theorem, draw.choice(found), [theorem["label"], draw.randrange(-1, 5)])


def goals(theorem, draw):
    theorem["goals"] = draw.choice([[], [-1], [True], ["0"], [99], [0, 0]])


def uses(theorem, draw):
    own = theorem["label"]
    theorem["uses"] = draw.choice([[own], ["later"], own, [[own]], [True], None, {own: 1}])


KINDS: dict[str, Callable[..., None]] = {
    f.__name__: f
    for f in (
        relation, number, part, names, declared, conditions, window, remainder, sides, steps,
        lines, slacks, rule, witness, rank, taken, recalled, goals, uses,
    )
}  # fmt: skip


def altered(theorem, kind, draw):
    """The theorem altered so; None where it has nothing of the kind, or nothing came of it."""
    other = copy.deepcopy(theorem)
    if kind != "rank":
        other.pop("rank", None)
    try:
        KINDS[kind](other, draw)
    except (IndexError, KeyError, ValueError, TypeError):
        return None
    return None if {**other, "rank": theorem["rank"]} == theorem and kind != "rank" else other
