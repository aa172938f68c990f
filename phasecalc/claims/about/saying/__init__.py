"""What a claim about a law, an optimiser or a comparison says.

The text of a claim enters; a formula over the quantities of its object leaves. Nothing here solves
the object.
"""
