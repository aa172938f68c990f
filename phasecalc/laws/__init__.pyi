# Written by `python -m tests.face`: what type checkers and editors see of lazy names.
from phasecalc.laws.literature.flops import ACCOUNTINGS as ACCOUNTINGS
from phasecalc.laws.optimum.allocation import Allocation as Allocation
from phasecalc.laws.literature.flops import Architecture as Architecture
from phasecalc.optimisers.store import BestOptimiser as BestOptimiser
from phasecalc.laws.literature.flops import CHAIN as CHAIN
from phasecalc.laws.exponents.case import Case as Case
from phasecalc.laws.optimum.duality import ClosedForm as ClosedForm
from phasecalc.laws.declaring.declaration import Constraint as Constraint
from phasecalc.laws.declaring.declaration import Fit as Fit
from phasecalc.laws.declaring.declaration import Law as Law
from phasecalc.laws.optimum.local import LocalExponent as LocalExponent
from phasecalc.laws.exponents.exponents import Optimum as Optimum
from phasecalc.optimum.overlay import Overlay as Overlay
from phasecalc.laws.literature.dictionary import PAPERS as PAPERS
from phasecalc.laws.literature.shape import Schedule as Schedule
from phasecalc.laws.literature.shape import Shape as Shape
from phasecalc.laws.optimum.allocation import Solver as Solver
from phasecalc.laws.sums.sum_order import SumOrder as SumOrder
from phasecalc.laws.declaring.declaration import Term as Term
from phasecalc.optimum.overlay import Zone as Zone
from phasecalc.laws.literature.flops import accounting as accounting
from phasecalc.laws.optimum.allocation import allocate as allocate
from phasecalc.optimisers.store import best_optimiser as best_optimiser
from phasecalc.laws.optimum.duality import closed_form as closed_form
from phasecalc.fitting.advice.diagnosis import diagnose as diagnose
from phasecalc.laws.literature.repetition import effective_tokens as effective_tokens
from phasecalc.laws.declaring.catalogue import find as find
from phasecalc.fitting.answers.fit import fit as fit
from phasecalc.fitting.advice.isoflop import isoflop as isoflop
from phasecalc.laws.declaring.catalogue import law as law
from phasecalc.laws.optimum.local import local_exponent_formula as local_exponent_formula
from phasecalc.laws.optimum.allocation import local_exponents as local_exponents
from phasecalc.laws.declaring.catalogue import names as names
from phasecalc.optimisers.store import optimiser_diagram as optimiser_diagram
from phasecalc.optimum.overlay import overlay as overlay
from phasecalc.laws.declaring.files import parse_law as parse_law
from phasecalc.laws.declaring.files import read_law as read_law
from phasecalc.laws.literature.repetition import regimes as regimes
from phasecalc.laws.literature.shape import schedule as schedule
from phasecalc.laws.sums.orders import sum_orders as sum_orders
from phasecalc.laws.literature.shape import switch_formula as switch_formula
from phasecalc.laws.optimum.at_sizes import term_values as term_values
from phasecalc.laws.literature.dictionary import translate as translate
from phasecalc.laws.declaring.files import write_law as write_law

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
