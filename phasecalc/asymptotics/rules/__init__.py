"""Orders of magnitude and the rules that give them: Watson, sums, Mellin, with their hypotheses.

A sum or an integral enters; its leading form, remainder and conditions leave. Nothing here takes a
hypothesis for granted.
"""
