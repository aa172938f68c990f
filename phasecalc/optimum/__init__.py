"""Parametric linear programs over exponents: what is the best exponent, and why. Knows no model."""
