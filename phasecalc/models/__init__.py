"""Linear models: from a spectrum, a target and an algorithm to the terms of a law."""
