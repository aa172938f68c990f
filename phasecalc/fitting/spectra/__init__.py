"""From a measured spectrum to a phase: exponents alpha and beta with intervals and windows."""
