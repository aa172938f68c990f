"""Symbolic answers against numbers.

Points enter; derived and measured values leave, side by side with a verdict. Nothing here repairs
what disagrees.
"""
