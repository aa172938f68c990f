"""Sums over modes and integrals in laws.

A law whose terms are sums enters; their orders and numbers leave. Nothing here knows the budget
or an optimum.
"""
