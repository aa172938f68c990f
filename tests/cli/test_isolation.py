"""Nothing is imported from the folder that one works in, by a command or by its children."""

import os
import subprocess
import sys

import pytest

from tests.cli.process import run

NAMES = [
    "sympy",
    "mpmath",
    "numpy",
    "matplotlib",
    "flint",
    "gmpy2",
    "z3",
    "latex2mathml",
    "pickle",
    "json",
    "fractions",
    "decimal",
    "tomllib",
    "queue",
    "threading",
    "subprocess",
    "tempfile",
    "contextlib",
    "dataclasses",
    "functools",
    "itertools",
    "typing",
    "argparse",
    "signal",
    "select",
    "shutil",
    "re",
    "enum",
    "abc",
    "random",
    "copy",
    "inspect",
    "ast",
    "__future__",
    "concurrent",
    "multiprocessing",
    "unicodedata",
    "datetime",
    "logging",
    "importlib",
    "resource",
    "csv",
    "html",
    "textwrap",
    "weakref",
    "atexit",
    "tomlkit",
    "conftest",
    "scipy",
    "cycler",
    "PIL",
]
OURS = [
    "phasecalc/claims/judging/worker.py",
    "phasecalc/claims/judging/server.py",
    "phasecalc/processes/watch.py",
    "phasecalc/processes/child.py",
    "phasecalc/cli/check.py",
    "phasecalc/ledger/run.py",
]


@pytest.fixture
def planted(tmp_path):
    """A folder full of modules that say so when they are run."""
    mark = tmp_path / "mark"
    folder = tmp_path / "work"
    folder.mkdir()
    says = f"open({str(mark)!r}, 'a').write(__name__ + '\\n')\n"
    for name in NAMES:
        (folder / f"{name}.py").write_text(says)
    for file in OURS:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(says)
    for name in ("sitecustomize", "usercustomize"):
        (folder / f"{name}.py").write_text(says)
    (folder / "startup.py").write_text(says)
    (folder / "own.pth").write_text(f"import os; {says}")
    for name in ("coqc", "rocq", "git", "latex"):
        (folder / name).write_text(f"#!/bin/sh\necho {name} >> {mark}\n")
        (folder / name).chmod(0o755)
    (folder / "table.toml").write_text('[[claim]]\nstates = "alpha > 0"\n')
    book = folder / "small_book"
    book.mkdir()
    (book / "one.py").write_text(
        "import sympy as sp\n"
        "from phasecalc.proof import Proof, theorem\n"
        "@theorem(label='one')\n"
        "def one(proof: Proof) -> None:\n"
        "    'One is one.'\n"
        "    proof.consider(sp.Integer(1))\n"
        "    proof.equals(sp.Integer(1), because='it is')\n"
    )
    return folder, mark


COMMANDS = {
    "claims": "check table.toml",
    "book": "check small_book --fresh",
    "book in lanes": "check small_book --jobs 2 --fresh",
    "law": "law show two-term",
    "export": "export --what table --standalone -o out.tex",
    "rocq": "export --what coq -o rocq_files",
    "recheck": "recheck --short",
    "report": "report --only-point --alpha 7/10 --beta 9/10 -o out",
    "pool": "verify --alpha 7/10 --beta 9/10 --jobs 2",
}


