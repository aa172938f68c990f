# Written by `python -m tests.face`: what type checkers and editors see of lazy names.
from phasecalc import laws as laws
from phasecalc.claims.reading.result import ClaimResult as ClaimResult
from phasecalc.fitting.training.answer import CurveEstimate as CurveEstimate
from phasecalc.exceptions import DomainError as DomainError
from phasecalc.plrf.frontier.frontier_enclosure import EnclosedFrontier as EnclosedFrontier
from phasecalc.plrf.frontier.points import Frontier as Frontier
from phasecalc.plrf.frontier.frontier_curve import FrontierCurve as FrontierCurve
from phasecalc.plrf.frontier.points import FrontierPoint as FrontierPoint
from phasecalc.plrf.frontier.frontier_curve import FrontierValues as FrontierValues
from phasecalc.models.model import LinearModel as LinearModel
from phasecalc.exceptions import NotConverged as NotConverged
from phasecalc.plrf.model.parameters import PLRF as PLRF
from phasecalc.exceptions import ParseError as ParseError
from phasecalc.exceptions import PhasecalcError as PhasecalcError
from phasecalc.optimum.program import Program as Program
from phasecalc.numerics.progress import Progress as Progress
from phasecalc.plrf.checks.quadrature_check import QuadratureRow as QuadratureRow
from phasecalc.regions.region import Region as Region
from phasecalc.plrf.model.constants import SharpConstants as SharpConstants
from phasecalc.plrf.samples.simulate import Simulation as Simulation
from phasecalc.fitting.spectra.answer import SpectrumEstimate as SpectrumEstimate
from phasecalc.exceptions import StaleDiagram as StaleDiagram
from phasecalc.exceptions import StoreDamaged as StoreDamaged
from phasecalc.exceptions import SweepFailed as SweepFailed
from phasecalc.exceptions import SweepInterrupted as SweepInterrupted
from phasecalc.plrf.model.terms_numeric import Terms as Terms
from phasecalc.exceptions import Undecided as Undecided
from phasecalc.plrf.checks.verify import Verdict as Verdict
from phasecalc.plrf.checks.verify import Verification as Verification
from phasecalc.claims.judging.check import check_claim as check_claim
from phasecalc.claims.judging.check import check_claims as check_claims
from phasecalc.export.rocq.file import coq as coq
from phasecalc.plrf.frontier.frontier_enclosure import enclosed_frontier as enclosed_frontier
from phasecalc.fitting.estimating.ask import estimate as estimate
from phasecalc.asymptotics.expansions.expand import expand as expand
from phasecalc.explorer.widget import explore as explore
from phasecalc.explorer.page import explorer_page as explorer_page
from phasecalc.plrf.asking.query import exponents as exponents
from phasecalc.plrf.frontier.frontier import frontier as frontier
from phasecalc.plrf.frontier.frontier_curve import frontier_curve as frontier_curve
from phasecalc.plrf.frontier.frontier_grid import frontier_grid as frontier_grid
from phasecalc.plrf.asking.inverse import invert as invert
from phasecalc.export.views.latex import latex as latex
from phasecalc.plrf.asking.diagram import phase_diagram as phase_diagram
from phasecalc.plrf.checks.quadrature_check import quadrature_check as quadrature_check
from phasecalc.asymptotics.expansions.register import register_profile as register_profile
from phasecalc.export.forms.forms import render as render
from phasecalc.plrf.samples.simulate import second_moments as second_moments
from phasecalc.plrf.model.constants import sharp_constants as sharp_constants
from phasecalc.plrf.model.constants import sharp_loss as sharp_loss
from phasecalc.plrf.samples.simulate import simulate as simulate
from phasecalc.plrf.asking.tuning import tuning_gain as tuning_gain
from phasecalc.plrf.checks.verify import verify as verify

__version__: str
__all__ = [
    "__version__",
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
