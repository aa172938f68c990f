"""Eight threads, or coroutines, mixing all kinds of calls: the digits of one thread, and no trace.

Two tests of each thing: one that watches every write to the precision of ``mpmath.mp`` and
``mpmath.iv``, which needs no luck, and one that lets threads race.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import mpmath as mp
import pytest
import sympy as sp
from mpmath.ctx_mp_python import PythonMPContext

import phasecalc as pc
from phasecalc import laws
from phasecalc.claims.judging.judge import judge
from phasecalc.numerics.quadrature import integral
from phasecalc.plrf.curves.loss import constant

THREADS = 8
DIFFERENT = 3  # numbers of digits among them
FIT = laws.pearce_song.fit("besiroglu-embedding").numbers()

Calls = dict[str, Callable[[], object]]


def text(x: object, digits: int = 11) -> object:
    """What must be equal: the digits promised."""
    if isinstance(x, mp.mpf):
        return mp.nstr(x, digits)
    return f"{x:.{digits}g}" if isinstance(x, float) else repr(x)


def raised(call: Callable[[], object]) -> str:
    """Message of the error that a call ends with."""
    with pytest.raises(pc.PhasecalcError) as caught:
        call()
    return str(caught.value)


def unlucky(volterra: Any) -> object:
    """A quantity whose two runs never agree."""
    return volterra.field.real(random.random())


def claim(states: str, *where: str) -> tuple[str, str]:
    found = judge(states, where, "label", 60.0)
    return found.status, found.reason


def calls_on(model: pc.PLRF, digits: int) -> Calls:
    """Public calls of every kind, with what they must give back equally."""

    def precise(name: str, r: int) -> object:
        return text(getattr(model, name)(r, digits=digits), digits)

    def terms() -> list[object]:
        found = model.terms(7, digits=digits)
        return [
            text(x, digits) for x in (found.capacity, found.pure_point, found.kernel_pure_point)
        ]

    def optimum() -> list[object]:
        found = laws.allocate(laws.two_term, "1e21", digits=digits)
        parts = (found.loss, found.total_exponent, found.tokens_per_parameter, found.sizes["N"])
        return [text(x, digits) for x in parts]

    def off_by() -> list[object]:
        solver = laws.Solver(laws.two_term, laws.two_term.fit().numbers(), digits)
        return [text(x, digits - 5) for x in solver.off_by(2, "1e21")]

    def frontier() -> list[object]:
        (point,) = pc.frontier("7/10", "9/10", 1e6).points
        return [text(point.loss, 9), text(point.model_size, 5)]

    return {
        "loss": lambda: precise("loss", 40),
        "forcing": lambda: precise("forcing", 3),
        "kernel": lambda: precise("kernel", 25),
        "doubles": lambda: [text(float(x)) for x in model.loss([0, 2, 30])],
        "norm": lambda: text(model.kernel_norm(digits), digits),
        "terms": terms,
        "frontier": frontier,
        "exponents": lambda: repr(pc.exponents("1 - 1/sqrt(2)", 1)),
        "phases": lambda: str(pc.phase_diagram("free").boundaries),
        "evaluate": lambda: pc.phase_diagram().evaluate([0.5, 0.7], 0.9).phase.tolist(),
        "optimum": optimum,
        "off by": off_by,
        "local exponent": lambda: text(
            laws.local_exponent_formula(laws.pearce_song).at(FIT, 10**6), 12
        ),
        "repetition": lambda: text(laws.effective_tokens("7/2")),
        "sharp": lambda: text(pc.sharp_constants(1, "3/2").loss_constant),
        "quadrature": lambda: [
            text(row.value, 15) for row in pc.quadrature_check(1, 1, tau=(50,), digits=15)
        ],
        "claim": lambda: claim("loss_exponent < 1", "alpha > 1/2"),
        "claim of a constant": lambda: claim("gamma_function(1/3) > 2"),
        "claim measured": lambda: claim("F_pp ~ (gamma*B*r)**(-2)", "alpha == 1", "beta == 3/2"),
        "no interior optimum": lambda: raised(lambda: laws.allocate(laws.two_term, 10)),
        "not converged": lambda: raised(
            lambda: integral(lambda u: u.context.sin(1 / u) / u, [0, 1], 15)
        ),
        "no agreement": lambda: raised(lambda: constant(model, unlucky, digits))[:20],
        "outside": lambda: raised(lambda: model.loss(-1, digits=digits)),
    }


def model() -> pc.PLRF:
    return pc.PLRF("0.7", "0.9", 4, v=9)


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts every time that somebody sets the precision of a context of the whole process."""
    seen: Counter[str] = Counter()

    def watched(get: Any, put: Any) -> property:
        def set_and_note(context: Any, value: Any) -> None:
            if context is mp.mp:
                seen["mp"] += 1
            put(context, value)

        return property(get, set_and_note)

    for name in ("prec", "dps"):
        old = getattr(PythonMPContext, name)
        monkeypatch.setattr(PythonMPContext, name, watched(old.fget, old.fset))
    interval = type(mp.iv)
    for name in ("prec", "dps"):
        old = getattr(interval, name)

        def noted(context: Any, value: Any, put: Any = old.fset) -> None:
            if context is mp.iv:
                seen["iv"] += 1
            put(context, value)

        monkeypatch.setattr(interval, name, property(old.fget, noted))
    return seen


