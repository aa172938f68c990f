"""Checking claims: from Python, and from a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os import PathLike

from phasecalc.claims.files import Claim, read_file
from phasecalc.claims.result import ClaimResult
from phasecalc.claims.worker import Worker, kept_worker
from phasecalc.exceptions import ParseError

__all__ = ["check_claim", "check_claims", "results"]

_LONGEST = 3600.0


def check_claim(
    states: str, where: Sequence[str] | str = (), label: str = "claim", timeout: float = 10.0
) -> ClaimResult:
    """Prove or refute one claim about the model, on a region of its parameters.

    Parameters
    ----------
    states
        What is claimed: a comparison of ``loss_exponent``, ``model_size_exponent``,
        ``exponent(F_pp)`` and formulas in alpha and beta; ``phase == "III"``; or a relation
        ``~``, ``<<``, ``=Theta=`` between terms and formulas in r, d, gamma and B.
    where
        Conditions on alpha and beta; the domain alpha > 0, alpha + beta > 1/2 is understood.
    label
        Name in messages.
    timeout
        Seconds, after which the claim is undecided.

    Returns
    -------
    ClaimResult
        Proved, refuted with a witness, or undecided with what was tried. True only if proved.

    Raises
    ------
    ParseError
        The claim is not in the language.

    Examples
    --------
    >>> check_claim("loss_exponent == 1 - 1/(4*alpha)", ["alpha > 1/2", "beta > alpha"]).status
    'proved'
    >>> check_claim("loss_exponent == 1 - 1/(2*alpha)", ["alpha > 1/2", "beta > alpha"])
    <claim: refuted (proved); at alpha = 3/4, beta = 1, loss_exponent = 2/3, left = 2/3, ...>
    """
    texts = (where,) if isinstance(where, str) else tuple(where)
    _check_timeout(timeout)
    if not all(isinstance(text, str) for text in (states, label, *texts)):
        raise ParseError("states, label and the conditions of where are texts")
    with kept_worker() as worker:
        refused = worker.read([(states, texts)])
        if refused is not None:
            raise ParseError(refused[1])
        return worker.judge(states, texts, label, timeout)


def check_claims(path: str | PathLike[str], timeout: float = 10.0) -> tuple[ClaimResult, ...]:
    """Check every claim of a claim file.

    Parameters
    ----------
    path
        TOML file with ``[[claim]]`` tables of ``label``, ``where`` and ``states``.
    timeout
        Seconds for each claim, after which it is undecided.

    Returns
    -------
    tuple of ClaimResult
        In the order of the file.

    Raises
    ------
    ParseError
        Not a claim file; no claim is judged then.

    Examples
    --------
    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".toml") as file:
    ...     _ = file.write('[[claim]]\\nstates = "loss_exponent <= 1"')
    ...     file.flush()
    ...     check_claims(file.name)
    (<claim 1: proved (proved)>,)
    """
    return tuple(results([path], timeout))


def results(files: Sequence[str | PathLike[str]], timeout: float) -> Iterator[ClaimResult]:
    """Results one by one; all claims of all files are read before the first is judged.

    Parameters
    ----------
    files
        Claim files.
    timeout
        Seconds for each.

    Raises
    ------
    ParseError
        Not a claim file, or a claim is not in the language; names it and its line.
    """
    _check_timeout(timeout)
    with Worker() as worker:
        worker.start()
        claims = [claim for file in files for claim in read_file(file)]
        refused = worker.read([(claim.states, claim.where) for claim in claims])
        if refused is not None:
            raise _refused(claims[refused[0]], refused[1])
        for claim in claims:
            yield worker.judge(claim.states, claim.where, claim.label, timeout)


def _refused(claim: Claim, why: str) -> ParseError:
    place = f" (line {claim.line})" if claim.line else ""
    return ParseError(f"{claim.label}{place}: {why}")


def _check_timeout(timeout: float) -> None:
    if not 0 < timeout <= _LONGEST:
        raise ValueError(f"timeout = {timeout}: seconds above 0 and up to {_LONGEST:g}")
