"""The phases: their exponents by another route, and statements that are a little wrong."""

import importlib

import pytest
import sympy as sp

import phasecalc as pc
from phasecalc.exceptions import StepFailed, Undecided
from phasecalc.proof import Derivation
from phasecalc.symbols import alpha, beta

REFUSED = (StepFailed, Undecided)
# A point inside each phase.
PHASES = {
    "d17_phase_ia": ("1", "1/4"),
    "d18_phase_ib": ("2/5", "3/10"),
    "d19_phase_ic": ("1/5", "7/10"),
    "d20_phase_ii": ("1", "3/4"),
    "d21_phase_iii": ("1", "3/2"),
    "d22_phase_iva": ("2/5", "9/10"),
    "d23_phase_ivb": ("27/100", "9/10"),
}


@pytest.fixture(params=PHASES)
def phase(request):
    return importlib.import_module(f"derivations.{request.param}")


def theorem_of(module):
    """The derivation of a module, without the name that it has there."""
    own = (x for x in vars(module).values() if isinstance(x, Derivation))
    return next(x for x in own if x.__module__ == module.__name__)


def shown(module, monkeypatch, goals):
    """Prove other goals by the proof of the chapter."""
    monkeypatch.setattr(module, "goals", goals)
    old = theorem_of(module)
    return Derivation(old.body, old.label, old.source, old.uses, goals).run()


def balanced(module):
    """The terms that a phase balances, by the objects in its last goal."""
    s = module.goals.balance.statement
    names = (s.left[1], s.right[1])
    return tuple(next(t for t in module.spent.terms if t.of.name == n) for n in names)


def test_the_exponents_are_those_of_the_diagram(phase):
    a, b = PHASES[phase.__name__.removeprefix("derivations.")]
    there = {alpha: sp.Rational(a), beta: sp.Rational(b)}
    answer = pc.exponents(a, b)
    assert phase.eta.xreplace(there) == sp.Rational(str(answer.loss_exponent))
    assert phase.xi.xreplace(there) == sp.Rational(str(answer.model_size_exponent))


@pytest.mark.parametrize("factor", [sp.Rational(9, 10), sp.Rational(11, 10)])
def test_another_loss_exponent_is_refused(phase, factor, monkeypatch):
    wrong = phase.spent.goals(phase.eta * factor, phase.xi, balanced=balanced(phase))
    with pytest.raises(REFUSED):
        shown(phase, monkeypatch, wrong)


@pytest.mark.parametrize("shift", [-sp.Rational(1, 20), sp.Rational(1, 20)])
def test_another_model_size_is_refused(phase, shift, monkeypatch):
    monkeypatch.setattr(phase, "xi", phase.xi + shift)
    wrong = phase.spent.goals(phase.eta, phase.xi, balanced=balanced(phase))
    with pytest.raises(REFUSED):
        shown(phase, monkeypatch, wrong)


def test_the_terms_are_not_bounded_for_models_that_do_not_grow(phase, monkeypatch):
    goals, spent = phase.goals, phase.spent
    s = goals.bound.statement
    assert sum(strong for _, strong in s.window) == 1
    weak = spent.claim(
        sp.Symbol("f", positive=True) ** -phase.eta,
        "<~",
        spent.all_terms(),
        window=[spent.reach, spent.edge],
    )
    with pytest.raises(REFUSED):
        shown(phase, monkeypatch, goals._replace(bound=weak))
