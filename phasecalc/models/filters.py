"""What an algorithm leaves of a mode, and what the terms of a loss need of it, as text.

A filter is r(x) with r(0) = 1, x = T lambda: what is left of a mode when the clock shows T.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["FILTERS", "KINDS", "body", "put"]

# Filters by name.
FILTERS: dict[str, str] = {
    "ridge": "1/(1 + x)",
    "gradient flow": "exp(-x)",
    "averaged flow": "(1 - exp(-x))/x",
    "Nesterov": "2*J1(sqrt(x))/sqrt(x)",
}

# What else is charged beside the bias: name, and its sum over modes.
KINDS: dict[str, str] = {
    "samples": "noise of n labels: sum of (1 - r)^2",
    "kernel": "noise of SGD that it has not forgotten: sum of lambda^2 r^2",
    "floor": "noise of labels in SGD at a constant rate: sum of lambda (1 - r^2)",
    "decay": "the same, the rate falling linearly in T: sum of lambda times the integral over "
    "0 < w < 1 of x w r(x w)^2, for gradient flow",
}

_LEFT = {"1/(1 + x)": "(1 + x)^-2"}
_LEARNT = {"1/(1 + x)": "(x/(1 + x))^2"}


def put(text: str, values: Mapping[str, str]) -> str:
    """Text with names replaced by texts in brackets.

    Examples
    --------
    >>> put("exp(-x)/x", {"x": "T*j^-a"})
    'exp(-(T*j^-a))/(T*j^-a)'
    """
    return re.sub(r"[^\W\d]\w*", lambda m: f"({values[m[0]]})" if m[0] in values else m[0], text)


def body(kind: str, filter_: str) -> str:
    """Summand in x and lam of one kind of term.

    Parameters
    ----------
    kind
        ``left`` for the square of what is left, ``learnt`` for that of what is learnt, or one of
        ``KINDS``.
    filter_
        r, in x.

    Examples
    --------
    >>> body("samples", "exp(-x)")
    '(1 - exp(-x))^2'
    >>> body("kernel", "1/(1 + x)")
    'lam^2*(1 + x)^-2'
    """
    left = _LEFT.get(filter_) or ("exp(-2*x)" if filter_ == "exp(-x)" else f"({filter_})^2")
    learnt = _LEARNT.get(filter_) or f"(1 - {filter_})^2"
    return {
        "left": left,
        "learnt": learnt,
        "samples": learnt,
        "kernel": f"lam^2*{left}",
        "floor": f"lam*(1 - {left})",
        "decay": "(1 - exp(-2*x) - 2*x*exp(-2*x))/4",
    }[kind]
