"""Rational functions of the parameters, from ``phasecalc.normal``, where they live."""

from __future__ import annotations

from phasecalc.normal.ratio import Ratio, total

__all__ = ["Ratio", "total"]
