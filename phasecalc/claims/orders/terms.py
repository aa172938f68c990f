"""Terms of the loss inside a sum, replaced by their leading forms with remainders."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from phasecalc.claims.orders.leading import Case
from phasecalc.claims.orders.sides import SideReader
from phasecalc.claims.orders.window import Window, expanded_logs
from phasecalc.exceptions import Undecided
from phasecalc.normal.product import Product
from phasecalc.normal.ratio import Ratio
from phasecalc.normal.sums import Sum, power

__all__ = ["Terms"]


class Terms:
    """Leading forms of the terms on one piece.

    Parameters
    ----------
    cases
        Leading form of each term that occurs.
    reader
        Reads trees there.
    window
        Is told how each term grows.
    """

    def __init__(self, cases: Mapping[str, Case], reader: SideReader, window: Window) -> None:
        self.reader = reader
        self.sums: dict[str, Sum] = {}
        self.leads: dict[str, Product] = {}
        for name, case in cases.items():
            leading = reader.read(case.tree)
            bounds = [e for tree in case.errors for e in reader.read(tree).products]
            lead = leading.products[0] if len(leading.products) == 1 else window.lead(leading)
            if lead is None:
                raise Undecided(f"the leading form of {name} is a sum of several orders")
            self.sums[name] = leading.plus_error(*(lead * e for e in bounds))
            self.leads[name] = lead
        window.terms = self.leads

    def expanded(self, whole: Sum) -> Sum:
        """A sum without terms, logarithms multiplied out.

        Parameters
        ----------
        whole
            The sum.
        """
        result = Sum((), tuple(self._shape(e) for e in whole.errors))
        for product in whole.products:
            part = Sum.of(product)
            for name, term in self.sums.items():
                exponent = product.exponent(name)
                if exponent.vanishes:
                    continue
                lead = self.leads[name]
                part = Sum(tuple(p.without([name]) for p in part.products), part.errors)
                part = part * self._power(term, lead, exponent)
            result = result + part
        return expanded_logs(result)

    def _power(self, term: Sum, lead: Product, exponent: Ratio) -> Sum:
        """Power of a term, which is positive."""
        number = exponent.number
        if isinstance(number, Fraction) and number.denominator == 1:
            return power(term, exponent, lead)
        unit = Product.of(lead.coefficient.inverse())
        outer = self.reader.raised(lead.coefficient, exponent)
        return power(term.times(unit), exponent, lead * unit).times(outer)

    def _shape(self, error: Product) -> Product:
        """A remainder without terms."""
        for name, lead in self.leads.items():
            exponent = error.exponent(name)
            if not exponent.vanishes:
                error = error.without([name]) * lead.raised(exponent)
        return error
