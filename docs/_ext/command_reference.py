"""Directive ``commands``: a section for every command, written from its own parser."""

import argparse
import importlib
import inspect
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from phasecalc import cli

_WIDTH = 88


class Commands(SphinxDirective):
    """Sections on all commands; needs no arguments."""

    def run(self) -> list[nodes.Node]:
        """Parse the generated text in place."""
        text = "\n".join(line for name in cli._COMMANDS for line in section(name))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def section(name: str) -> Iterator[str]:
    """Lines of MyST on one command: what it does, its usage, options, an example."""
    module_name, summary = cli._COMMANDS[name]
    module = importlib.import_module(f"phasecalc.cli.{module_name}")
    description = inspect.cleandoc(module.__doc__ or summary)
    parser = argparse.ArgumentParser(
        prog=f"phasecalc {name}",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=_WIDTH),
    )
    module.configure(parser)
    first, _, rest = description.partition("\n")
    yield from (f"## phasecalc {name}", "", f"```{{program}} phasecalc {name}", "```", "", first)
    if "  " in rest:  # a table in columns
        yield from ("", "```text", *rest.strip("\n").splitlines(), "```")
    elif rest:
        yield from ("", *rest.strip("\n").splitlines())
    yield from ("", "```text", *parser.format_usage().rstrip().splitlines(), "```", "")
    yield from options(parser)
    example = getattr(module, "EXAMPLE", "") or (parser.epilog or "").partition(": ")[2]
    if example:
        yield from ("Example:", "", "```text", *map(str.strip, example.splitlines()), "```", "")


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Lines on all options of a parser, then on the actions it has, if any."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            summaries = {a.dest: a.help for a in action._choices_actions}
            for word, sub in action.choices.items():
                yield from (f"### {sub.prog}", "", f"```{{program}} {sub.prog}", "```", "")
                yield from (summaries.get(word) or "", "")
                yield from options(sub)
        elif action.dest != "help":
            yield from option(parser, action)


def option(parser: argparse.ArgumentParser, action: argparse.Action) -> Iterator[str]:
    """Lines of MyST on one option or argument."""
    value = parser.formatter_class(parser.prog)._format_args(
        action, action.metavar or action.dest.upper()
    )
    if action.choices is not None and not action.metavar:
        value = "{" + ",".join(map(str, action.choices)) + "}"
    names = ", ".join(
        f"{name} {value}".strip() if action.nargs != 0 else name for name in action.option_strings
    )
    signature = names or action.dest
    words = (action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%")
    if not action.option_strings and action.choices is not None:
        words = ": ".join(filter(None, (words, ", ".join(map(str, action.choices)))))
    if action.required and action.option_strings:
        words += " (required)"
    yield from (f"```{{option}} {signature}", "", words.strip(), "```", "")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("commands", Commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
