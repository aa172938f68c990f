"""Folders of derivations: loaded in order, run, reported, and kept as a status table.

A folder of derivations enters; the rank of each theorem, certificates and a status table leave. It
may not know what a theorem says.
"""

from __future__ import annotations

from phasecalc.ledger.folder import Entry, Ledger, load
from phasecalc.ledger.outcome import Outcome, State
from phasecalc.ledger.run import Report, check_paths, run
from phasecalc.ledger.store import Store
from phasecalc.ledger.text import report_latex, report_records, report_text

__all__ = [
    "Entry",
    "Ledger",
    "Outcome",
    "Report",
    "State",
    "Store",
    "check_paths",
    "load",
    "report_latex",
    "report_records",
    "report_text",
    "run",
]
