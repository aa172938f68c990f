"""An estimate from loss curves in words, for people; and as plain data, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phasecalc.fitting.spectra.words import estimate_data, phase_data, phase_lines

if TYPE_CHECKING:
    from phasecalc.fitting.training.answer import CurveEstimate

__all__ = ["data", "text"]

_WORDS = {
    "gamma": "gamma",
    "share": "gamma over the default rate",
    "d": "d",
    "scale": "unit of the loss",
}


def text(found: CurveEstimate) -> str:
    """Numbers with intervals, how they were found, what to beware of."""
    lines = [f"{found.origin}: {found.count} losses of {len(found.curves)} runs"]
    names = found.coordinates.names
    lines += [f"  {_WORDS.get(n, n)} = {found.estimate_of(n)}" for n in names]
    lines += phase_lines(found)
    lines.append(f"  residuals: {100 * found.scatter:.2g} % of the loss")
    lines.append(f"  intervals: {100 * found.level:g} %; noise: {_noise(found)}")
    return "\n".join([*lines, *(f"  {c}" for c in found.caveats)])


def _noise(found: CurveEstimate) -> str:
    """What the intervals rest on."""
    if found.spread.how == "measured":
        return "as given with the losses, independent"
    if found.spread.how == "runs":
        return f"each of {len(found.curves)} runs left out in turn, whatever its own errors share"
    if found.noise.own == 1:
        return "residuals, independent from loss to loss"
    return (
        f"residuals, alike over a factor of {2.718281828**found.noise.tau:.3g} of the iterations "
        f"({100 * found.noise.own:g} % of their variance is each loss's own)"
    )


def data(found: CurveEstimate) -> dict[str, Any]:
    """An estimate as JSON."""
    content: dict[str, Any] = {
        "origin": found.origin,
        "digest": found.digest,
        "runs": len(found.curves),
        "losses": found.count,
        "level": found.level,
        "noise": _noise(found),
        "residuals": found.scatter,
    }
    for name in found.coordinates.names:
        content[name] = estimate_data(found.estimate_of(name))
    content |= phase_data(found)
    content["minima"] = [
        {
            **found.coordinates.read(x.array),
            "sum": x.value,
            "reached": x.reached,
        }
        for x in (found.minimum, *found.others)
    ]
    content["caveats"] = [{"about": c.about, "text": c.text} for c in found.caveats]
    return content
