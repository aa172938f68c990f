"""Claims about exponents of an object, decided cell by cell.

A formula and the pieces of its object enter; proved, refuted by a point, or undecided, leaves.
Nothing here trusts a refutation that the checker was not shown.
"""
