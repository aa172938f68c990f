"""Digits that can be trusted: contours, series, quadrature, slopes.

Spectra, summands and integrands enter; numbers leave, with a promise about their digits or a ball
that contains them. It may not know which quantity they are.
"""
