"""Ratios against named baselines, measured in one run; never part of the tests."""
