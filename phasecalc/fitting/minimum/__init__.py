"""The best parameters of a law for given runs, and how far they may be off.

A law and runs enter; minima, covariance, profiles and redrawn fits leave. Nothing here judges
whether they can be trusted.
"""
