"""Whole papers, reports, exports and tables.

Results enter; complete documents and fragments leave. Nothing here computes what it shows.
"""
