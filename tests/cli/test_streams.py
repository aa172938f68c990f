"""Standard streams of every kind, files that are none, interpreters that strip docstrings."""

import json
import os
import socket
import subprocess
import sys
import time
import tomllib

import pytest

from tests.cli.process import COMMAND, run

LABEL = "α é 𝔣"


@pytest.fixture
def greek(tmp_path):
    """A claim whose label is outside ASCII and Latin."""
    file = tmp_path / "greek.toml"
    file.write_text(f'[[claim]]\nlabel = "{LABEL}"\nstates = "alpha > 0"\n', encoding="utf-8")
    return file


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8"])
def test_what_an_output_lacks_is_written_by_number(greek, encoding):
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = run("check", greek, env=environment, text=False)
    assert (done.returncode, done.stderr) == (0, b"")
    shown = done.stdout.decode(encoding)
    assert "proved" in shown
    assert shown.encode("ascii", "backslashreplace").decode().startswith(r"\u03b1 ") or (
        encoding == "utf-8" and shown.startswith(LABEL)
    )
    done = run("check", greek, "--format", "json", env=environment, text=False)
    assert json.loads(done.stdout.decode(encoding))["claims"][0]["label"] == LABEL


def test_the_plain_locale(greek):
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("check", greek, env=environment, text=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"proved" in done.stdout


def test_toml_is_still_the_law(tmp_path):
    file = tmp_path / "law.toml"
    text = f'name = "l"\ntitle = "{LABEL}"\nsizes = ["N"]\nbudget = "N"\n[terms]\nt = "1/N"\n'
    file.write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = run("law", "show", file, "--format", "toml", env=environment)
    assert tomllib.loads(done.stdout)["title"] == LABEL


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&-", "| head -1"])
@pytest.mark.parametrize("words", ["phases", "exponents --alpha 1 --beta 1"])
def test_a_closed_stream_is_met_with_silence(words, closed):
    shell = f"{' '.join(COMMAND)} {words} {closed}"
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path):
    shell = f"{' '.join(COMMAND)} export --what table -o {tmp_path / 'table.tex'} >&-"
    assert subprocess.run(shell, shell=True, check=False).returncode == 0
    assert "wrote" not in (tmp_path / "table.tex").read_text(encoding="utf-8")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a full device is a file of Linux")  # noqa: PTH110
def test_a_full_device_is_told_once():
    shell = f"{' '.join(COMMAND)} phases >/dev/full"
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "phasecalc: [Errno 28] No space left on device\n"


@pytest.fixture(params=["pipe", "socket", "device", "link to a device", "folder"])
def no_file(request, tmp_path):
    """Something that has the name of a file."""
    path = tmp_path / "x.toml"
    if request.param == "pipe":
        os.mkfifo(path)
    elif request.param == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))  # its name stays
    elif request.param == "device":
        path.symlink_to(os.devnull)
    elif request.param == "link to a device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    return path


@pytest.mark.parametrize(
    "words", ["check {}", "law show {}", "law solve {} --flops 1e20", "law compare {} --flops 1:9"]
)
def test_what_is_no_file_is_refused_at_once(phasecalc, no_file, words):
    start = time.perf_counter()
    outcome = phasecalc(*words.format(no_file).split())
    assert time.perf_counter() - start < 5
    assert outcome.status == 2
    assert outcome.out == ""
    assert "not a file" in outcome.err


def test_a_pipe_among_derivations_is_refused(phasecalc, tmp_path):
    folder = tmp_path / "book"
    folder.mkdir()
    os.mkfifo(folder / "one.py")
    outcome = phasecalc("check", str(folder))
    assert outcome.status == 2
    assert "no file" in outcome.err


def test_a_device_is_not_replaced_by_a_file(phasecalc, tmp_path):
    pipe = tmp_path / "out.tex"
    os.mkfifo(pipe)
    outcome = phasecalc("export", "--what", "table", "-o", str(pipe))
    assert outcome.status == 2
    assert "a named pipe" in outcome.err
    assert pipe.is_fifo()


def test_what_a_terminal_would_obey_is_written_by_number(tmp_path):
    folder = tmp_path / "red"
    folder.mkdir()
    (folder / "one.py").write_text(
        "from phasecalc.proof import Proof, theorem\n"
        "@theorem(label='one')\n"
        "def one(proof: Proof) -> None:\n"
        "    'It fails.'\n"
        "    raise ValueError('\\x1b[31m \\u202e \\r proved \\x9b')\n"
    )
    done = run("check", folder, "--fresh")
    assert done.returncode == 1
    assert r"\u001b[31m \u202e \u000d proved \u009b" in done.stdout
    assert all(c.isprintable() or c == "\n" for c in done.stdout)


@pytest.mark.parametrize("level", ["-O", "-OO"])
def test_without_docstrings_and_asserts(level, tmp_path, greek):
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "one.py").write_text(
        "from phasecalc.proof import Proof, theorem\n"
        "@theorem(label='one')\n"
        "def one(proof: Proof) -> None:\n"
        "    'A comment.'\n"
        "    assert False, 'asserts count'\n"
    )
    command = [sys.executable, level, "-m", "phasecalc"]
    done = run("check", folder, "--fresh", "--format", "json", command=command)
    (record,) = json.loads(done.stdout)["theorems"]
    assert "asserts count" in record["message"]
    assert "proved" in run("check", greek, command=command).stdout
    assert "LaTeX for papers" in run("export", "--help", command=command).stdout
