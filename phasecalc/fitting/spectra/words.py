"""An estimate from a spectrum in words, for people; and as plain data, for programs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from phasecalc.exceptions import NoOptimum
from phasecalc.fitting.answers.estimate import Estimate

if TYPE_CHECKING:
    from phasecalc.fitting.spectra.answer import SpectrumEstimate
    from phasecalc.fitting.spectra.line import Line
    from phasecalc.fitting.spectra.plane import OnPlane

__all__ = ["data", "estimate_data", "phase_data", "phase_lines", "text"]


def text(found: SpectrumEstimate) -> str:
    """Numbers with intervals and windows, how they were found, what to beware of."""
    slope = found.spectrum.exponent
    lines = [
        f"{found.origin}: {found.count} eigenvalues",
        f"  alpha = {found.alpha}, from indices {_window(found.spectrum)}",
        f"    the spectrum falls like j^-{slope:.3g}, and that is j^(-2 alpha)",
    ]
    if found.target is not None:
        lines.append(f"  beta = {found.beta}, from indices {_window(found.target)}")
        power = found.target.exponent
        if found.convention == "mass":
            lines.append(f"    lambda_j b_j^2 falls like j^-{power:.3g} = j^(-2 alpha - 2 beta)")
        else:
            lines.append(f"    b_j^2 falls like j^-{power:.3g} = j^(-2 beta)")
        lines += phase_lines(found)
    lines.append(f"  intervals: {100 * found.level:g} %; {_noise(found)}")
    return "\n".join([*lines, *(f"  {c}" for c in found.caveats)])


def _window(line: Line) -> str:
    return f"{line.first} to {line.last}"


def phase_lines(found: OnPlane) -> list[str]:
    """Phases, exponents, and how fast they are reached."""
    shares = ", ".join(f"{n} {100 * p:.3g} %" for n, p in found.phases.items())
    lines = [f"  phase: {shares}"]
    try:
        lines += [
            f"  loss        P* = f^-eta, eta = {found.loss_exponent}",
            f"  model size  d* = f^xi, xi = {found.model_size_exponent}",
        ]
    except NoOptimum as problem:
        return [*lines, f"  {problem}"]
    delta = found.correction_exponent
    if math.isfinite(delta.value):
        lines.append(f"  both are seen at a budget f up to f^-delta, delta = {delta}")
    return lines


def _noise(found: SpectrumEstimate) -> str:
    if found.samples is None:
        words = "the scatter of block means of log lambda_j around the line"
    else:
        words = f"fluctuations of the spectrum of {found.samples} Gaussian samples"
    if found.target is not None:
        words += "; of the coefficients, "
        if found.basis == "sample":
            words += "the mixing of the population's eigenvectors in the sample's"
        else:
            words += "scatter independent from index to index"
    return f"noise: {words}"


def data(found: SpectrumEstimate) -> dict[str, Any]:
    """An estimate as JSON."""
    content: dict[str, Any] = {
        "origin": found.origin,
        "eigenvalues": found.count,
        "level": found.level,
        "samples": found.samples,
        "noise": _noise(found),
        "spectral_slope": found.spectrum.exponent,
        "alpha": {**estimate_data(found.alpha), "window": list(found.window)},
    }
    if found.target is not None and found.beta is not None:
        window = [found.target.first, found.target.last]
        content["beta"] = {**estimate_data(found.beta), "window": window}
        content["convention"] = found.convention
        content |= phase_data(found)
    content["caveats"] = [{"about": c.about, "text": c.text} for c in found.caveats]
    return content


def phase_data(found: OnPlane) -> dict[str, Any]:
    """Phases and exponents as JSON."""
    content: dict[str, Any] = {"phases": found.phases}
    try:
        content["loss_exponent"] = estimate_data(found.loss_exponent)
        content["model_size_exponent"] = estimate_data(found.model_size_exponent)
        content["correction_exponent"] = estimate_data(found.correction_exponent)
    except NoOptimum as problem:
        content["outside"] = str(problem)
    return content


def estimate_data(x: Estimate) -> dict[str, float | None]:
    """An estimate with its ends; None for what is not finite."""

    def finite(y: float | None) -> float | None:
        return y if y is not None and math.isfinite(y) else None

    return {"value": finite(x.value), "low": finite(x.low), "high": finite(x.high)}
