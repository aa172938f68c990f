"""The exact list of public names, and that each has an example."""

import phasecalc as pc

NAMES = [
    "DomainError",
    "Frontier",
    "FrontierPoint",
    "NotConverged",
    "PLRF",
    "ParseError",
    "PhasecalcError",
    "Program",
    "Progress",
    "QuadratureRow",
    "Region",
    "SharpConstants",
    "Simulation",
    "StaleDiagram",
    "SweepFailed",
    "SweepInterrupted",
    "Terms",
    "Undecided",
    "Verdict",
    "Verification",
    "exponents",
    "frontier",
    "invert",
    "phase_diagram",
    "quadrature_check",
    "second_moments",
    "sharp_constants",
    "sharp_loss",
    "simulate",
    "tuning_gain",
    "verify",
]


def test_names():
    assert pc.__all__ == ["__version__", *NAMES]
    assert dir(pc) == sorted(pc.__all__)


def test_every_name_is_documented():
    for name in NAMES:
        value = getattr(pc, name)
        assert value.__doc__
        if not isinstance(value, type):
            assert ">>>" in value.__doc__


def test_other_names_are_refused():
    assert not hasattr(pc, "simplify")
