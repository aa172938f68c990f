"""Claims about any object: a law, an optimiser, a comparison of them, the tuned diagram.

``naming`` says what a claim speaks of, ``subject`` holds its exponents piece by piece, ``reading``
makes a formula of the text, ``goals`` what must be shown of it, ``decide`` asks the region engine,
and ``certificate`` reads the answer again.
"""
