"""Sets of parameter values given by exact polynomial conditions, with proofs about them.

Polynomial conditions enter; a proof, an exact point, or undecided leaves. It may not know what the
parameters are.
"""
