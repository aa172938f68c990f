"""Laws as text: names, expressions and relations, read without running anything.

The text of a law enters; expressions of SymPy, or the place of what is wrong, leave. Nothing here
solves a law.
"""
