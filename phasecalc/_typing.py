"""Type aliases shared by every layer."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

# SymPy 1.14 ships no types, so a SymPy object is ``Any`` to the type checker.
Expr: TypeAlias = Any
Symbol: TypeAlias = Any

# What a person may pass where an exact number is meant; floats are read as their shortest decimal.
ExactLike: TypeAlias = "str | int | float | Fraction | Decimal | Any"
