"""LaTeX, Markdown and figures made from derived objects.

Results enter; pages, fragments, figures and files for Rocq leave. It may not know how a result was
found, and computes nothing but its picture.
"""
