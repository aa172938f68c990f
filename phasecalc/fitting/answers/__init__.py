"""Fits as people use them: intervals, caveats, files, and what follows from them.

Minima with their spread enter; numbers with intervals leave, none without its caveat. Nothing here
looks at a run again.
"""
