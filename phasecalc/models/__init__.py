"""Linear models: from a spectrum, a target and an algorithm to the terms of a law.

A declaration enters; sums over modes, their orders, a law and digits leave. It may not know the
model of ``plrf``, which is one of those that it can say.
"""
