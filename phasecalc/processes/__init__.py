"""Child processes: one launcher for all of them, isolated, watched, ended with their parent.

A module's name and lines of text enter; lines of text leave, or the end of the child within a
second. It may not know what the child computes.
"""
