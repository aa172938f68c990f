"""Complete expansions of sums over modes and integrals over a spectrum, with exact constants.

The formula may hold sum(f, j), sum(f, j, 1, N) and integral(f, u, 0, 1); f is powers times one
profile such as exp(-x) or (1 + x)^(-k). With --check the terms are compared with the sum itself.

Exit status: 0 done, 1 a check that failed, 2 bad input.
"""

from __future__ import annotations

import argparse

from phasecalc.cli.options import add_forms, as_json, in_form, pairs

__all__ = ["configure", "run"]

EXAMPLES = (
    ("by cases", "expand 'sum(j^-b/(1 + t*j^-a)^2, j)' --large t --where 'a>1, b>1'"),
    ("numbers, and a check", "expand 'sum(1/(j^a + t), j)' --large t --value a=2 --check"),
    ("cut off at N", "expand 'sum(exp(-t/j^2)/j^2, j, 1, N)' --large t --size 'N=t^2'"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("formula", help="such as 'sum(j^-b * exp(-2*t*j^-a), j)'")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--large", metavar="NAME", help="the variable, which grows")
    way.add_argument("--small", metavar="NAME", help="the variable, which falls to 0")
    parser.add_argument("--where", default="", metavar="CONDITIONS", help="such as 'a > 1, b > 1'")
    parser.add_argument("-n", "--terms", type=int, default=3, help="how many terms (default 3)")
    for name, what in (
        ("value", "number of a parameter, as in --value a=3/2; may be repeated"),
        ("size", "a size as a power of the variable, as in --size 'N=t^2'; may be repeated"),
    ):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="NAME=VALUE", help=what
        )
    parser.add_argument(
        "--constant", action="append", default=[], metavar="NAME", help="a fixed positive number"
    )
    parser.add_argument("--check", action="store_true", help="compare with the sum (needs numbers)")
    add_forms(parser, "text", "json", "latex")


def run(arguments: argparse.Namespace) -> int:
    """Answer, and return the exit status."""
    from phasecalc.asymptotics.expansions.expand import expand

    found = expand(
        arguments.formula,
        arguments.large or arguments.small,
        terms=arguments.terms,
        to="infinity" if arguments.large else "zero",
        where=arguments.where,
        values=_trimmed("value", arguments.value),
        sizes=_trimmed("size", arguments.size),
        constants=arguments.constant,
    )
    check = found.check() if arguments.check else None
    if arguments.format == "json":
        from phasecalc.export.forms.data import expansion

        cases = expansion(found)
        verdict = None if check is None else {"holds": check.holds, "reason": check.reason}
        print(as_json({"formula": arguments.formula, "cases": cases, "check": verdict}))
    elif arguments.format == "latex":
        from phasecalc.export.views.latex import latex

        print(latex(found))
    elif not in_form(arguments, found):
        print(found)
    if check is None:
        return 0
    if arguments.format == "text":
        words = {True: "sampled", False: "FAILED", None: "not told"}[check.holds]
        print(f"check: {words}: {check.reason}")
    return 0 if check.holds else 1


def _trimmed(option: str, texts: list[str]) -> dict[str, str]:
    """Names and values, without spaces around them, so that no name is given twice unseen."""
    return pairs(option, ["=".join(x.strip() for x in t.split("=", 1)) for t in texts])
