"""Checking claims: from Python, and from a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from typing import TYPE_CHECKING

from phasecalc.claims.about.objects.naming import named, shown
from phasecalc.claims.judging.files import Claim, label_of, read_file
from phasecalc.claims.judging.worker import Worker, kept_worker
from phasecalc.claims.reading.result import ClaimResult
from phasecalc.exceptions import ParseError

if TYPE_CHECKING:
    from phasecalc.laws.declaring.declaration import Law

__all__ = ["check_claim", "check_claims", "results"]

_LONGEST = 3600.0


def check_claim(
    states: str,
    where: Sequence[str] | str = (),
    label: str = "claim",
    timeout: float = 10.0,
    about: str | Law = "plrf",
) -> ClaimResult:
    """Prove or refute one claim about the model or another object, on a region of parameters.

    Parameters
    ----------
    states
        What is claimed: a comparison of ``loss_exponent``, ``model_size_exponent``,
        ``exponent(F_pp)`` and formulas in alpha and beta; ``phase == "III"``; or a relation
        ``~``, ``<<``, ``=Theta=`` between terms and formulas in r, d, gamma and B. Comparisons may
        be chained and joined by ``and``, ``or``, ``not``, ``implies``.
    where
        Conditions on alpha and beta; the domain alpha > 0, alpha + beta > 1/2 is understood.
    label
        Name in messages.
    timeout
        Seconds, after which the claim is undecided.
    about
        ``"plrf"``, the model under SGD; a law (``"two-term"``, a file, a ``Law``), with a fit as
        ``"two-term:besiroglu"``; an optimiser (``"DANA-decaying"``); or ``"optimisers"``.

    Returns
    -------
    ClaimResult
        Proved with a certificate, derived without one, refuted with a witness, or undecided with
        what was tried. True only if proved.

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
    >>> check_claim("exponent(N) == beta/(alpha + beta)", about="two-term").status
    'proved'
    """
    if not isinstance(where, Iterable):
        raise ParseError(f"where = {where!r}: a condition as text, or several")
    texts = (where,) if isinstance(where, str) else tuple(where)
    _check_timeout(timeout)
    if not all(isinstance(text, str) for text in (states, *texts)):
        raise ParseError("states and the conditions of where are texts")
    label = label_of(label)
    name = named(about)
    with kept_worker() as worker:
        refused = worker.read([(states, texts, name)])
        if refused:
            raise ParseError(refused[0])
        return worker.judge(states, texts, label, timeout, name)


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
        In the order of the file; ``"not read"`` where a line is not in the language.

    Raises
    ------
    ParseError
        Not a claim file, or none of its claims is in the language; none is judged then.

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


def results(
    files: Sequence[str | PathLike[str]], timeout: float, about: str = "plrf"
) -> Iterator[ClaimResult]:
    """Results one by one; all claims of all files are read before the first is judged.

    Parameters
    ----------
    files
        Claim files.
    timeout
        Seconds for each.
    about
        What claims speak of that do not say it themselves.

    Raises
    ------
    ParseError
        Not a claim file, or none of its claims is in the language; names the first and its line.
    """
    _check_timeout(timeout)
    with Worker() as worker:
        worker.start()
        claims = [claim for file in files for claim in read_file(file, about)]
        bad = {k: claim.refused for k, claim in enumerate(claims) if claim.refused}
        good = [k for k in range(len(claims)) if k not in bad]
        found = worker.read([(claims[k].states, claims[k].where, claims[k].about) for k in good])
        bad |= {good[k]: why for k, why in found.items()}
        if len(bad) == len(claims):
            raise ParseError(f"{_place(claims[0])}: {bad[0]}")
        for k, claim in enumerate(claims):
            if k in bad:
                yield _not_read(claim, bad[k])
            else:
                yield worker.judge(claim.states, claim.where, claim.label, timeout, claim.about)


def _place(claim: Claim) -> str:
    return f"{claim.label} (line {claim.line})" if claim.line else claim.label


def _not_read(claim: Claim, why: str) -> ClaimResult:
    """What is reported of a line that is not in the language, while the others are judged."""
    reason = f"line {claim.line}: {why}" if claim.line else why
    return ClaimResult(
        claim.label,
        claim.where,
        claim.states,
        "not read",
        reason=reason,
        about="" if claim.refused else shown(claim.about),
    )


def _check_timeout(timeout: float) -> None:
    if not isinstance(timeout, int | float) or not 0 < timeout <= _LONGEST:
        raise ValueError(f"timeout = {timeout!r}: seconds above 0 and up to {_LONGEST:g}")
