"""Names that a claim about one object may use, and the keys that quantities go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from phasecalc.claims.about.saying.orders import Orders
from phasecalc.claims.about.saying.phases import Phases
from phasecalc.exceptions import ParseError
from phasecalc.parsing.grammar import echo

__all__ = ["Vocabulary", "across_parts", "limit_parts", "parts_of", "slope_key"]


@dataclass(frozen=True)
class Vocabulary:
    """Names that a claim about one object may use.

    Parameters
    ----------
    about
        The object, for messages.
    parameters
        Names that conditions may contain, and derivatives be taken in.
    quantities
        Canonical key of each quantity by the way it may be written, ``"eta"`` or ``"exponent(N)"``.
    terms
        Terms of the loss, which a trade-off names.
    hints
        Why some names are not known.
    orders
        Names of relations between orders; None where there are no such relations.
    sums
        Quantities of a term that is a sum, by the name of the sum; the least counts.
    phases
        The phases, where they have names; or None.
    """

    about: str
    parameters: tuple[str, ...]
    quantities: Mapping[str, str]
    terms: tuple[str, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    orders: Orders | None = None
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phases: Phases | None = None

    def only_parameters(self) -> Vocabulary:
        """The same without quantities, for conditions."""
        hint = "conditions are on the parameters alone; state the rest as a claim"
        hints = {q.partition("(")[0]: hint for q in self.quantities}
        hints = {**self.hints, **hints}
        return Vocabulary(self.about, self.parameters, {}, (), hints, phases=self.phases)

    def require_phases(self) -> Phases:
        """The phases.

        Raises
        ------
        ParseError
            They have no names.
        """
        if self.phases is None:
            instead = "; name the terms in balance, as in tradeoff == 'model = data'"
            raise ParseError(f"of {self.about} no phases have names{instead if self.terms else ''}")
        return self.phases

    def unknown(self, name: str) -> ParseError:
        """What to say of a name that is not known."""
        known = [*self.parameters, *dict.fromkeys(self.quantities)]
        why = f" ({self.hints[name]})" if name in self.hints else ""
        listed = ", ".join(known) or "none"
        if self.orders is not None:
            listed += f"; in orders {', '.join(self.orders.letters)} as well"
        return ParseError(f"{echo(name)} is not known{why}; of {self.about} there are {listed}")


def slope_key(quantity: str, parameter: str) -> str:
    """Key of a derivative."""
    return f"derivative({quantity}; {parameter})"


def parts_of(key: str) -> tuple[str, str]:
    """Quantity and parameter of a key; the parameter is empty where it is no derivative."""
    if not key.startswith("derivative("):
        return key, ""
    quantity, _, parameter = key[len("derivative(") : -1].rpartition("; ")
    return quantity, parameter


def limit_parts(key: str) -> tuple[str, str, str] | None:
    """Quantity, parameter and target of a limit; None where a key is something else."""
    if not key.startswith("limit("):
        return None
    quantity, parameter, target = key[len("limit(") : -1].rsplit("; ", 2)
    return quantity, parameter, target


def across_parts(key: str) -> tuple[str, str, str] | None:
    """Quantity and both phases of a jump between them; None where a key is something else."""
    if not key.startswith("jump("):
        return None
    quantity, one, other = key[len("jump(") : -1].rsplit("; ", 2)
    return quantity, one, other
