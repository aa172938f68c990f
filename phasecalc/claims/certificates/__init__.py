"""Certificates of claims: looked for, written, and read again.

A claim's text and a proof enter; a goal that the kernel accepts leaves. What reads a certificate
again may know no search, solver or clock.
"""
