"""Runs as tables, checked cell by cell.

Files, arrays or frames enter; sizes, budgets and losses as arrays leave. Nothing in a file is ever
run.
"""
