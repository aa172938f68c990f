"""From a law to programs over exponents.

The terms and the budget of a law enter; one program for each branch of its minima leaves, with
powers of logarithms. Nothing here solves a program.
"""
