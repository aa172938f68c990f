"""Every symbol of the theory, once, with its assumptions.

Two SymPy symbols of one name and different assumptions are different symbols,
so every other module imports from here.
"""

from __future__ import annotations

import sympy as sp

__all__ = ["B", "alpha", "beta", "d", "delta", "f", "gamma", "j", "kappa", "r", "tau", "u", "v"]

# Parameters of the model, real only: "alpha > 0" must stay a condition, not collapse to True.
alpha = sp.Symbol("alpha", real=True)
beta = sp.Symbol("beta", real=True)

# Sizes, all tending to infinity along the frontier.
d = sp.Symbol("d", positive=True)
v = sp.Symbol("v", positive=True)
r = sp.Symbol("r", positive=True)
f = sp.Symbol("f", positive=True)

# Optimiser: learning rate, batch size, and the rescaled time gamma*B*r.
gamma = sp.Symbol("gamma", positive=True)
B = sp.Symbol("B", positive=True)
tau = sp.Symbol("tau", positive=True)

# Unknown exponent of the model size, d = f**delta.
delta = sp.Symbol("delta", real=True)

# Bound variables: spectral position, mode number; kappa is the ridge that a finite d puts in.
u = sp.Symbol("u", positive=True)
j = sp.Symbol("j", positive=True, integer=True)
kappa = sp.Symbol("kappa", positive=True)
