"""Claims judged in a process of their own.

A claim or a file of claims enters; a result for each leaves, within the time that was given.
Nothing here knows how a claim is decided.
"""