SCRIPT = "import sys\nfrom phasecalc.cli import main\nsys.exit(main())\n"  # as pip installs it


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=[pytest.mark.slow] if n == "report" else []) for n in COMMANDS],
)
def test_planted_modules_are_not_run(planted, tmp_path, name):
    folder, mark = planted
    script = tmp_path / "bin" / "phasecalc"
    script.parent.mkdir()
    script.write_text(SCRIPT)
    command = [sys.executable, str(script)]
    done = run(*COMMANDS[name].split(), folder=folder, seconds=240, command=command)
    assert not mark.exists(), mark.read_text()
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def loaded_by_python(tmp_path):
    """Modules that ``python -m`` loads to find a package, before any line of the package is run."""
    package = tmp_path / "elsewhere" / "empty_package"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("import sys\nprint(*sys.modules)\n")
    (package / "__main__.py").write_text("")
    words = [sys.executable, "-m", package.name]
    done = subprocess.run(words, cwd=package.parent, capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("name", ["claims", "book in lanes", "law"])
def test_planted_modules_are_not_run_by_python_m(planted, loaded_by_python, name):
    folder, mark = planted
    assert {"sympy", "json", "typing", "argparse", "__future__"}.isdisjoint(loaded_by_python)
    for own in loaded_by_python & set(NAMES):
        (folder / f"{own}.py").unlink()
    done = run(*COMMANDS[name].split(), folder=folder, seconds=240)
    assert not mark.exists(), mark.read_text()
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr


def test_no_settings_of_the_folder_start_a_program(tmp_path):
    """A matplotlibrc there is read by Matplotlib; it may not have TeX run on what it says."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("latex", "dvipng", "kpsewhich"):
        program = programs / name
        program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'started'}\nexit 1\n")
        program.chmod(0o755)
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\n")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "phasecalc", "diagram", "--output", "out.svg"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (tmp_path / "started").exists(), done.stderr
    assert (tmp_path / "out.svg").is_file(), done.stderr


PROGRAMS = ("fc-list", "latex", "dvipng", "kpsewhich", "coqc", "rocq", "git", "uname", "gcc")


@pytest.fixture
def programs(tmp_path):
    """A folder full of programs that say so when they are started."""
    folder, mark = tmp_path / "programs", tmp_path / "started"
    folder.mkdir()
    for name in PROGRAMS:
        (folder / name).write_text(f"#!/bin/sh\necho {name} >> {mark}\nexit 1\n")
        (folder / name).chmod(0o755)
    return folder, mark


@pytest.mark.parametrize("entry", [".", "", "../programs", "whole"])
@pytest.mark.parametrize("words", ["diagram --output out.svg", "export --what coq -o rocq_files"])
def test_no_program_of_the_working_folder_is_started(programs, tmp_path, entry, words):
    """Matplotlib starts ``fc-list`` where it has no list of fonts yet."""
    folder, mark = programs
    listed = [str(folder) if entry == "whole" else entry, os.environ["PATH"]]
    settings = {"PATH": os.pathsep.join(listed), "MPLCONFIGDIR": str(tmp_path / "new")}
    command = [sys.executable, "-P", "-m", "phasecalc"]
    done = run(
        *words.split(), folder=folder, command=command, env={**os.environ, **settings}
    )  # fmt: skip
    assert not mark.exists(), mark.read_text()
    assert done.returncode == 0, done.stderr


SHOWS = """import os
from phasecalc.processes.child import Child
with Child(words=["/bin/sh", "-c", "echo $PATH; echo $0"]) as child:
    print(child.read(10).decode().splitlines()[0])
"""


def test_a_child_has_no_working_folder_in_its_path(programs):
    """Also one that a person's own Python has started."""
    folder, _ = programs
    for path in (f".{os.pathsep}/bin", os.pathsep, f"{folder}{os.pathsep}/bin", ""):
        done = subprocess.run(
            [sys.executable, "-P", "-c", SHOWS],
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == ("/bin" if "bin" in path else os.defpath)


def test_the_programs_would_be_started(programs):
    folder, mark = programs
    environment = {**os.environ, "PATH": f".{os.pathsep}{os.environ['PATH']}"}
    words = [sys.executable, "-c", "import subprocess; subprocess.run(['fc-list'])"]
    subprocess.run(words, cwd=folder, env=environment, check=False)
    assert mark.read_text() == "fc-list\n"


def test_the_plants_would_be_run(planted):
    folder, mark = planted
    subprocess.run([sys.executable, "-c", "import tomllib"], cwd=folder, check=False)
    assert "tomllib" in mark.read_text()


CHILD = """import os, sys
from phasecalc.processes.child import Child
sys.path.insert(0, "")
sys.path.insert(0, sys.argv[1])
os.chdir(sys.argv[1])
with Child("phasecalc.claims.judging.server") as child:
    print(child.output.readline())
"""


def test_a_child_of_a_parent_that_does_import_from_it(planted):
    folder, mark = planted
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep,
        "PYTHONSTARTUP": str(folder / "startup.py"),
    }
    done = subprocess.run(
        [sys.executable, "-c", CHILD, folder],
        cwd=folder.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ready" in done.stdout, done.stderr
    assert not mark.exists(), mark.read_text()


def test_a_child_of_a_script_beside_planted_modules(planted):
    folder, mark = planted
    script = folder / "script.py"
    script.write_text(
        CHILD.replace("os.chdir(sys.argv[1])", "").replace('sys.path.insert(0, "")', "")
    )
    for name in set(NAMES) - {"sympy", "mpmath", "numpy", "flint"}:
        (folder / f"{name}.py").unlink()  # the script itself, which is not ours, imports these
    done = subprocess.run(
        [sys.executable, script, folder],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ready" in done.stdout, done.stderr
    assert not mark.exists(), mark.read_text()
