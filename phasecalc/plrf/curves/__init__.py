"""Exact curves of the deterministic equivalent, in doubles or any number of digits.

A spectrum with its learning rate and batch enters; forcing, kernel and loss leave, with a promise
about their digits. Nothing here knows phases or exponents.
"""
