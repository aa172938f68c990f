"""From runs to a decision: fit a law to data, with intervals, and say what the data cannot tell.

Reading (``table``, ``runs``), the law as functions of arrays (``model``), the minimum (``start``,
``engine``), what it is worth (``spread``, ``profile``, ``caveats``) and what follows from it
(``decision``) are one file each. :func:`phasecalc.laws.fit` is the door.
"""
