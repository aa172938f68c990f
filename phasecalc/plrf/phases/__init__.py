"""The terms of the loss and the phases that follow from them.

The terms stated as integrals enter; the derived diagrams, their store and the corrections to
scaling leave. Nothing here knows a number of a model or a drawn sample.
"""
