"""Views: how each kind of result is laid out as blocks, once for LaTeX, HTML and Markdown.

A result and a notation enter; blocks leave. It may not know LaTeX, HTML or Markdown, nor compute
what it shows.
"""
