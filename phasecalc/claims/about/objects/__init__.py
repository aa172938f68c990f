"""What claims may speak of: laws, planes of optimisers, pairs, each in its own letters.

A name or the text of a law enters; its exponents piece by piece leave. Nothing here knows a claim.
"""
