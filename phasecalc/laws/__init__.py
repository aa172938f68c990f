"""Scaling laws of the literature and one's own, stated once and solved by one engine."""
