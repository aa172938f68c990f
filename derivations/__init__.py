"""The derivations, in reading order."""