NAMES = sorted(calls_on(model(), 20))


@pytest.mark.parametrize("name", NAMES)
def test_no_call_sets_a_precision_of_the_process(name, writes):
    calls_on(model(), 23)[name]()
    assert not writes


def test_the_watch_sees_what_is_set_and_put_back(writes):
    with mp.workdps(30):
        mp.zeta(mp.mpf("1.5"))
    mp.iv.dps = mp.iv.dps
    assert writes["mp"] >= 2
    assert writes["iv"] == 1


@pytest.mark.parametrize("name", NAMES)
def test_answers_do_not_depend_on_the_callers_precision(name):
    expected = calls_on(model(), 20)[name]()
    few = {"local exponent", "repetition"}  # these give as many digits as the caller has
    for digits in (3, 60) if name not in few else (60,):
        with mp.workdps(digits):
            assert calls_on(model(), 20)[name]() == expected
            assert mp.mp.dps == digits


@contextlib.contextmanager
def switching(seconds: float) -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def mixed(
    shared: pc.PLRF, number: int, start: threading.Barrier | None = None
) -> dict[str, object]:
    """All calls in an order of this thread's own, on a model that all threads share."""
    calls = calls_on(shared, 20 + 7 * (number % DIFFERENT))
    order = sorted(calls)
    random.Random(number).shuffle(order)
    if start is not None:
        start.wait()
    found = {name: calls[name]() for name in order}
    assert mp.mp.dps == 15
    return found


@pytest.fixture(scope="module")
def alone() -> list[dict[str, object]]:
    """Answers of one thread."""
    with mp.workprec(53):
        found = [mixed(model(), number) for number in range(DIFFERENT)]
        return [found[number % DIFFERENT] for number in range(THREADS)]


def test_eight_threads_have_the_digits_of_one(alone):
    shared, start = model(), threading.Barrier(THREADS)
    with switching(1e-4), ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda k: mixed(shared, k, start), range(THREADS)))
    assert found == alone
    assert mp.mp.dps == 15


def test_coroutines_have_the_digits_of_one(alone):
    shared = model()

    async def all_of_them() -> list[dict[str, object]]:
        return await asyncio.gather(
            *(asyncio.to_thread(mixed, shared, number) for number in range(THREADS))
        )

    with switching(1e-4):
        assert asyncio.run(all_of_them()) == alone
    assert mp.mp.dps == 15


def test_threads_that_ask_one_model_for_the_same_digits():
    """Ten times the smallest race: nothing but digits, on one model."""
    expected = {n: mp.nstr(model().loss(40, digits=n), n) for n in (20, 35, 50, 65)}
    for _ in range(3):
        shared = model()
        with switching(1e-5), ThreadPoolExecutor(4) as pool:
            found = dict(
                pool.map(lambda n: (n, mp.nstr(shared.loss(40, digits=n), n)), expected)  # noqa: B023
            )
        assert found == expected


def test_numbers_are_those_of_the_users_mpmath():
    value = model().loss(40, digits=40)
    assert type(value) is mp.mpf
    with mp.workdps(40):
        assert mp.nstr(value * 2 / 2, 40) == mp.nstr(value, 40)
    assert isinstance(laws.allocate(laws.two_term, "1e21").loss, mp.mpf)
    assert isinstance(sp.Float(value, 30), sp.Float)
