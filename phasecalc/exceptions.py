"""Every error that phasecalc raises on purpose, and when."""

from __future__ import annotations

from typing import Any

__all__ = [
    "DomainError",
    "LedgerError",
    "MissingExtra",
    "NoOptimum",
    "NoPowerLaw",
    "NotConverged",
    "ParseError",
    "PhasecalcError",
    "StaleDiagram",
    "StepFailed",
    "StoreDamaged",
    "SweepFailed",
    "SweepInterrupted",
    "Undecided",
]


def _rebuilt(
    kind: type[BaseException], arguments: tuple[Any, ...], state: dict[str, Any]
) -> BaseException:
    """Return an error as it was, whatever its class wants to be made from."""
    made = kind.__new__(kind, *arguments)
    made.__dict__.update(state)
    return made


def _reduced(error: BaseException) -> tuple[Any, ...]:
    """Say how an error is pickled and copied; a process of an executor sends its errors so."""
    return _rebuilt, (type(error), error.args, dict(error.__dict__))


class PhasecalcError(Exception):
    """Base of every error raised on purpose by phasecalc."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _reduced(self)


class DomainError(PhasecalcError, ValueError):
    """Parameters lie outside the region where a formula holds; names the violated inequality."""


class NoOptimum(DomainError):
    """A well-put question about a law has no answer: no admissible or no single best size."""


class MissingExtra(PhasecalcError, ImportError):
    """A package that only an extra installs is not there; says which extra."""


class ParseError(PhasecalcError, ValueError):
    """Text is not an exact number or expression, or costs more than its bound allows."""


class NotConverged(PhasecalcError, ArithmeticError):
    """The accuracy asked for was missed; carries what was asked and what was reached.

    Parameters
    ----------
    message
        What was asked, what was found, what to try.
    requested
        Digits asked for.
    achieved
        Digits on which the runs agree.
    """

    def __init__(self, message: str, *, requested: float, achieved: float) -> None:
        super().__init__(message)
        self.requested = requested
        self.achieved = achieved


class StepFailed(PhasecalcError, AssertionError):
    """A checked statement is false; the message carries its label and the witness."""


class Undecided(PhasecalcError):
    """Neither proved nor refuted within the limits: never a pass, never a refutation."""


class NoPowerLaw(Undecided):
    """What was measured supports no power law in any window; says what it shows instead."""


class StaleDiagram(PhasecalcError):
    """A stored diagram does not belong to the present source of its terms; derive it again."""


class StoreDamaged(PhasecalcError, ValueError):
    """A shipped file of results is missing, damaged, or says what does not follow.

    Parameters
    ----------
    file
        Which one.
    problem
        What is wrong with it.
    remedy
        What to do.
    """

    def __init__(self, file: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {problem}; {remedy}")
        self.file = file
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[StoreDamaged], tuple[str, str, str]]:
        return StoreDamaged, (self.file, self.problem, self.remedy)


class LedgerError(PhasecalcError):
    """A folder of derivations is inconsistent: duplicate label, unknown use, missing source."""


class SweepFailed(PhasecalcError):
    """Some points of a sweep failed; carries the result of all the others.

    Parameters
    ----------
    message
        Which point failed and why.
    partial
        The result made of the points that finished.
    failures
        Error by position of its point.
    """

    def __init__(
        self, message: str, *, partial: Any, failures: dict[int, BaseException]
    ) -> None:  # Any: the type of the result swept for
        super().__init__(message)
        self.partial = partial
        self.failures = failures


class SweepInterrupted(KeyboardInterrupt):
    """The keyboard stopped a sweep; carries the result of the points that had finished.

    A :class:`KeyboardInterrupt`, so that ``except Exception`` does not swallow Ctrl-C.

    Parameters
    ----------
    message
        How many points had finished.
    partial
        The result made of the points that finished.
    """

    def __init__(self, message: str, *, partial: Any) -> None:  # Any: as in SweepFailed
        super().__init__(message)
        self.partial = partial

    def __reduce__(self) -> tuple[Any, ...]:
        return _reduced(self)
