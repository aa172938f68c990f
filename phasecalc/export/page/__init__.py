"""Pages: results as blocks, each written once and rendered as LaTeX, HTML or Markdown."""
