"""Other optimisers than SGD on power-law random features: which is best where.

In go SGD's terms with an optimiser's clock and noise; out come its phase diagram and the
comparison of all of them over the (alpha, beta) plane, with proofs. It knows the model and
parametric programs; it knows no law of the literature and no page.
"""
