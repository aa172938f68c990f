"""Tables from everywhere, and every kind of bad cell, refused in one line that names its place."""

import json
import os
import pickle

import numpy as np
import pytest

import phasecalc as pc
from phasecalc.exceptions import DomainError, ParseError
from phasecalc.fitting.runs.runs import read_runs, untold
from phasecalc.parsing.quantities import plain, quantity

LAW = pc.laws.two_term
ROWS = [(70e6, 1.4e9, 3.5), (400e6, 8e9, 2.9), (1e9, 2e10, 2.6)]


def write(tmp_path, text, name="runs.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(data, **how):
    with pytest.raises((ParseError, DomainError)) as caught:
        read_runs(LAW, data, **how)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("70B", 7e10),
        ("1.4T", 1.4e12),
        ("5e21", 5e21),
        (" 3 M ", 3e6),
        ("2k", 2e3),
        ("2K", 2e3),
        ("1.G", 1e9),
        (".5", 0.5),
        ("1.5e3M", 1.5e9),
        ("-2", -2.0),
    ],
)
def test_quantity(text, value):
    assert quantity(text) == value
    assert quantity(plain(text)) == value


@pytest.mark.parametrize(
    "text",
    ["", "nan", "inf", "1_000", "1,000", "0x10", "70BB", "B", "1e", "1e99999", "٣", "1 2", "--1"],
)
def test_no_quantity(text):
    with pytest.raises(ParseError):
        quantity(text)


class Frame:
    """What pandas and polars have in common."""

    def __init__(self, columns, method):
        self._columns, self._method = columns, method

    @property
    def columns(self):
        return list(self._columns)

    def __getitem__(self, name):
        column = self._columns[name]
        return type("Series", (), {self._method: lambda _: column, "__iter__": None})()


def as_csv(tmp_path):
    lines = ["N,D,loss", "70M,1.4B,3.5", "400M,8B,2.9", "1B,20B,2.6"]
    return write(tmp_path, "\ufeff" + "\r\n".join(lines))


def as_tsv(tmp_path):
    lines = ["N\tD\tloss", *("\t".join(map(repr, r)) for r in ROWS), ""]
    return str(write(tmp_path, "\n".join(lines), "runs.tsv"))


def as_json(tmp_path):
    lines = [json.dumps(dict(zip(("N", "D", "loss"), r, strict=True))) for r in ROWS]
    return write(tmp_path, "\n".join(lines) + "\n\n", "runs.jsonl")


