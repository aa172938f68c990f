"""Phase diagrams as files for Rocq (Coq): definitions, theorems, and the certificates replayed.

A diagram with its certificate enters; a file leaves that Rocq reads and believes by itself. It may
not search for a proof: it says again what the checker has accepted.
"""
