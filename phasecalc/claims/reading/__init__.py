"""Claims read: what they say, where, and what is known of the signs there.

The text of a claim enters; its relation, region and quantities leave, with questions to the region
engine. Nothing here decides a claim.
"""
