"""Any result in any form: ``pc.render``, pictures for TeX, plain data for JSON.

A result and the name of a form enter; its text leaves, or one sentence why there is none. Nothing
here computes what it writes.
"""
