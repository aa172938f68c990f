"""Nothing is used that the oldest NumPy allowed by the package does not have."""

import ast
from pathlib import Path

import phasecalc

SOURCES = sorted(Path(phasecalc.__file__).parent.rglob("*.py"))

# New in NumPy 2.0 or later. Source: release notes of NumPy 2.0 to 2.3.
FUNCTIONS = set(
    [
        "acos",
        "acosh",
        "asin",
        "asinh",
        "atan",
        "atan2",
        "atanh",
        "astype",
        "bitwise_count",
        "bitwise_invert",
        "bitwise_left_shift",
        "bitwise_right_shift",
        "bool",
        "concat",
        "cumulative_prod",
        "cumulative_sum",
        "from_dlpack",
        "isdtype",
        "long",
        "matrix_transpose",
        "matvec",
        "permute_dims",
        "pow",
        "strings",
        "trapezoid",
        "ulong",
        "unique_all",
        "unique_counts",
        "unique_inverse",
        "unique_values",
        "unstack",
        "vecdot",
        "vecmat",
    ]
)
LINALG = {
    "diagonal",
    "matrix_norm",
    "matrix_transpose",
    "outer",
    "svdvals",
    "vecdot",
    "vector_norm",
}
METHODS = {"mT", "device", "to_device"}


def newer(source: str) -> list[str]:
    """Names in a source that NumPy 1.26 lacks."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Attribute):
            continue
        owner = ast.unparse(node.value)
        if (
            node.attr in METHODS
            or (owner in ("np", "numpy") and node.attr in FUNCTIONS)
            or (owner in ("np.linalg", "numpy.linalg") and node.attr in LINALG)
        ):
            found.append(f"{owner}.{node.attr}")
    return found


def test_sources_stay_within_numpy_1_26():
    found = {path.name: names for path in SOURCES if (names := newer(path.read_text("utf-8")))}
    assert not found


def test_the_search_sees_them():
    text = "y = a.mT @ b\nz = np.trapezoid(y)\nn = np.linalg.vector_norm(z)\nnp.linalg.norm(z)"
    assert newer(text) == ["a.mT", "np.trapezoid", "np.linalg.vector_norm"]
