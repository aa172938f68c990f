"""The explorer in a notebook: the page in a frame, and Python behind it for what is exact."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from phasecalc._typing import ExactLike
from phasecalc.exceptions import DomainError, MissingExtra, PhasecalcError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import anywidget

    from phasecalc.laws.declaring.declaration import Law

__all__ = ["exact_values", "explore"]

_STEPS = 48  # points of a loss curve
_SIZES = (10, 10**12)


def explore(
    alpha: ExactLike = "7/10",
    beta: ExactLike = "9/10",
    d: int = 1000,
    *,
    height: int = 800,
    law: Law | str | None = None,
    at: Mapping[str, ExactLike] | None = None,
    ranges: Mapping[str, tuple[float, float]] | None = None,
) -> anywidget.AnyWidget:
    """The explorer as a widget for Jupyter, VS Code and marimo.

    The page of ``explorer_page``, joined with this process: pointing moves ``alpha`` and
    ``beta``, assigning them moves the point, and once the point rests the exact loss curve and
    exact local exponents at it are drawn beside the leading forms. While Python computes them, for
    a second or two, the notebook waits. With ``law`` the plane is that of a law's parameters.

    Parameters
    ----------
    alpha, beta
        Where to start in the plane of SGD; dimensionless, read exactly.
    d
        Model size of the curves there, from 10 to 10^12.
    height
        Of the frame, in pixels.
    law
        A law, its name, or a ``.toml`` file; then ``alpha``, ``beta`` and ``d`` mean nothing.
    at
        Parameters of the law held fixed, by name; at most two may be left.
    ranges
        What to show of each parameter that is left.

    Returns
    -------
    anywidget.AnyWidget
        With the traits ``alpha``, ``beta``, ``d`` (text, as in ``exponents``) and ``height``; of
        a law with ``point``, a dictionary of such texts, in place of the three.

    Raises
    ------
    MissingExtra
        anywidget is not installed (extra ``explore``).
    ParseError
        A coordinate is not an exact number.
    DomainError
        A size outside its bounds; a law or a parameter that there is not, or too many of them.

    Examples
    --------
    >>> import phasecalc as pc
    >>> widget = pc.explore("2/5", "9/10")
    >>> widget.alpha, widget.beta, widget.d
    ('2/5', '9/10', '1000')
    >>> widget.alpha = 0.7
    >>> pc.exponents(widget.alpha, widget.beta).phase
    'III'
    >>> pc.explore(law="two-term", at={"beta": "0.28"}).point
    {'alpha': '17/50'}
    """
    from phasecalc.explorer.laws import asked
    from phasecalc.explorer.page import explorer_page, law_page

    if not 100 <= height <= 10_000:
        raise DomainError(f"height = {height}: from 100 to 10000 pixels")
    data = asked(law, at, ranges)
    if data is not None:
        names = [name for name, *_ in data["parameters"]]
        point = dict(zip(names, data["places"][0][2], strict=True))
        return _law_widget()(point=point, height=height, page=law_page(data))
    return _widget()(alpha=alpha, beta=beta, d=d, height=height, page=explorer_page())


def exact_values(alpha: str, beta: str, d: str) -> dict[str, Any]:
    """What only Python computes at a point: the loss curve, and local exponents at each budget.

    Examples
    --------
    >>> found = exact_values("1", "7/10", "100")
    >>> len(found["r"]) == len(found["loss"]), len(found["seen"])
    (True, 10)
    """
    import numpy as np

    from phasecalc.explorer.seen import computed
    from phasecalc.plrf.model.parameters import PLRF

    model = PLRF(alpha, beta, _size(d))
    last = np.log10(float(model.d)) * max(1.0, 2 * float(model.alpha)) + 2
    steps = np.unique(np.logspace(0, min(last, 18), _STEPS).round())
    loss = np.asarray(model.loss(steps), dtype=float)
    return {
        "alpha": alpha,
        "beta": beta,
        "d": d,
        "r": steps.tolist(),
        "loss": loss.tolist(),
        "seen": computed(alpha, beta),
    }


def _size(text: Any) -> Any:
    from phasecalc.parsing.numbers import exact

    size = exact(text, "d")
    if not _SIZES[0] <= size <= _SIZES[1]:
        raise DomainError(f"d = {text}: from 10 to 10^12")
    return size


def _require() -> None:
    """Refuse with the name of the extra where anywidget is not installed."""
    from importlib.util import find_spec

    if not (find_spec("anywidget") and find_spec("traitlets")):
        raise MissingExtra(
            "the explorer in a notebook needs anywidget: pip install 'phasecalc[explore]'"
        )


@cache
def _law_widget() -> type[anywidget.AnyWidget]:
    """The class for laws: one trait holds the point."""
    _require()
    import anywidget
    import traitlets

    from phasecalc.explorer.page import part
    from phasecalc.parsing.numbers import exact

    class _ExactPoint(traitlets.TraitType[Any, Any]):
        """Exact numbers by name, kept as they were written; the names stay those of the plane."""

        def validate(self, obj: Any, value: Any) -> Any:
            known = obj._trait_values.get(self.name) or value
            if not isinstance(value, dict) or set(value) != set(known):
                raise DomainError(f"point = {value!r}: give {', '.join(known)} by name")
            for name, x in value.items():
                exact(x, name)
            return {n: x if isinstance(x := value[n], str) else str(exact(x, n)) for n in known}

    class LawExplorer(anywidget.AnyWidget):
        """The page of a law and its point."""

        _esm = part("widget.js")
        point = _ExactPoint({}).tag(sync=True)
        height = traitlets.Int(800).tag(sync=True)
        page = traitlets.Unicode("").tag(sync=True)

    return LawExplorer


@cache
def _widget() -> type[anywidget.AnyWidget]:
    """The class, made once anywidget is there."""
    _require()
    import anywidget
    import traitlets

    from phasecalc.explorer.page import part
    from phasecalc.parsing.numbers import exact

    class _Exact(traitlets.Unicode[str, Any]):
        """An exact number, kept as it was written."""

        def validate(self, obj: Any, value: Any) -> str:
            number = _size(value) if self.name == "d" else exact(value, self.name or "value")
            return value if isinstance(value, str) else str(number)

    class Explorer(anywidget.AnyWidget):
        """The page, its point, and answers to what it asks."""

        _esm = part("widget.js")
        alpha = _Exact("7/10").tag(sync=True)
        beta = _Exact("9/10").tag(sync=True)
        d = _Exact("1000").tag(sync=True)
        height = traitlets.Int(800).tag(sync=True)
        page = traitlets.Unicode("").tag(sync=True)

        def __init__(self, **traits: Any) -> None:
            super().__init__(**traits)
            self.on_msg(_answer)

    return Explorer


def _answer(widget: Any, message: Any, _buffers: Any) -> None:
    """Exact values at the point asked for; nothing where there are none."""
    if not isinstance(message, dict) or message.get("kind") != "ask":
        return
    point = [x for x in map(message.get, ("alpha", "beta", "d")) if isinstance(x, str)]
    if len(point) != 3 or any(len(x) > 300 for x in point):
        return
    try:
        values = exact_values(*point)
    except PhasecalcError:
        return  # the page says by itself what is wrong with a point
    widget.send(values)
