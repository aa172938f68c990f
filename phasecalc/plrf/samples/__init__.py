"""The model for one drawn W: exact second moments, and SGD itself.

A model and a seed enter; simulated curves and exact moments leave. Nothing here uses the
deterministic equivalent: it is what that is compared with.
"""
