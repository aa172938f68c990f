"""The checker of theorems: what is stated, and what is accepted as a proof of it.

What enters is plain data: a statement in a closed language (``language``), the steps of its
proof, and certificates for the signs of polynomials. What leaves is the rank of each goal, or
``CheckFailed``. Nothing here knows SymPy, a solver, a clock or the file system, and nothing
searches: whoever finds a proof writes it down, and this package reads it.

Together with ``phasecalc.checker``, on which every sign rests, it is all that must be believed.
"""
