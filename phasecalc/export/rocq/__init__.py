"""Phase diagrams as files for Rocq (Coq): definitions, theorems, and the certificates replayed."""
