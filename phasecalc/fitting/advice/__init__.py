"""From runs to a decision: which law, what is not known, what to run next.

Runs enter; optima by budgets alone, laws compared, and designs leave. Nothing here draws a page.
"""
