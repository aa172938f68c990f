"""What the literature adds to a law: flops, repeated data, shapes, and who calls what how.

A law of the literature enters; its variants and translations leave. Nothing here is needed to
declare or to solve a law.
"""
