"""The launcher: the only place that starts a process.

A child runs a module of the package, or a program such as TeX. It never imports from the
working folder: its interpreter is isolated (``-I``), finds this package by the path of its
files, and other packages where the parent finds them, the working folder and the folder of the
running script left out. Nor does it find programs there by ``PATH``. It is watched
(:mod:`phasecalc.processes.watch`) by a process at the other end of a pipe that nobody writes
to: when this process ends, by whatever signal, the pipe closes, and the child with all its own
children is killed at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import threading
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from phasecalc.processes.places import safe_path, working_folder

__all__ = ["Child", "find_program"]

_PACKAGE = Path(__file__).resolve().parent.parent
_WATCH = Path(__file__).resolve().parent / "watch.py"
_ENDS = 2.0  # seconds that a watcher has to end what it watches, before it is killed itself


class Child:
    """A child process; use as a context manager, which ends it.

    Parameters
    ----------
    module
        Name of a module of the package, whose ``main()`` is run.
    words
        Instead: a program by its absolute path, and its arguments.
    folder
        Where a program runs.
    environment
        Variables beside those of this process.
    remove
        Folder that is removed if the child has to be ended, even if this process has gone.

    Examples
    --------
    >>> with Child(words=[sys.executable, "-I", "-c", "print(6 * 7)"]) as child:
    ...     child.output.read(), child.wait(10)
    (b'42\\n', 0)
    """

    def __init__(
        self,
        module: str = "",
        *,
        words: Sequence[str] = (),
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        remove: Path | None = None,
    ) -> None:
        posix = os.name == "posix"
        lifeline, self._line = os.pipe()
        job = {
            "lifeline": lifeline,
            "module": module,
            "package": str(_PACKAGE),
            "path": [p for p in sys.path if Path(p).is_absolute()],
            "barred": _barred(),
            "words": list(words),
            "folder": str(folder or Path(_WATCH.anchor)),
            "remove": None if remove is None else str(remove),
        }
        written = ["-B"] if sys.dont_write_bytecode else []
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", *written, str(_WATCH), json.dumps(job)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PATH": safe_path(), **(environment or {})},
                # The keyboard interrupts this process alone, which then ends the child.
                start_new_session=posix,
                pass_fds=(lifeline,) if posix else (),
            )
        except BaseException:
            os.close(self._line)
            raise
        finally:
            os.close(lifeline)
        assert self._process.stdin is not None  # a pipe was asked for
        assert self._process.stdout is not None
        self.input: IO[bytes] = self._process.stdin
        self.output: IO[bytes] = self._process.stdout
        self._open, self._lock = True, threading.Lock()
        _children.add(self)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def pid(self) -> int:
        """Process that watches the child."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._open and self._process.poll() is None

    def read(self, seconds: float) -> bytes | None:
        """All that it writes when it is given nothing; None if it has not ended in time."""
        self.input.close()
        found: list[bytes] = []
        reader = threading.Thread(target=lambda: found.append(self.output.read()), daemon=True)
        reader.start()
        reader.join(seconds)
        return found[0] if found else None

    def wait(self, seconds: float | None = None) -> int:
        """Exit status, once it has ended.

        Raises
        ------
        TimeoutError
            It runs longer.
        """
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise TimeoutError from None

    def end(self) -> None:
        """Kill the child and all that it has started; at once, whatever it is doing."""
        with self._lock:
            if not self._open:
                return
            self._open = False
        _children.discard(self)
        os.close(self._line)
        if os.name != "posix":
            self._process.kill()
        try:
            self._process.wait(_ENDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close_pipes()

    def forget(self) -> None:
        """Let go of a child that belongs to the process that this one was forked from."""
        if not self._open:
            return
        self._open = False
        os.close(self._line)
        # Closed they would be flushed, and another thread may have been writing at the fork.
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (self.input, self.output):
            os.dup2(nothing, stream.fileno())
        os.close(nothing)
        self._process.returncode = 0  # it is not ours to wait for

    def _close_pipes(self) -> None:
        for stream in (self.input, self.output):
            with contextlib.suppress(OSError, ValueError):
                stream.close()


_children: weakref.WeakSet[Child] = weakref.WeakSet()


def _forget_all() -> None:
    """In a fork: a copy of the pipe would keep children alive when their parent has gone."""
    for child in list(_children):
        child.forget()
    _children.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


def _barred() -> list[str]:
    """Folders that no child imports from: the working folder, and that of the running script."""
    found = working_folder()
    script = getattr(sys.modules.get("__main__"), "__file__", None)
    if script is not None:
        found.append(str(Path(script).resolve().parent))
    return found


def find_program(name: str) -> str | None:
    """Absolute path of a program, never in the working folder; None if there is none.

    Parameters
    ----------
    name
        As one would type it.

    Examples
    --------
    >>> find_program("no-such-program") is None
    True
    """
    return shutil.which(name, path=safe_path())
