"""From a spectrum or from loss curves to a phase: ``pc.estimate``.

Eigenvalues, coefficients or curves enter; an estimate leaves. Nothing here estimates by itself.
"""
