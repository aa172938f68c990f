"""Files are whole or not there."""

import pytest

from phasecalc.export.output.files import write_atomically


def test_writes_text_and_bytes_into_new_folders(tmp_path):
    file = tmp_path / "a" / "b.txt"
    write_atomically(file, "α\n")
    assert file.read_bytes() == "α\n".encode()
    write_atomically(file, b"\x00")
    assert file.read_bytes() == b"\x00"
    assert [f.name for f in file.parent.iterdir()] == ["b.txt"]


def test_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    file = tmp_path / "b.txt"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(file, "\ud800")
    assert file.read_text(encoding="utf-8") == "old"
    assert [f.name for f in tmp_path.iterdir()] == ["b.txt"]
