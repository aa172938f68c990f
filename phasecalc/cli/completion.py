"""Completion of commands, options and their values, for a shell.

Needs shtab (pip install 'phasecalc[complete]'). The script goes to standard output; put it where
the shell looks for completions, as in the examples, and open a new shell.
"""

from __future__ import annotations

import argparse

__all__ = ["configure", "run"]

SHELLS = ("bash", "zsh", "fish", "tcsh")
EXAMPLES = (
    (
        "bash",
        "completion bash > \\\n    ~/.local/share/bash-completion/completions/phasecalc",
    ),
    ("zsh, with ~/.zfunc in $fpath", "completion zsh > ~/.zfunc/_phasecalc"),
    ("fish", "completion fish > ~/.config/fish/completions/phasecalc.fish"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add this command's options."""
    parser.add_argument("shell", choices=SHELLS, help="whose completion to write")


def run(arguments: argparse.Namespace) -> int:
    """Print the script, and return the exit status."""
    from phasecalc.cli import full_parser
    from phasecalc.exceptions import DomainError

    try:
        import shtab
    except ImportError:
        raise DomainError(
            "completion needs shtab: python -m pip install 'phasecalc[complete]'"
        ) from None
    print(shtab.complete(full_parser(), arguments.shell))
    return 0
