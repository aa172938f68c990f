"""Views: how each kind of result is laid out as blocks, once for LaTeX, HTML and Markdown."""
