"""Sets of parameter values given by exact polynomial conditions, with proofs about them."""
