"""How quantities are written: the letters of the paper or one's own, and conditions in them.

Expressions and a person's letters enter; LaTeX that TeX cannot obey leaves. Nothing here lays out a
page.
"""
