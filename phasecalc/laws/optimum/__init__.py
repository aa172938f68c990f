"""The optimum of a law at a budget, as numbers and in closed form.

A law, its numbers and budgets enter; sizes, losses and local exponents leave. Nothing here knows
how the numbers were fitted.
"""
