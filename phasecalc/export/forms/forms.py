r"""``pc.render``: any result in any form, and the few forms that make no sense of some.

A result is shown from one neutral view, its blocks; text, JSON and Rocq come from the result
itself. What a result cannot have is refused in one sentence of its own words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import DomainError
from phasecalc.export.letters.notation import Notation, notation
from phasecalc.export.page.bibliography import short_names
from phasecalc.export.page.tex import Tex
from phasecalc.export.page.walk import cited
from phasecalc.export.views.registry import find, load, own_names, view

if TYPE_CHECKING:
    from phasecalc.export.page.blocks import Block

__all__ = ["FORMS", "plot", "proof_of", "render"]

_EXPORT = "phasecalc.export"
_LAW = "phasecalc.laws.declaring.declaration.Law"
_OPTIMUM = "phasecalc.laws.exponents.exponents.Optimum"
_PROGRAM = "phasecalc.optimum.program.Program"
_OWN_DIAGRAM = "phasecalc.optimum.diagram.PhaseDiagram"
_CERTIFICATE = "phasecalc.optimum.certificate.Certificate"
_PLANE = "phasecalc.plrf.asking.diagram.LossDiagram"
_PHASE = "phasecalc.plrf.asking.diagram.LossPhase"
_POINT = "phasecalc.plrf.asking.query.Exponents"
_BEST = "phasecalc.optimisers.store.BestOptimiser"
_FIT = "phasecalc.fitting.answers.fitted.Fitted"
_CLAIM = "phasecalc.claims.reading.result.ClaimResult"
_EXPANSION = "phasecalc.asymptotics.expansions.expand.Expanded"
_CURVES = "phasecalc.fitting.training.answer.CurveEstimate"
_FRONTIER = "phasecalc.plrf.frontier.points.Frontier"
_OWN = (_LAW, _OPTIMUM, _PROGRAM, _OWN_DIAGRAM, _CERTIFICATE)

# Class -> what draws it into axes.
_FIGURES: dict[str, str] = {
    **dict.fromkeys(_OWN, f"{_EXPORT}.figures.own:law_slice_figure"),
    _PLANE: f"{_EXPORT}.forms.drawn:plane",
    _PHASE: f"{_EXPORT}.forms.drawn:phase",
    _POINT: f"{_EXPORT}.forms.drawn:point",
    _BEST: f"{_EXPORT}.forms.drawn:comparison",
    _FRONTIER: f"{_EXPORT}.figures.frontier:points_figure",
    _FIT: f"{_EXPORT}.figures.runs:runs_figure",
    _EXPANSION: f"{_EXPORT}.figures.expansion:expansion_figure",
    _CURVES: f"{_EXPORT}.figures.training:training_figure",
}
# Class -> source of its picture for TikZ; where there is none, the figure's lines are written out.
_PICTURES: dict[str, str] = {
    **dict.fromkeys((*_OWN, _BEST), f"{_EXPORT}.forms.tikz_own:own_picture"),
    _PLANE: f"{_EXPORT}.forms.tikz:diagram_picture",
    _PHASE: f"{_EXPORT}.forms.drawn:phase_picture",
    _POINT: f"{_EXPORT}.forms.drawn:point_picture",
}
# Class -> its proof, as blocks.
_PROOFS: dict[str, str] = {
    _LAW: f"{_EXPORT}.views.program:law",
    _OPTIMUM: f"{_EXPORT}.views.program:optimum",
    _CERTIFICATE: f"{_EXPORT}.views.certificate:certificate",
    _PHASE: f"{_EXPORT}.views.certificate:phase",
    _PLANE: f"{_EXPORT}.views.proofs:plane",
    _OWN_DIAGRAM: f"{_EXPORT}.views.proofs:diagram",
    _POINT: f"{_EXPORT}.views.proofs:point",
    _BEST: f"{_EXPORT}.views.proofs:comparison",
    _CLAIM: f"{_EXPORT}.views.proofs:claim",
}
# Class -> its JSON data.
_DATA: dict[str, str] = {
    _LAW: f"{_EXPORT}.forms.data:law",
    _OPTIMUM: f"{_EXPORT}.forms.data:optimum",
    _PLANE: f"{_EXPORT}.forms.tables:phase_records",
    _OWN_DIAGRAM: f"{_EXPORT}.forms.data:diagram",
    _CERTIFICATE: f"{_EXPORT}.forms.data:own_json",
    _POINT: f"{_EXPORT}.forms.data:own_json",
    _CLAIM: f"{_EXPORT}.forms.data:claim",
    _BEST: f"{_EXPORT}.forms.data:comparison",
    _FIT: "phasecalc.fitting.answers.text:fit_data",
    _EXPANSION: f"{_EXPORT}.forms.data:expansion",
    _FRONTIER: f"{_EXPORT}.forms.data:frontier",
}
# Forms of a sequence that are those of its items, one after the other.
_ONE_BY_ONE = ("text", "proof", "tikz", "rocq")
# (form, class) -> why it has none.
_REFUSED: dict[tuple[str, str], str] = {
    ("figure", _CLAIM): "a claim is a sentence, which no picture states; plot what it is about",
    ("tikz", _CLAIM): "a claim is a sentence, which no picture states; draw what it is about",
    ("proof", _FIT): "a fit is measured and not proved: its intervals say how sure it is; the "
    "exponents of its law, .law, have a proof",
    ("proof", _FRONTIER): "a frontier is computed at given budgets and not proved; the exponents "
    "that it tends to have a proof, that of pc.exponents",
    ("proof", _EXPANSION): "an expansion follows from poles by rules that are cited; .check() "
    "samples it, and no certificate is kept",
    ("rocq", _FIT): "a fit is measured, which is nothing for Rocq; its law, .law, has a text",
    (
        "rocq",
        _FRONTIER,
    ): "a frontier is computed, which is nothing for Rocq; the phases have a text",
    ("rocq", _EXPANSION): "no text for Rocq: the poles of zeta and gamma are not in its library",
    ("rocq", _CLAIM): "no text for Rocq: a claim's certificate is read by `phasecalc recheck`",
}


def render(
    item: Any, form: str = "text", symbols: Mapping[str, str] | Notation | None = None
) -> str:
    r"""Any result as text in one of nine forms; the tenth, a figure, is drawn by ``.plot()``.

    Parameters
    ----------
    item
        A phase diagram or phase, an answer at a point, a law, its optimum, a program's diagram, a
        certificate, the comparison of optimisers, a fit, a frontier, a claim's result, an
        expansion; in most forms also all that :func:`phasecalc.latex` takes.
    form
        ``"text"``, ``"latex"``, ``"html"``, ``"markdown"``, ``"json"``, ``"mathtext"`` (a line of
        Matplotlib's text each), ``"proof"`` (LaTeX), ``"tikz"`` or ``"rocq"``.
    symbols
        LaTeX by name, for quantities to be named otherwise than in the paper.

    Returns
    -------
    str
        The text.

    Raises
    ------
    DomainError
        There is no such form, or none of this kind of result; the message says why.

    Examples
    --------
    >>> import phasecalc as pc
    >>> print(pc.render(pc.exponents(1, 0), "mathtext").replace(r",\quad ", ",\n"))
    $\mathrm{Phase\ Ia}:\quad \mathscr{P}_\star \asymp \mathfrak{f}^{-1/3},
    d_\star \asymp \mathfrak{f}^{1/3},
    \mathscr{F}_{pp} \asymp \mathscr{F}_0$
    >>> pc.render(pc.check_claim("xi == 1/2", "alpha < 1/2"), "tikz")
    Traceback (most recent call last):
    ...
    phasecalc.exceptions.DomainError: a claim is a sentence, which no picture states; draw what...
    """
    if form not in FORMS:
        hint = "; a figure is drawn by .plot()" if form == "figure" else ""
        raise DomainError(f"no form {form!r}; there are {', '.join(FORMS)}{hint}")
    write = notation(symbols, own_names(item))
    if isinstance(item, (list, tuple)) and form in _ONE_BY_ONE:
        return "\n\n".join(render(x, form, write) for x in item)
    _refuse(item, form)
    return FORMS[form](item, write)


def plot(item: Any, ax: Any = None, **options: Any) -> Any:
    """Draw a result; see :meth:`phasecalc.display.Shown.plot`.

    Raises
    ------
    DomainError
        No picture is drawn of this kind of result.
    """
    _refuse(item, "figure")
    home = find(item, _FIGURES)
    if not home:
        raise DomainError(f"no figure of a {type(item).__name__} is drawn")
    return load(home)(item, ax=ax, **options)


def proof_of(item: Any, write: Notation) -> tuple[Block, ...]:
    """Blocks of a result's proof.

    Raises
    ------
    DomainError
        It has none.
    """
    _refuse(item, "proof")
    home = find(item, _PROOFS)
    if not home:
        raise DomainError(f"no proof of a {type(item).__name__} is kept")
    return tuple(load(home)(item, write))


def _refuse(item: Any, form: str) -> None:
    for (name, home), why in _REFUSED.items():
        if name == form and find(item, {home: why}):
            raise DomainError(why)


def _text(item: Any, _: Notation) -> str:
    return str(item)


def _latex(item: Any, write: Notation) -> str:
    return Tex(floats=False).page(view(item, write))


def _html(item: Any, write: Notation) -> str:
    from phasecalc.export.page.html import Html

    blocks = view(item, write)
    return Html(short_names(cited(blocks))).page(blocks)


def _markdown(item: Any, write: Notation) -> str:
    from phasecalc.export.page.markdown import Markdown

    blocks = view(item, write)
    return Markdown(short_names(cited(blocks))).page(blocks)


def _mathtext(item: Any, write: Notation) -> str:
    from phasecalc.export.page.mathtext import Mathtext

    blocks = view(item, write)
    return Mathtext(short_names(cited(blocks))).page(blocks)


def _json(item: Any, _: Notation) -> str:
    home = find(item, _DATA)
    if not home:
        raise DomainError(f"no JSON of a {type(item).__name__} is written")
    return json.dumps(load(home)(item), indent=2, ensure_ascii=False)


def _proof(item: Any, write: Notation) -> str:
    return Tex().page(proof_of(item, write))


def _tikz(item: Any, write: Notation) -> str:
    home = find(item, _PICTURES)
    if home:
        return str(load(home)(item, write=write))
    from phasecalc.export.forms.tikz_axes import axes_picture

    return axes_picture(plot(item))


def _rocq(item: Any, _: Notation) -> str:
    from phasecalc.export.rocq.file import coq

    return coq(item)


FORMS: Mapping[str, Callable[[Any, Notation], str]] = {
    "text": _text,
    "latex": _latex,
    "html": _html,
    "markdown": _markdown,
    "json": _json,
    "mathtext": _mathtext,
    "proof": _proof,
    "tikz": _tikz,
    "rocq": _rocq,
}
