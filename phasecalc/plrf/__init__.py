"""The power-law random features model trained by one-pass SGD."""
