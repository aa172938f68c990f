"""Parametric linear programs over exponents: what is the best exponent, and why.

Terms with their exponents enter; phases, boundaries and dual certificates leave, and are kept in
one kind of store. It may not know what the terms are of.
"""
