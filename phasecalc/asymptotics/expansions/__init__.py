"""Complete expansions of sums over modes and integrals over a spectrum.

A sum or an integral enters, as text too; as many terms as asked for leave, by regions of the
parameters. Nothing here knows a law or a model.
"""
