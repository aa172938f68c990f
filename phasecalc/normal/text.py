"""Products as text, as the language of claims reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from phasecalc.checker import Number

if TYPE_CHECKING:
    from phasecalc.normal.product import Product
    from phasecalc.normal.ratio import Ratio

__all__ = ["written"]


def written(product: Product) -> str:
    """Write a product; parameters are called as ``Ratio`` calls them.

    Parameters
    ----------
    product
        The product.
    """
    factors = []
    for base, exponent in product.powers:
        name = _polynomial(base, product.variables) if isinstance(base, tuple) else str(base)
        factors.append(_power(name, exponent))
    for function, rows in (("gamma_function", product.gammas), ("zeta", product.zetas)):
        factors += [_power(f"{function}({argument})", exponent) for argument, exponent in rows]
    factors += [_power(f"log({inner})", exponent) for inner, exponent in product.logs]
    number = product.coefficient.number
    if number == -1 and factors:
        return "-" + "*".join(factors)
    if number != 1 or not factors:
        text = str(product.coefficient)
        factors.insert(0, f"({text})" if number is None and factors else text)
    return "*".join(factors)


def _polynomial(rows: tuple[tuple[tuple[int, ...], Number], ...], variables: int) -> str:
    from phasecalc.normal.ratio import Ratio

    return f"({Ratio(rows, Ratio.constant(1, variables).denominator)})"


def _power(name: str, exponent: Ratio) -> str:
    text = str(exponent)
    if text == "1":
        return name
    return f"{name}**{text}" if text.isalnum() else f"{name}**({text})"
