"""Ten tasks of a new user, each in at most three commands, timed: ``python -m benchmarks tasks``.

Each command is a process of its own in an empty folder, as in a terminal. A task is done if every
command ends as expected and what it was for stands in its output or file; else its line says so.
"""

from __future__ import annotations

import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["TASKS", "Task", "done", "inputs", "run"]

_LIMIT = 300


@dataclass(frozen=True)
class Task:
    """What is wanted, the commands, and what must be seen.

    Parameters
    ----------
    wanted
        In a user's words.
    commands
        Arguments of ``phasecalc``.
    seen
        Texts that the outputs hold.
    files
        Files that are there at the end, by how they begin.
    status
        Of the last command.
    """

    wanted: str
    commands: tuple[tuple[str, ...], ...]
    seen: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    status: int = 0


TASKS = (
    Task(
        "the phase of a spectrum that falls like j^-0.9, target like j^-0.9",
        (("exponents", "--alpha", "0.45", "--beta", "0.9"),),
        ("phase IVa", "f^-(9/20)"),
    ),
    Task(
        "the diagram in a paper, in its own letters",
        (
            ("export", "--what", "diagram", "--symbol", r"P=\mathcal{L}", "-o", "diagram.tex"),
            ("diagram", "--symbol", "d=N", "--point", "ours=9/20,1", "--output", "diagram.pdf"),
        ),
        files=(("diagram.tex", b"%"), ("diagram.pdf", b"%PDF")),
    ),
    Task(
        "a referee's table: two claims true, one false",
        (("check", "table.toml"),),
        ("proved", "refuted"),
        status=1,
    ),
    Task(
        "a law of one's own: figure, page with its proof, Rocq",
        (
            ("law", "diagram", "own.toml", "--output", "own.svg"),
            ("export", "--what", "law", "own.toml", "--standalone", "-o", "own.tex"),
            ("export", "--what", "coq", "own.toml", "-o", "own.v"),
        ),
        files=(("own.svg", b"<?xml"), ("own.tex", b"%"), ("own.v", b"(*")),
    ),
    Task(
        "a fit of runs in a CSV file",
        (("law", "fit", "two-term", "runs.csv", "--save", "mine.toml"),),
        ("alpha",),
        (("mine.toml", b""),),
    ),
    Task(
        "10^22 flops: sizes with intervals, from those runs",
        (
            ("law", "fit", "two-term", "runs.csv", "--save", "mine.toml"),
            ("law", "solve", "mine.toml", "--flops", "1e22"),
        ),
        ("N*", "D*"),
    ),
    Task(
        "from a file of eigenvalues and coefficients to the phase",
        (("estimate", "spectrum.csv", "--coefficients", "b"),),
        ("alpha", "phase"),
    ),
    Task(
        "drawn SGD beside theory",
        (
            (
                *("simulate", "--alpha", "7/10", "--beta", "9/10", "--d", "50"),
                *("--iterations", "300", "--seeds", "4"),
            ),
        ),
        ("standard_error", "ratio"),
    ),
    Task("what to cite", (("--cite",),), ("@software{phasecalc", "2405.15074")),
    Task(
        "why the size goes like f^(1/2) in phase III",
        (("exponents", "--alpha", "7/10", "--beta", "9/10"),),
        ("so they balance at d = r",),
    ),
)

_TABLE = """
[[claim]]
label = "phase III"
states = "loss_exponent == (4*alpha - 1)/(4*alpha)"
where = ["alpha > 1/2", "beta > alpha"]

[[claim]]
states = "model_size_exponent == 1/2"
where = ["alpha > 1/2", "beta > alpha"]

[[claim]]
states = "F_ac << F_pp"
where = ["beta > 1/2", "beta < alpha"]
"""

_OWN = """
name = "own"
title = "capacity, data, and overfitting"
sizes = ["N", "D"]
parameters = ["a", "b"]
domain = ["a > 0", "b > 0"]
budget = "N*D"

[terms]
capacity = "N^-a"
data = "D^-b"
overfitting = "N^2/(N*D)"
"""


def inputs(folder: Path) -> None:
    """The files that a user has: a table of claims, a law, runs, a spectrum."""
    (folder / "table.toml").write_text(_TABLE, encoding="utf-8")
    (folder / "own.toml").write_text(_OWN, encoding="utf-8")
    draw = random.Random(22)
    rows = ["N,D,loss"]
    for i in range(8):
        for k in range(8):
            n, d = 10 ** (7 + 3 * i / 7), 10 ** (9 + 3 * k / 7)
            loss = (1.8 + 480 * n**-0.35 + 2100 * d**-0.37) * math.exp(0.005 * draw.gauss(0, 1))
            rows.append(f"{n:.6e},{d:.6e},{loss:.6f}")
    (folder / "runs.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    spectrum = ["j,eigenvalues,b"]
    for j in range(1, 2001):
        spectrum.append(
            f"{j},{j**-0.9 * math.exp(0.02 * draw.gauss(0, 1)):.8e},"
            f"{j**-0.9 * math.exp(0.02 * draw.gauss(0, 1)):.8e}"
        )
    (folder / "spectrum.csv").write_text("\n".join(spectrum) + "\n", encoding="utf-8")


def done(task: Task, folder: Path) -> tuple[float, str]:
    """Seconds that a task took in a folder, and what is missing ("" if nothing)."""
    start, output, status = time.perf_counter(), "", 0
    for words in task.commands:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "phasecalc", *words],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=_LIMIT,
            check=False,
        )
        output, status = output + ended.stdout + ended.stderr, ended.returncode
    spent = time.perf_counter() - start
    missing = [repr(text) for text in task.seen if text not in output]
    for name, begins in task.files:
        file = folder / name
        if not file.is_file() or not file.read_bytes().startswith(begins):
            missing.append(name)
    if status != task.status:
        missing.append(f"status {task.status} (it is {status}: {output.strip()[-200:]})")
    return spent, ", ".join(missing)


def run() -> Iterator[str]:
    """One line for each task."""
    for number, task in enumerate(TASKS, 1):
        with tempfile.TemporaryDirectory() as name:
            inputs(Path(name))
            spent, missing = done(task, Path(name))
        many = len(task.commands)
        what = f"MISSING {missing}" if missing else "done"
        yield (
            f"{number:2}. {task.wanted}: {what}, {many} command{'s' if many > 1 else ''}, "
            f"{spent:.1f} s"
        )
