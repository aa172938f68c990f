"""Digits that can be trusted: contours, series, quadrature, slopes. Knows no model."""
