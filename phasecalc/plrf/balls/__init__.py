"""Exact curves as balls that contain the value, by proof.

A model and times enter; balls of python-flint leave. Nothing here estimates: what has no bound is
refused.
"""
