"""The file itself: one piece, small, asking for nothing, running only its own script."""

import base64
import hashlib
import json
import re

import pytest

from phasecalc.exceptions import StoreDamaged
from phasecalc.explorer import page as pages

LARGEST = 1_500_000


@pytest.fixture(scope="module")
def text(data):
    return pages.assemble(data)


def test_size(text):
    assert len(text.encode()) <= LARGEST


def test_nothing_is_asked_of_the_network(text):
    asked = re.findall(r"""(?:src|href)=["']?(?!data:)([^"' >]+)""", text.partition("<script")[0])
    assert asked == ["https://arxiv.org/abs/2405.15074"]  # a link to follow, not a part
    assert not re.search(r"url\((?!data:)", text)
    assert "default-src 'none'" in text


def test_only_the_script_of_the_page_may_run(text):
    (script,) = re.findall(r"<script>(.*)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert text.count("</script") == 2


def test_data_cannot_end_their_element(data):
    text = pages.assemble({**data, "points": {"</script><script>alert(1)</script>": ["1", "1"]}})
    assert text.count("</script") == 2
    held = re.search(r'id="data">(.*?)</script>', text, re.DOTALL).group(1)
    assert "</script><script>alert(1)</script>" in json.loads(held)["points"]


def test_no_placeholder_is_left_and_licences_are_there(text):
    assert not re.search(r"@(policy|style|version|licences|data|script)@", text)
    assert "Khan Academy" in text
    assert "Leon Sorokin" in text


def test_a_missing_part_is_named(monkeypatch):
    monkeypatch.setattr(pages, "_SGD", ("nowhere.js",))
    with pytest.raises(StoreDamaged, match=r"nowhere\.js: it is missing"):
        pages.assemble({"version": "1"})
