"""Every symbol of the theory, once, with its assumptions.

Two SymPy symbols of one name and different assumptions are different symbols,
so every other module imports from here.
"""

from __future__ import annotations

import sympy as sp

__all__ = [
    "B",
    "alpha",
    "beta",
    "d",
    "delta",
    "f",
    "g",
    "gamma",
    "gamma_0",
    "j",
    "kappa",
    "kappa_0",
    "r",
    "rho",
    "tau",
    "u",
    "v",
    "x",
]

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
# Where the learning rate must shrink with the model: gamma = gamma_0 d**(2 alpha - 1).
gamma_0 = sp.Symbol("gamma_0", positive=True)
B = sp.Symbol("B", positive=True)
tau = sp.Symbol("tau", positive=True)

# Unknown exponents: model size d = f**delta, learning rate gamma = f**(-g).
delta = sp.Symbol("delta", real=True)
g = sp.Symbol("g", real=True)

# Bound variables: spectral position u, mode number j, and j/d as x.
u = sp.Symbol("u", positive=True)
j = sp.Symbol("j", positive=True, integer=True)
x = sp.Symbol("x", positive=True)

# Ridge that a finite d puts in, kappa ~ kappa_0 d**(-2 alpha), and the ratio v/d > 1.
kappa = sp.Symbol("kappa", positive=True)
kappa_0 = sp.Symbol("kappa_0", positive=True)
rho = sp.Symbol("rho", positive=True)
