"""Verdicts on claims about objects, and their certificates.

A claim enters; its result with the certificate leaves, and is read again from the law's text. What
reads again may know no search.
"""
