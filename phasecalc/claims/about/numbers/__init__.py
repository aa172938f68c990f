"""Claims about constants and values at a budget.

A claim with its budget enters; enclosed values leave, compared with what is said. Nothing here
compares what is not enclosed.
"""
