"""The exact list of public names, and that each has an example."""

import phasecalc as pc

NAMES = [
    "ClaimResult",
    "CurveEstimate",
    "DomainError",
    "EnclosedFrontier",
    "Frontier",
    "FrontierCurve",
    "FrontierPoint",
    "FrontierValues",
    "LinearModel",
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
    "SpectrumEstimate",
    "StaleDiagram",
    "StoreDamaged",
    "SweepFailed",
    "SweepInterrupted",
    "Terms",
    "Undecided",
    "Verdict",
    "Verification",
    "check_claim",
    "check_claims",
    "coq",
    "enclosed_frontier",
    "estimate",
    "expand",
    "explore",
    "explorer_page",
    "exponents",
    "frontier",
    "frontier_curve",
    "frontier_grid",
    "invert",
    "latex",
    "laws",
    "phase_diagram",
    "quadrature_check",
    "register_profile",
    "render",
    "second_moments",
    "sharp_constants",
    "sharp_loss",
    "simulate",
    "tuning_gain",
    "verify",
]

# Values that functions return; the example stands with the function.
RETURNED = {
    "ClaimResult",
    "CurveEstimate",
    "EnclosedFrontier",
    "Frontier",
    "FrontierCurve",
    "FrontierPoint",
    "FrontierValues",
    "QuadratureRow",
    "SharpConstants",
    "Simulation",
    "SpectrumEstimate",
    "Terms",
    "Verdict",
    "Verification",
}


def test_names():
    assert pc.__all__ == ["__version__", *NAMES]
    assert dir(pc) == sorted(pc.__all__)


def test_every_name_is_documented():
    for name in NAMES:
        value = getattr(pc, name)
        assert value.__doc__
        if name not in RETURNED and not (
            isinstance(value, type) and issubclass(value, BaseException)
        ):
            assert ">>>" in value.__doc__, name


def test_other_names_are_refused():
    assert not hasattr(pc, "simplify")
