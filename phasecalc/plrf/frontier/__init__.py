"""The compute-optimal model size and loss at given budgets.

A model without its size and budgets enter; optima and their local exponents leave. Nothing here
knows the exponents that they ought to have.
"""
