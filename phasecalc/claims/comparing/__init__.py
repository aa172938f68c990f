"""Claims about exponents, constants and names of phases.

Two sides and a region enter; proved, refuted by an exact point, or undecided, leaves. Nothing here
is believed by the certificates.
"""
