"""Pages: results as blocks, each written once and rendered as LaTeX, HTML or Markdown.

Blocks enter; one of the three renderings leaves, every text from outside escaped. It may not know
what the blocks speak of.
"""
