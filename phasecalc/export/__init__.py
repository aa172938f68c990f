"""LaTeX, Markdown and figures made from derived objects."""