COLUMNS = {n: [r[k] for r in ROWS] for k, n in enumerate(("N", "D", "loss"))}
FORMS = {
    "csv": as_csv,
    "tsv": as_tsv,
    "json": as_json,
    "mapping": lambda _: COLUMNS,
    "arrays": lambda _: {n: np.array(c) for n, c in COLUMNS.items()},
    "rows": lambda _: [dict(zip(COLUMNS, r, strict=True)) for r in ROWS],
    "records": lambda _: np.array(ROWS, dtype=[("N", "f8"), ("D", "f8"), ("loss", "f8")]),
    "pandas": lambda _: Frame(COLUMNS, "to_list"),
    "other frame": lambda _: Frame(COLUMNS, "tolist"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_the_same(form, tmp_path):
    runs = read_runs(LAW, FORMS[form](tmp_path))
    for k, n in enumerate(("N", "D")):
        assert list(runs.sizes[n]) == [r[k] for r in ROWS]
    assert list(runs.loss) == [r[2] for r in ROWS]
    assert np.allclose(runs.flops, [6 * r[0] * r[1] for r in ROWS], rtol=1e-15)


def test_a_frame_that_is_not_computed_yet():
    """As polars' lazy frames are."""

    class Lazy:
        columns = property(lambda self: pytest.fail("its columns are not to be asked for"))

        def collect_schema(self):
            return {}

        def collect(self):
            return {"N": [1e8, 1e9], "D": [1e9, 1e10], "loss": [3.0, 2.5]}

    assert list(read_runs(pc.laws.two_term, Lazy()).loss) == [3.0, 2.5]


def test_an_array_by_numbers_of_columns():
    runs = read_runs(LAW, np.array(ROWS), {"loss": "2", "N": "0", "D": "1"})
    assert list(runs.loss) == [3.5, 2.9, 2.6]


def test_tokens_from_flops():
    data = {"N": COLUMNS["N"], "flops": [6 * a * b for a, b, _ in ROWS], "loss": COLUMNS["loss"]}
    runs = read_runs(LAW, data)
    assert np.allclose(runs.sizes["D"], COLUMNS["D"], rtol=1e-14)
    assert "D was found from the flops by C = 6*D*N" in runs.notes


def test_tokens_from_flops_of_another_budget():
    """Flops with a part that does not grow with the model, solved without a formula."""
    law = pc.laws.Law.of(
        "odd", sizes=["N", "D"], terms={"m": "A*N^-a", "t": "B*D^-b"},
        parameters=["A", "B", "a", "b", "h"], budget="6*N*D + h*D^(3/2)",
    )  # fmt: skip
    D = np.array([1e9, 3e10])
    data = {"N": [1e8, 2e8], "flops": 6 * np.array([1e8, 2e8]) * D + 7e3 * D**1.5, "loss": [3, 2]}
    assert np.allclose(read_runs(law, data, given={"h": 7e3}).sizes["D"], D, rtol=1e-13)
    with pytest.raises(DomainError, match="contains h; give"):
        read_runs(law, data)


def test_conditions(tmp_path):
    text = "N,D,loss,set,bad\n1e8,2e9,3,a,False\n1e9,2e9,2.9,b,True\n1e9,2e10,2.5,c,False\n"
    path = write(tmp_path, text)
    assert len(read_runs(LAW, path, where=["bad=False"])) == 2
    assert len(read_runs(LAW, path, where=["set=a", "set=b"])) == 2
    assert len(read_runs(LAW, path, where=["set!=a", "loss<2.9"])) == 1
    assert len(read_runs(LAW, path, where=["N=1B"])) == 2
    assert "no run is left, of 3" in refused(path, where=["set=d"])
    assert "no column 'sett'" in refused(path, where=["sett=a"])
    assert "write COLUMN=VALUE" in refused(path, where=["set"])


BAD = {
    "N,D,loss\n1e8,2e9,3\n1e8,2e9,abc\n": "line 3, column 'loss': 'abc' is not a number",
    "N,D,loss\n1e8,2e9,nan\n": "line 2, column 'loss': 'nan' is not a number",
    "N,D,loss\n1e8,2e9,-2\n": "line 2, column 'loss': loss = -2 must be positive",
    "N,D,loss\n1e8,2e9,0\n": "column 'loss': loss = 0 must be positive",
    "N,D,loss\n0.07,2e9,3\n": "line 2, column 'N': N = 0.07 must be at least 1",
    "N,D,loss\n1e8,,3\n": "line 2, column 'D': empty",
    "N,D,loss\n1e8,2e9,3B\n": "'3B' is not a number",
    "N,D,loss\n1e8,2e9\n": "line 2: 2 cells, but 3 columns have names",
    "N,D,loss\n1e8,2e9,3,4\n": "line 2: 4 cells, but 3 columns have names",
    "N,D,D,loss\n1,1,1,1\n": "line 1: two columns are called 'D'",
    "N,D,loss\n": "no rows",
    "": "empty; the first line must name the columns",
    "N,loss\n1e8,3\n": "no column for D (or for flops)",
    "loss\n3\n": "no column for N, D",
    "N,D,y\n1e8,2e9,3\n": "no column for loss",
    'N,D,loss\n"1e8,2e9,3\n': "line 2",
    "N,D,loss\n1e8,2\0e9,3\n": "line 2",
    "N;D;loss\n1e8;1e9;3\n": "line 1: one column 'N;D;loss'; columns are separated by commas here",
    "N,flops,loss\n1e8,1e5,3\n": "the flops leave D = 0.000166667, which must be at least 1",
}


@pytest.mark.parametrize("text", BAD)
def test_bad_files(text, tmp_path):
    assert BAD[text] in refused(write(tmp_path, text))


def test_other_files(tmp_path):
    assert "line 2: byte 0xff is not text in UTF-8" in refused(
        write(tmp_path, b"N,D,loss\n1,\xff,3\n")
    )
    assert "line 1: text in UTF-16" in refused(write(tmp_path, "N,D,loss\n".encode("utf-16")))
    assert "line 1: packed by gzip" in refused(write(tmp_path, b"\x1f\x8b\x08"))
    assert "unpack it" in refused(write(tmp_path, b"\x1f\x8b\x08", "runs.csv.gz"))
    pickled = write(tmp_path, pickle.dumps(COLUMNS), "runs.pkl")
    assert "a pickle never" in refused(pickled)
    assert "line 2: not JSON" in refused(write(tmp_path, '{"N":1,"D":1,"loss":1}\n{', "r.jsonl"))
    assert "line 1: not an object" in refused(write(tmp_path, "[1]", "r.jsonl"))
    text = '{"N":1e8,"D":1e9,"loss":3}\n{"N":1e8,"D":1e9}\n'
    assert "line 2: no 'loss'" in refused(write(tmp_path, text, "r.jsonl"))
    assert "not JSON" in refused(write(tmp_path, "[" * 100_000, "r.jsonl"))
    assert "No such file" in refused(tmp_path / "absent.csv")
    (tmp_path / "folder.csv").mkdir()
    assert "a folder" in refused(tmp_path / "folder.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    assert "a named pipe" in refused(tmp_path / "pipe.csv")


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "runs.csv"
    with path.open("wb") as file:
        file.truncate(10**9)  # no block of it is written
    assert "1000 MB; at most 512 MB are read" in refused(path)


def test_a_line_without_an_end(tmp_path):
    assert "over 1000000 characters" in refused(write(tmp_path, "N,D,loss\n" + "1" * 10**6))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"N": [1e8], "D": [1e9, 2e9], "loss": [3]}, "different lengths"),
        ({"N": "1e8", "D": [1e9], "loss": [3]}, "column 'N': not a column"),
        (
            {"N": [1e8], "D": [1e9], "loss": [float("nan")]},
            "row 1, column 'loss': nan is not a fin",
        ),
        ({"N": [1e8], "D": [1e9], "loss": [True]}, "True is not a number"),
        ({"N": [1e8], "D": [None], "loss": [3]}, "column 'D': None is not a number"),
        ({"N": [1e8], "D": [1 + 2j], "loss": [3]}, "is not a number"),
        ({"N": [10**400], "D": [1e9], "loss": [3]}, "is not a number"),
        ([], "a list is no table of runs"),
        (7, "a int is no table of runs"),
        (np.ones(3), "no table of runs"),
    ],
)
def test_bad_objects(data, said):
    assert said in refused(data)


