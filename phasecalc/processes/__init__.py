"""Child processes: one launcher for all of them, isolated, watched, ended with their parent."""
