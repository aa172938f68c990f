r"""Numbers as one writes them in LaTeX: exact ones, and floats to so many digits."""

from __future__ import annotations

import math

from phasecalc.checker import Number, Surd

__all__ = ["number_latex", "power_of_ten", "scientific", "times_ten"]


def number_latex(x: Number) -> str:
    r"""LaTeX of an exact number, slashed as in an exponent.

    Examples
    --------
    >>> from fractions import Fraction
    >>> print(number_latex(Fraction(3, 4)), number_latex(Surd(Fraction(1), Fraction(-1, 2), 2)))
    3/4 \left(1-1/2\sqrt{2}\right)
    """
    if isinstance(x, Surd):
        root = rf"\sqrt{{{x.n}}}"
        size = abs(x.b)
        part = root if size == 1 else rf"{number_latex(size)}{root}"
        sign = "+" if x.b > 0 else "-"
        if x.a == 0:
            return part if x.b > 0 else f"-{part}"
        return rf"\left({number_latex(x.a)}{sign}{part}\right)"
    return str(x)


def scientific(value: float, digits: int = 3) -> str:
    r"""LaTeX of a float with so many digits.

    Examples
    --------
    >>> print(scientific(1.25e-7), scientific(0.5), scientific(1e40), scientific(52800))
    1.25 \times 10^{-7} 0.5 10^{40} 5.28 \times 10^{4}
    """
    if not math.isfinite(value):
        return r"\infty" if value > 0 else "-"
    if value == 0 or 1e-3 <= abs(value) < 10**digits:
        return f"{value + 0.0:.{digits}g}"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return rf"10^{{{int(exponent)}}}" if mantissa == "1" else times_ten(mantissa, int(exponent))


def times_ten(mantissa: str, exponent: int) -> str:
    """LaTeX of a number whose digits are to stay as they are."""
    return rf"{mantissa} \times 10^{{{exponent}}}"


def power_of_ten(value: float) -> str:
    """Budget, rounded to a power of ten; infinite where none is known."""
    return rf"10^{{{math.log10(value):.0f}}}" if math.isfinite(value) else r"\infty"
