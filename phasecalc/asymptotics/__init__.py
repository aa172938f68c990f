"""Power-law calculus: orders, expansions and the rules that produce them.

A sum or an integral enters; its order, or as many terms as asked for, leaves with the hypotheses
under which it holds. It may not know a model, a law or an optimum.
"""
