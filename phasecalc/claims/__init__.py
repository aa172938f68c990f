"""Claims about the model, as a paper or a report makes them: proved, refuted or undecided.

A statement and a region enter; a verdict leaves, with its certificate, its witness, or the reason
why it is open. It may not know pages or figures.
"""
