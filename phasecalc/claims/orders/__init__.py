"""Claims about orders: how sums of products grow in the window.

Two sides with their remainders enter; what holds of them, or a path on which they part, leaves.
Nothing here cancels what is known only up to a remainder.
"""
