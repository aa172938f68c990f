"""What is written to disk: whole files or none, and LaTeX compiled in a folder of its own.

Text or a figure enters; a file leaves. Nothing here knows what it says.
"""
