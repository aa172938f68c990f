"""The benchmark of a fit against the published recipe goes on where it was stopped."""

import csv

from benchmarks import bench_fit_whole


def starts(file):
    with file.open(newline="") as held:
        return [row for row in csv.reader(held) if row[0] != "fit"]


def test_a_stopped_run_goes_on(tmp_path):
    file = tmp_path / "starts.csv"
    list(bench_fit_whole.run(file, 2))
    first = starts(file)
    lines = list(bench_fit_whole.run(file, 3))
    assert "3 starts, 2 of them ended" in lines[0]
    assert [row[0] for row in starts(file)] == ["0", "1", "2"]
    assert starts(file)[:2] == first
    assert any("all 3 starts" in line for line in lines)
