"""Laws as people declare them, as files and in the library.

Text, a file or SymPy's expressions enter; a law leaves, which can be asked. Nothing here runs what
a file says.
"""
