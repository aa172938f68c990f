"""The process that judges: claims come as lines of JSON, and go as lines of JSON.

A line holds one of ``read`` (are these claims in the language?), ``prepare`` (load what a claim of
this kind needs) and ``judge``, which is done in a fork that is killed when its time is up.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import select
import signal
import sys
from typing import IO, Any

__all__ = ["main"]

_MEMORY = 4 * 2**30  # bytes of address space
_ENDED = "the process that judged it ended; simplify the claim"
# A claim of each kind that loads, and keeps, what others of its kind need.
_SAMPLES = {
    "comparison": ("loss_exponent == 1/2", ["alpha > 1/2"]),
    "orders": ("F_0 + F_pp + F_ac << K_pp", ["beta > 1/2"]),
    "constants": ("gamma_function(alpha) == exponent(F_pp)", []),
}
_prepared: set[str] = set()


def main() -> None:
    """Answer one line for each line of standard input, until it closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing else may write among the answers
    _bound_memory()
    gc.disable()  # modules are kept: looking among them for garbage is a tenth of the start
    import phasecalc.claims.judging.judge  # noqa: F401 - while the first line is on its way

    gc.freeze()  # forks share what is here
    gc.enable()
    _say(answers, {"ready": True})
    for line in sys.stdin:
        (kind, job), *_ = json.loads(line).items()
        _say(answers, _KINDS[kind](job))


def _say(answers: IO[str], data: dict[str, Any]) -> None:
    answers.write(json.dumps(data) + "\n")
    answers.flush()


def _read(claims: list[tuple[str, list[str], dict[str, Any] | None]]) -> dict[str, Any]:
    from phasecalc.claims.judging.judge import read
    from phasecalc.exceptions import ParseError

    refused = []
    for number, (states, where, about) in enumerate(claims):
        try:
            read(states, where, about)
        except ParseError as problem:
            refused.append([number, str(problem)])
    return {"refused": refused}


def _prepare(claim: dict[str, Any]) -> dict[str, Any]:
    """Judge a claim of the same kind, once, whose results the forks then share."""
    from phasecalc.claims.judging.judge import judge

    if claim["about"] is not None:
        from phasecalc.claims.about.objects.naming import shown, subject_of

        if shown(claim["about"]) not in _prepared:
            _prepared.add(shown(claim["about"]))
            subject_of(claim["about"])  # solved once; the forks share it
        return {}
    kinds = ["comparison"]
    if re.search("<<|~|=Theta=|≪|≍", claim["states"]):
        kinds.append("orders")
    if re.search(r"gamma_function|zeta|\bpi\b|log", claim["states"]):
        kinds.append("constants")
    for kind in kinds:
        if kind not in _prepared:
            _prepared.add(kind)
            judge(*_SAMPLES[kind], kind, 10.0)
    return {}


def _judge(job: dict[str, Any]) -> dict[str, Any]:
    return _forked(job) if hasattr(os, "fork") else _answer(job)


def _forked(job: dict[str, Any]) -> dict[str, Any]:
    """Judge in a fork, and end it when the time is up."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w", encoding="utf-8") as stream:
                json.dump(_answer(job), stream)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        ready, _, _ = select.select([stream], [], [], job["seconds"])
        if not ready:
            os.kill(child, signal.SIGKILL)
        text = stream.read() if ready else ""
    os.waitpid(child, 0)
    if not ready:
        from phasecalc.claims.judging.worker import late_result

        return {**late_result(job, job["seconds"]).as_dict(), "about": _shown(job)}
    found: dict[str, Any] = json.loads(text) if text else _gave_up(job, _ENDED)
    return found


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    from phasecalc.claims.judging.judge import judge
    from phasecalc.exceptions import ParseError

    try:
        found = judge(**job)
        return {**found.as_dict(), "certificate": found.certificate}
    except ParseError as problem:
        return {"refused": str(problem)}
    except (MemoryError, RecursionError, ArithmeticError, ValueError) as problem:
        return _gave_up(job, f"{type(problem).__name__} while it was judged; simplify the claim")


def _gave_up(job: dict[str, Any], reason: str) -> dict[str, Any]:
    from phasecalc.claims.reading.result import ClaimResult

    where = tuple(job["where"])
    found = ClaimResult(job["label"], where, job["states"], "undecided", "", reason)
    return {**found.as_dict(), "about": _shown(job)}


def _shown(job: dict[str, Any]) -> str:
    from phasecalc.claims.about.objects.naming import shown

    return shown(job["about"])


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


_KINDS: dict[str, Any] = {"read": _read, "prepare": _prepare, "judge": _judge}
