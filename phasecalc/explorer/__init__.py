"""The explorer: the shipped diagrams as one page that answers offline, in exact arithmetic.

In go the diagrams with their proofs and the leading forms of the terms; out comes one HTML file. It
knows how a page is put together; it knows nothing that the diagrams do not say.
"""
