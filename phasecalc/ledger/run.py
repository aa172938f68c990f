"""Run every derivation of a ledger, in one process or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from phasecalc.exceptions import StepFailed
from phasecalc.ledger.document import document, verdicts
from phasecalc.ledger.folder import Entry, Ledger, load
from phasecalc.ledger.outcome import Outcome, State, prove
from phasecalc.ledger.store import Store
from phasecalc.processes.pool import Pool
from phasecalc.proof import Rank

__all__ = ["Report", "check_paths", "run"]

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Report:
    """A ledger with the outcome of each of its derivations."""

    ledger: Ledger
    outcomes: tuple[Outcome, ...]

    @property
    def good(self) -> bool:
        """Whether every theorem was checked."""
        return all(o.status is State.CHECKED for o in self.outcomes)

    @property
    def asked(self) -> list[tuple[Entry, Outcome]]:
        """Theorems that were asked for, with their outcomes."""
        both = zip(self.ledger.entries, self.outcomes, strict=True)
        return [(entry, outcome) for entry, outcome in both if entry.asked]


def check_paths(
    paths: Sequence[Path | str],
    *,
    jobs: int = 1,
    fresh: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Load folders and files of derivations and run all of them.

    Parameters
    ----------
    paths
        Folders, or ``.py`` files. Their code is run: check only what you trust to run.
    jobs
        Processes.
    fresh
        Run everything anew; otherwise a theorem whose sources have not changed is not run again.
    progress
        Called with the number of theorems done and in all.

    Raises
    ------
    LedgerError
        The folder is inconsistent, see :func:`phasecalc.ledger.load`.
    ValueError
        ``jobs`` is less than 1.

    Examples
    --------
    >>> check_paths([])
    Traceback (most recent call last):
    ...
    phasecalc.exceptions.LedgerError: no path given: name a folder or a file of derivations
    """
    return run(load(paths), jobs=jobs, store=None if fresh else Store(), progress=progress)


def run(
    ledger: Ledger,
    *,
    jobs: int = 1,
    store: Store | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Run every derivation; one that fails stops nothing but what uses it."""
    if jobs < 1:
        raise ValueError(f"jobs={jobs}: at least one process is needed")
    tell = progress or (lambda done, total: None)
    outcomes: dict[int, Outcome] = {}
    if store is not None:
        for k, entry in enumerate(ledger.entries):
            kept = store.read(entry)
            if kept is not None:
                outcomes[k] = kept
    tell(len(outcomes), len(ledger.entries))
    (_run_here if jobs == 1 else _run_in_lanes)(ledger, outcomes, jobs, tell)
    done = _read_again([outcomes[k] for k in range(len(ledger.entries))])
    if store is not None:
        for entry, outcome in zip(ledger.entries, done, strict=True):
            if outcome.status is State.CHECKED and not outcome.cached:
                store.write(entry, outcome)
    return Report(ledger, done)


def _read_again(done: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Outcomes with the ranks that a fresh process finds in the proofs; cached ones as kept."""
    ran = [o for o in done if o.data is not None]
    if not ran or any(o.status is State.CHECKED and o.data is None for o in done):
        return tuple(done)
    try:
        found = verdicts(document(done))
    except StepFailed as problem:
        failed = Outcome(State.FAILED, message=str(problem))
        return tuple(failed if o.data is not None else o for o in done)
    return tuple(
        o
        if o.data is None
        else replace(
            o,
            evidence=Rank.named(found[o.data["label"]]["rank"]),
            rests_on=tuple(found[o.data["label"]]["rests_on"]),
        )
        for o in done
    )


def _run_here(ledger: Ledger, outcomes: dict[int, Outcome], jobs: int, tell: Tell) -> None:
    for k, entry in enumerate(ledger.entries):
        if k not in outcomes:
            outcomes[k] = _blocked(ledger, k, outcomes) or prove(entry, ledger.citations)
            tell(len(outcomes), len(ledger.entries))


def _run_in_lanes(ledger: Ledger, outcomes: dict[int, Outcome], jobs: int, tell: Tell) -> None:
    """One process a lane; a theorem goes where most of what it uses has been run already.

    A theorem cannot pass from one process to another without trusting the passage, so a use
    that was run in another lane is run again there.
    """
    ran: list[set[int]] = [set() for _ in range(jobs)]
    busy: dict[Future[Outcome], tuple[int, int]] = {}
    with ExitStack() as open_lanes:  # an error ends every process at once
        lanes = [open_lanes.enter_context(Pool(1, _open, (ledger.paths,))) for _ in range(jobs)]
        while len(outcomes) < len(ledger.entries):
            for k in _ready(ledger, outcomes, {k for k, _ in busy.values()}):
                blocked = _blocked(ledger, k, outcomes)
                free = [n for n in range(jobs) if n not in {lane for _, lane in busy.values()}]
                if blocked:
                    outcomes[k] = blocked
                elif free:
                    uses = _uses(ledger, k)
                    lane = max(free, key=lambda n: sum(outcomes[u].seconds for u in uses & ran[n]))
                    busy[lanes[lane].submit(_prove, k)] = (k, lane)
            for future in wait(busy, return_when=FIRST_COMPLETED).done if busy else ():
                k, lane = busy.pop(future)
                outcomes[k] = future.result()
                ran[lane] |= {k, *_uses(ledger, k)}
            tell(len(outcomes), len(ledger.entries))


_ledger: Ledger | None = None


def _open(paths: Sequence[Path]) -> None:
    """Read the ledger in a process of a lane."""
    global _ledger
    _ledger = load(paths)


def _prove(k: int) -> Outcome:
    if _ledger is None:
        raise RuntimeError("the process was not opened")
    return prove(_ledger.entries[k], _ledger.citations)


def _uses(ledger: Ledger, k: int) -> set[int]:
    wanted = ledger.entries[k].derivation.uses
    return {n for n, e in enumerate(ledger.entries) if e.derivation in wanted}


def _ready(ledger: Ledger, outcomes: dict[int, Outcome], busy: set[int]) -> list[int]:
    """Theorems whose uses have all ended, in reading order."""
    waiting = (k for k in range(len(ledger.entries)) if k not in outcomes and k not in busy)
    return [k for k in waiting if _uses(ledger, k) <= outcomes.keys()]


def _blocked(ledger: Ledger, k: int, outcomes: dict[int, Outcome]) -> Outcome | None:
    bad = [u for u in sorted(_uses(ledger, k)) if outcomes[u].status is not State.CHECKED]
    if not bad:
        return None
    first = ledger.entries[bad[0]].derivation.label
    return Outcome(State.NOT_RUN, message=f"it uses {first}, which is {outcomes[bad[0]].status}")
