"""Pages are doctested; the Python files beside them belong to Sphinx, as do generated pages."""

collect_ignore_glob = ["*.py", "_ext/*", "book/*"]
