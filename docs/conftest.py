"""Pages are doctested; the Python files beside them belong to Sphinx."""

collect_ignore_glob = ["*.py", "_ext/*"]
