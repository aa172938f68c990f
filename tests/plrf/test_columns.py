"""Results that are tables, as columns and as frames of pandas."""

import pickle

import pytest

import phasecalc as pc


@pytest.fixture(scope="module")
def tables():
    model = pc.PLRF(1, 1, 20)
    return pc.frontier(1, 1, [1e10, 1e12]), pc.simulate(model, 8, seeds=2)


def test_columns_are_of_one_length(tables):
    frontier, drawn = tables
    assert frontier.columns["loss"] == [p.loss for p in frontier.points]
    assert list(drawn.columns) == ["iterations", "seed 0", "seed 1"]
    assert (drawn.columns["seed 1"] == drawn.curves[1]).all()


def test_frames_hold_the_columns(tables):
    pandas = pytest.importorskip("pandas")
    for table in tables:
        frame = table.to_pandas()
        assert isinstance(frame, pandas.DataFrame)
        assert list(frame.columns) == list(table.columns)
        assert len({len(column) for column in table.columns.values()}) == 1


def test_tables_are_compared_hashed_and_pickled(tables):
    for table in tables:
        again = pickle.loads(pickle.dumps(table))
        assert again == table
        assert hash(again) == hash(table)
