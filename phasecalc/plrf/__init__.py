"""The power-law random features model trained by one-pass SGD.

alpha, beta, sizes and budgets enter; phases, exponents, exact curves, optima and simulations leave.
It may not know laws of others, claims or pages.
"""