def test_bad_columns():
    assert "N is" not in refused(COLUMNS, columns={"alpha": "N"})
    assert "alpha is a parameter of law two-term" in refused(COLUMNS, columns={"alpha": "N"})
    assert "'M' is nothing that law two-term reads" in refused(COLUMNS, columns={"M": "N"})
    assert "no column 'size'; the columns are 'N', 'D', 'loss'" in refused(
        COLUMNS, columns={"N": "size"}
    )


def test_a_column_named_like_a_parameter_is_left_alone():
    runs = read_runs(LAW, {**COLUMNS, "alpha": ["x", "y", "z"], "A": [1, 2, 3]})
    assert len(runs) == 3


def test_rows_that_repeat_are_one_cluster_and_are_named():
    data = {n: [*c, c[1]] for n, c in COLUMNS.items()}
    runs = read_runs(LAW, data)
    assert runs.cluster[1] == runs.cluster[3]
    assert len(set(runs.cluster)) == 3
    assert "1 rows repeat another in every number (rows 2 and 4)" in runs.notes


def test_flops_that_are_not_the_rule_are_remarked_on():
    flops = [6 * a * b for a, b, _ in ROWS]
    assert not read_runs(LAW, {**COLUMNS, "flops": flops}).notes
    flops[1] *= 1e3
    (note,) = read_runs(LAW, {**COLUMNS, "flops": flops}).notes
    assert "1 to 1e+03 times C = 6*D*N" in note


def test_a_million_rows(tmp_path):
    path = tmp_path / "runs.csv"
    with path.open("w") as file:
        file.write("N,D,loss\n")
        file.writelines(f"{10**8 + k},{10**9 + k},3.{k}\n" for k in range(10**5))
    assert len(read_runs(LAW, path)) == 10**5


def test_sizes_in_mixed_units_and_columns_named_like_parameters(synthetic):
    data = synthetic()
    assert not read_runs(LAW, data).notes
    N = np.where(np.arange(len(data["N"])) % 2 == 0, data["N"], data["N"] / 1e6)
    (mixed,) = read_runs(LAW, {**data, "N": N}).notes
    assert mixed.startswith("no N lies between ")
    assert mixed.endswith("mixed units?")
    one = np.array(data["N"], copy=True)
    one[0] = 3e4 * one.max()  # one larger run is no mixture
    assert not read_runs(LAW, {**data, "N": one}).notes
    for name in ("E", "alpha"):
        (unread,) = read_runs(LAW, {**data, name: data["loss"]}).notes
        assert unread == f"the column {name} is not read: {name} is a parameter, which is fitted"


def test_units_that_are_mixed_within_a_column_of_flops(tmp_path):
    file = tmp_path / "mixed.csv"
    flops = [6e17 * n * n / (1e15 if n == 5 else 1) for n in range(1, 9)]
    lines = [f"{n}e8,{n}e9,{c:.6e},3" for n, c in enumerate(flops, 1)]
    file.write_text("N,D,flops,loss\n" + "\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DomainError, match=r"line 6, column 'flops': .* units are mixed"):
        read_runs(pc.laws.two_term, file)


def test_sizes_in_billions_are_said_to_be():
    runs = read_runs(pc.laws.two_term, {"N": [1, 70.0], "D": [20, 1400.0], "loss": [3, 2.0]})
    assert any("in billions?" in n for n in runs.notes)


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ({"N": [1e8, 1e9, 1e10], "D": [2e9, 2e10, 2e11]}, "D follows N in all runs (as N^1.00)"),
        ({"N": [1e8, 1e9, 1e10], "D": [1e9, 1e9, 1e9]}, "D is 1e+09 in all runs"),
        ({"N": [1e8, 1e9, 1e10], "D": [2e9, 2e11, 2e10]}, ""),
    ],
)
def test_sizes_that_are_not_told_apart(sizes, said):
    found = untold({n: np.array(x) for n, x in sizes.items()})
    assert found.startswith(said)
    assert bool(found) == bool(said)
