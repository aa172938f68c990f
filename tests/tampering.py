"""Every way in which one place of plain data may be damaged."""

import copy
import random

VALUES = (None, [], {}, "", 0, -1, "x")


def places(data, path=()):
    """Path of every node of plain data but the whole, and but hashes, which are made anew."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, part in pairs:
        if key != "hash":
            yield (*path, key)
            if isinstance(part, (dict, list)):
                yield from places(part, (*path, key))


def drawn(data, seed, most):
    """Some of the places."""
    found = list(places(data))
    return random.Random(seed).sample(found, min(most, len(found)))


def tampered(data, path):
    """What was done at a place, and the data after it: replaced, dropped, or there twice."""
    for how in (*VALUES, "dropped", "twice"):
        made = copy.deepcopy(data)
        at = made
        for key in path[:-1]:
            at = at[key]
        last = path[-1]
        if how == "dropped":
            del at[last]
        elif how == "twice" and isinstance(at, list):
            at.insert(last, copy.deepcopy(at[last]))
        elif how == "twice":
            at[f"{last}_"] = copy.deepcopy(at[last])
        else:
            at[last] = how
        if made != data or str(made) != str(data):  # 1 is True
            yield how, made
