"""The one call: from a spectrum or loss curves to exponents, phases and what they rest on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import signature
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

from phasecalc.exceptions import DomainError, NoPowerLaw
from phasecalc.fitting.answers.caveats import Caveat
from phasecalc.fitting.spectra.answer import SpectrumEstimate
from phasecalc.fitting.spectra.basis import mixed_target
from phasecalc.fitting.spectra.curve import sample_line
from phasecalc.fitting.spectra.given import Spectrum, given
from phasecalc.fitting.spectra.line import Line, Rules, best_line, other_line
from phasecalc.fitting.spectra.sample import resolved
from phasecalc.fitting.spectra.straight import drawn_again, log_line, mean_line, power_means
from phasecalc.numerics.seeds import Rng, seed_of

if TYPE_CHECKING:
    from phasecalc.fitting.training.answer import CurveEstimate

__all__ = ["estimate"]

Floats = npt.NDArray[np.float64]
_LEAST = 10  # eigenvalues
_MOST_OF_SAMPLE = 20_000
_MANY = 10_000  # samples for each eigenvalue: above, the noise model is lost in rounding


@overload
def estimate(
    eigenvalues: Any,
    coefficients: Any = None,
    *,
    convention: str = "b",
    basis: str = "population",
    samples: int | None = None,
    dimension: int | None = None,
    columns: Mapping[str, str] | None = None,
    tolerance: float = 0.05,
    level: float = 0.9,
    rng: Rng | None = None,
    seed: int | None = None,
) -> SpectrumEstimate: ...


@overload
def estimate(
    *,
    curves: Any,
    columns: Mapping[str, str] | None = None,
    where: Sequence[str] = (),
    d: Any = None,
    ratio: float = 10,
    batch: float = 1,
    gamma: Any = None,
    scale: Any = 1,
    level: float = 0.9,
    rng: Rng | None = None,
    seed: int | None = None,
) -> CurveEstimate: ...


def estimate(
    eigenvalues: Any = None,
    coefficients: Any = None,
    *,
    curves: Any = None,
    level: float = 0.9,
    rng: Rng | None = None,
    seed: int | None = None,
    **options: Any,
) -> SpectrumEstimate | CurveEstimate:
    r"""Data and target complexity of a spectrum, or of loss curves, with intervals, and the phase.

    The model has eigenvalues :math:`\lambda_j = j^{-2\alpha}` and a target with coefficients
    :math:`b_j = j^{-\beta}`, so that a spectrum of measured slope 0.9 has alpha = 0.45.

    Parameters
    ----------
    eigenvalues
        Of the covariance of the data, in any order: an array, or the path of a .npy or .csv file.
        The unit is of no account.
    coefficients
        Of the target along each eigenvector, in the same order; an array or a path. Without them
        only alpha is estimated.
    convention
        What the coefficients are: ``"b"`` for b_j, ``"mass"`` for :math:`\lambda_j b_j^2`, the
        square of the coefficient along the normalised feature :math:`x_j/\sqrt{\lambda_j}`.
    basis
        Whose eigenvectors: ``"population"``, or ``"sample"``, which mix those of the population;
        then ``samples`` is needed.
    samples
        Number n of samples (or of random features) from which the eigenvalues were computed; the
        population's exponent is then read through the deterministic equivalent. Without it the
        eigenvalues are taken for those of the population.
    dimension
        Dimension v of the data, where ``samples`` is given and v is known; where there are fewer
        eigenvalues than samples it is their number.
    curves
        Measured losses in the place of a spectrum: a CSV or JSON-lines file, mapping, rows, array
        or frame with one loss a row. The model's exact curves are fitted to their logarithms.
    columns
        Columns of a file: ``{"eigenvalues": ..., "coefficients": ...}``; of curves
        ``r`` (iterations) or ``flops`` (r d B), ``loss``, ``d``, ``v``, ``batch``, ``gamma``,
        ``run``, which tells runs of one setting apart, and ``noise``, the relative standard error
        of each loss.
    where
        Rows of the curves to keep, such as ``"r>=10"``.
    d, ratio, batch
        Model size, v/d and B of all runs, where no column says them; ``d="fit"`` fits one d.
    gamma
        Learning rate of all runs. By default one is fitted; ``"share"`` fits gamma over the
        default rate of each run, for rates that go down as d grows.
    **options
        Those above that go with the kind of data; the others are refused.
    scale
        1 where the loss has the model's unit; ``"fit"`` fits a factor.
    tolerance
        Relative change of the slope over its window that still counts as a power law; a change
        that is significant widens the interval.
    level
        Of the intervals.
    rng, seed
        Stream of the draws that stand for the spread, as in ``phasecalc.laws.fit``.

    Returns
    -------
    SpectrumEstimate or CurveEstimate
        Estimates, probabilities of phases, exponents with intervals; windows of a spectrum.

    Raises
    ------
    NoPowerLaw
        No window of at least a decade of indices supports a power law, or curves do not tell
        the exponents apart.
    ParseError
        A file or an array does not hold numbers.
    DomainError
        Negative eigenvalues, too few of them, flat or diverging curves, fewer losses than
        parameters and two, or an option out of range.

    Examples
    --------
    >>> import numpy as np
    >>> j = np.arange(1, 1001.0)
    >>> found = estimate(3 * j**-0.9, j**-0.8)
    >>> print(f"{found.alpha.value:.4f} {found.beta.value:.4f}", found.phases)
    0.4500 0.8000 {'IVa': 1.0}
    """
    number = seed_of(rng, seed)
    if (curves is None) == (eigenvalues is None):
        raise DomainError("give eigenvalues, or curves")
    if curves is None:
        _known(_spectrum, options)
        return _spectrum(eigenvalues, coefficients, level=level, seed=number, **options)
    from phasecalc.fitting.training.ask import estimate_curves

    if coefficients is not None:
        raise DomainError("coefficients go with eigenvalues; curves have none")
    _known(estimate_curves, options)
    return estimate_curves(curves, level=level, seed=number, **options)


def _known(call: Callable[..., object], options: Mapping[str, Any]) -> None:
    """Refuse an option that belongs to the other kind of data, or to none."""
    wanted = [n for n in signature(call).parameters if n not in ("eigenvalues", "curves")]
    for name in options:
        if name not in wanted:
            raise TypeError(f"estimate() has no option {name!r} here; it has {', '.join(wanted)}")


def _spectrum(
    eigenvalues: Any,
    coefficients: Any,
    *,
    convention: str = "b",
    basis: str = "population",
    samples: int | None = None,
    dimension: int | None = None,
    columns: Mapping[str, str] | None = None,
    tolerance: float = 0.05,
    level: float = 0.9,
    seed: int = 0,
) -> SpectrumEstimate:
    _require_options(level, tolerance, basis, samples)
    spectrum = given(eigenvalues, coefficients, convention, columns or {})
    z, given_as = spectrum.eigenvalues, convention
    _require_sizes(spectrum, samples, dimension)
    if samples is not None and len(z) < samples:
        dimension = dimension or len(z)  # as many as dimensions: there are more samples than those
    make, every = _lines(z, samples, dimension), Rules(tolerance)
    try:
        line = best_line(make, len(z), every, "the eigenvalues")
    except NoPowerLaw as reason:
        if samples is None or dimension is not None:
            raise
        more = "give the dimension of the data, if it is known, or more samples"
        raise NoPowerLaw(f"{reason}; {more}") from None
    other = other_line(make, len(z), every, line)
    target, coupling = None, 0.0
    if spectrum.squares is not None and basis == "sample" and samples is not None:
        masses = spectrum.squares * (z if convention == "b" else 1)
        convention, rules = "mass", _target_rules(tolerance, math.inf)
        target, coupling = mixed_target(masses, z, samples, line, dimension, rules)
    elif spectrum.squares is not None:
        target = _target(spectrum.squares, tolerance)
    return SpectrumEstimate(
        spectrum.origin,
        len(z),
        line,
        target,
        convention,
        basis,
        samples,
        level,
        seed,
        coupling,
        tuple(_notes(spectrum, other, given_as)),
    )


def _require_options(level: float, tolerance: float, basis: str, samples: int | None) -> None:
    for name, x in (("level", level), ("tolerance", tolerance)):
        if not 0 < x < 1:
            raise DomainError(f"{name} = {x}: must lie between 0 and 1")
    if basis not in ("population", "sample"):
        raise DomainError(f"basis = {basis!r}: use population or sample")
    if basis == "sample" and samples is None:
        raise DomainError("basis = 'sample' needs samples, the number of them")


def _notes(spectrum: Spectrum, other: Line | None, convention: str) -> Iterator[Caveat]:
    if other is not None:
        yield Caveat(
            "window",
            f"another power law is seen from {other.first} to {other.last}, "
            f"j^-{other.exponent:.3g}, alpha = {other.exponent / 2:.3g}: which of them the runs "
            "meet depends on the indices that they resolve",
        )
    if spectrum.proportional:
        yield Caveat(
            "coefficients",
            "the coefficients are the eigenvalues themselves, up to a factor: was one column "
            f"meant for both? beta = {'2 alpha' if convention == 'b' else '0'} follows from that "
            "alone",
        )
    if spectrum.left_out:
        yield Caveat("data", f"{spectrum.left_out} eigenvalues are zero up to rounding: left out")


def _lines(
    z: Floats, samples: int | None, dimension: int | None
) -> Callable[[int, int], Line | None]:
    """What makes a line over a window of the eigenvalues."""
    if samples is None:
        return lambda a, b: log_line(z, a, b)
    seen = resolved(z, samples)
    return lambda a, b: sample_line(seen, a, b, dimension)


def _require_sizes(spectrum: Spectrum, samples: int | None, dimension: int | None) -> None:
    count = len(spectrum.eigenvalues)
    if count < _LEAST:
        raise DomainError(
            f"{spectrum.origin}: {count} positive eigenvalues; at least {_LEAST} are needed for a "
            "decade of indices"
        )
    if samples is not None and count > _MOST_OF_SAMPLE:
        raise DomainError(
            f"{count} eigenvalues of a sample; at most {_MOST_OF_SAMPLE} are read with samples. "
            "Draw fewer samples"
        )
    if samples is not None and samples > _MANY * count:
        raise DomainError(
            f"samples = {samples:.3g}: over {_MANY} times the {count} eigenvalues; leave it out, "
            "for these are then the population's"
        )
    for name, size in (("samples", samples), ("dimension", dimension)):
        if size is not None and (int(size) != size or size < count):
            raise DomainError(
                f"{name} = {size}: a whole number of at least {count} is needed, for there are "
                f"{count} positive eigenvalues"
            )
    if dimension is not None and samples is None:
        raise DomainError("dimension is of use with samples alone")


def _target_rules(tolerance: float, blind: float = 1.0) -> Rules:
    """A slope of squares matters as it stands: 0 is a target like any other."""
    return Rules(tolerance, blind, scale=1.0)


def _target(squares: Floats, tolerance: float) -> Line:
    def line(first: int, last: int) -> Line | None:
        y = squares[first - 1 : last]
        if not y.any():
            return None
        return mean_line(y, first, last, power_means(first, last), 1.0)

    found = best_line(line, len(squares), _target_rules(tolerance), "the coefficients")
    a, b = found.first, found.last
    return drawn_again(found, squares[a - 1 : b], power_means(a, b))
