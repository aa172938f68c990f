"""The model with its parameters: what people build, and what it answers by itself.

alpha, beta, d and what goes with them enter; a validated model leaves, with its terms and sharp
constants as numbers. Nothing here knows budgets or drawn samples.
"""
