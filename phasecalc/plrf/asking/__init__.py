"""Answers at a point or along a formula.

A point, a formula or exponents enter; phases, exponents and reasons leave, read from the shipped
diagrams. Nothing here derives a diagram or computes a loss.
"""
