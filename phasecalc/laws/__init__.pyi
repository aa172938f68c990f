# Written by `python -m tests.face`: what type checkers and editors see of lazy names.
from phasecalc.laws.flops import ACCOUNTINGS as ACCOUNTINGS
from phasecalc.laws.allocation import Allocation as Allocation
from phasecalc.laws.flops import Architecture as Architecture
from phasecalc.optimisers.store import BestOptimiser as BestOptimiser
from phasecalc.laws.flops import CHAIN as CHAIN
from phasecalc.laws.case import Case as Case
from phasecalc.laws.duality import ClosedForm as ClosedForm
from phasecalc.laws.declaration import Constraint as Constraint
from phasecalc.laws.declaration import Fit as Fit
from phasecalc.laws.declaration import Law as Law
from phasecalc.laws.local import LocalExponent as LocalExponent
from phasecalc.laws.exponents import Optimum as Optimum
from phasecalc.optimum.overlay import Overlay as Overlay
from phasecalc.laws.dictionary import PAPERS as PAPERS
from phasecalc.laws.shape import Schedule as Schedule
from phasecalc.laws.shape import Shape as Shape
from phasecalc.laws.allocation import Solver as Solver
from phasecalc.laws.sum_order import SumOrder as SumOrder
from phasecalc.laws.declaration import Term as Term
from phasecalc.optimum.overlay import Zone as Zone
from phasecalc.laws.flops import accounting as accounting
from phasecalc.laws.allocation import allocate as allocate
from phasecalc.optimisers.store import best_optimiser as best_optimiser
from phasecalc.laws.duality import closed_form as closed_form
from phasecalc.fitting.diagnosis import diagnose as diagnose
from phasecalc.laws.repetition import effective_tokens as effective_tokens
from phasecalc.laws.catalogue import find as find
from phasecalc.fitting.fit import fit as fit
from phasecalc.fitting.isoflop import isoflop as isoflop
from phasecalc.laws.catalogue import law as law
from phasecalc.laws.local import local_exponent_formula as local_exponent_formula
from phasecalc.laws.allocation import local_exponents as local_exponents
from phasecalc.laws.catalogue import names as names
from phasecalc.optimisers.store import optimiser_diagram as optimiser_diagram
from phasecalc.optimum.overlay import overlay as overlay
from phasecalc.laws.files import parse_law as parse_law
from phasecalc.laws.files import read_law as read_law
from phasecalc.laws.repetition import regimes as regimes
from phasecalc.laws.shape import schedule as schedule
from phasecalc.laws.orders import sum_orders as sum_orders
from phasecalc.laws.shape import switch_formula as switch_formula
from phasecalc.laws.at_sizes import term_values as term_values
from phasecalc.laws.dictionary import translate as translate
from phasecalc.laws.files import write_law as write_law

bordelon: Law
bordelon_single: Law
compute_only: Law
feature_learning: Law
functional_constant: Law
functional_decay: Law
functional_wsd: Law
inference_aware: Law
kaplan: Law
kaplan_joint: Law
lazy_features: Law
linear_regression: Law
momentum_nesterov: Law
momentum_polyak: Law
momentum_sgd: Law
multi_pass: Law
over_training: Law
pearce_song: Law
two_term: Law
unified: Law
__all__ = [
    "ACCOUNTINGS",
    "Allocation",
    "Architecture",
    "BestOptimiser",
    "CHAIN",
    "Case",
    "ClosedForm",
    "Constraint",
    "Fit",
    "Law",
    "LocalExponent",
    "Optimum",
    "Overlay",
    "PAPERS",
    "Schedule",
    "Shape",
    "Solver",
    "SumOrder",
    "Term",
    "Zone",
    "accounting",
    "allocate",
    "best_optimiser",
    "closed_form",
    "diagnose",
    "effective_tokens",
    "find",
    "fit",
    "isoflop",
    "law",
    "local_exponent_formula",
    "local_exponents",
    "names",
    "optimiser_diagram",
    "overlay",
    "parse_law",
    "read_law",
    "regimes",
    "schedule",
    "sum_orders",
    "switch_formula",
    "term_values",
    "translate",
    "write_law",
]
