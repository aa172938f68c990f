"""Exact numbers and expressions from text, safely and at bounded cost."""

from phasecalc.parsing.expressions import expression, relation
from phasecalc.parsing.numbers import exact

__all__ = ["exact", "expression", "relation"]
