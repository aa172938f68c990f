"""Optimal exponents of a law, case by case, with their proofs.

Programs enter; cases on regions of the parameters leave, optima that are faces resolved. Nothing
here knows a number that was put in.
"""
