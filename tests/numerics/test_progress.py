from __future__ import annotations

import io

from phasecalc.numerics.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_fills_and_ends_its_line():
    screen = Terminal()
    show = Progress("seeds", screen)
    for done in range(4):
        show(done, 3)
    lines = screen.getvalue().split("\r")
    assert lines[1] == "seeds [" + 30 * "." + "] 0/3"
    assert lines[-1] == "seeds [" + 30 * "#" + "] 3/3\n"


def test_nothing_is_written_to_a_file_or_pipe(capsys):
    Progress("seeds")(1, 2)
    assert capsys.readouterr() == ("", "")


def test_no_points_are_no_error():
    screen = Terminal()
    Progress("seeds", screen)(0, 0)
    assert screen.getvalue().endswith("0/0\n")
