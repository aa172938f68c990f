"""Exact numbers and expressions from text, safely and at bounded cost.

Text from anyone enters; rationals, quadratic surds and expressions leave, or the place of what is
wrong. It may not run what it reads, nor know what it is for.
"""

from phasecalc.parsing.expressions import expression, relation
from phasecalc.parsing.numbers import exact

__all__ = ["exact", "expression", "relation"]
