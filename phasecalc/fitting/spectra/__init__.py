"""From a measured spectrum to a phase: exponents alpha and beta with intervals and windows.

Eigenvalues and coefficients enter; intervals, a window, phases and caveats leave. It may not know
how the spectrum was measured, and refuses what is no power law.
"""
