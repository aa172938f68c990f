"""What counts as a flop, and what that does to the exponent that is measured.

The loss is in all parameters. With width w, depth in a fixed proportion to it, and N parameters
outside the head, w ~ N^(1/3): the head has h N^(1/3) parameters, and attention over a context costs
as much as k N^(2/3) more. Three ways to count (Porian et al.): without the head, with it, and with
attention as well. The loss is the same in all three; the measured exponent is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral

from phasecalc.exceptions import DomainError
from phasecalc.laws.declaring.declaration import Law
from phasecalc.parsing.grammar import echo

__all__ = ["ACCOUNTINGS", "CHAIN", "Architecture", "Step", "accounting"]

# Flops for each token, in N, the parameters outside the head.
ACCOUNTINGS: dict[str, str] = {
    "no-head": "6*N",
    "head": "6*(N + h*N^(1/3))",
    "attention": "6*(N + h*N^(1/3) + k*N^(2/3))",
}


@dataclass(frozen=True)
class Step:
    """Measured exponent a of N* = C^a after one correction (Porian et al., Figure 1).

    Parameters
    ----------
    name
        What has been corrected, beside all before.
    refined_web, open_web_text
        Exponent on each data set, with its 95 % interval.
    """

    name: str
    refined_web: tuple[str, str, str]
    open_web_text: tuple[str, str, str]


# Data, not derived. Source: porian2024resolving; intervals from their published fits.
CHAIN: tuple[Step, ...] = (
    Step("as Kaplan et al.", ("0.8353", "0.824", "0.846"), ("0.8635", "0.819", "0.897")),
    Step("count the last layer", ("0.7065", "0.691", "0.717"), ("0.6985", "0.664", "0.724")),
    Step("correct the warm-up", ("0.6020", "0.591", "0.617"), ("0.6032", "0.570", "0.629")),
    Step("cosine decay", ("0.5715", "0.560", "0.589"), ("0.5743", "0.542", "0.606")),
    Step("tune the optimiser", ("0.4969", "0.491", "0.505"), ("0.5185", "0.493", "0.541")),
)


@dataclass(frozen=True)
class Architecture:
    """A decoder as their code builds it, and what it costs.

    Parameters
    ----------
    width, depth
        Width of the residual stream, and number of layers.
    vocabulary, context
        Sizes; those of the study by default.

    Raises
    ------
    DomainError
        Not integers of at least 1.

    Examples
    --------
    >>> small = Architecture(width=512, depth=8)
    >>> small.without_head, small.parameters, small.flops_per_token("attention") // 10**6
    (27262976, 53084160, 368)
    """

    width: int
    depth: int
    vocabulary: int = 50432
    context: int = 2048

    def __post_init__(self) -> None:
        for name in ("width", "depth", "vocabulary", "context"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, Integral):
                raise DomainError(f"{name} = {echo(value)}: must be an integer")
            if value < 1:
                raise DomainError(f"{name} = {echo(value)}: must be at least 1")
            object.__setattr__(self, name, int(value))  # exact, where NumPy's would overflow

    @property
    def feed_forward(self) -> int:
        """Width of the feed-forward layers: 8/3 of the width, rounded up to a multiple of 256."""
        return 256 * -(-(8 * self.width // 3) // 256)

    @property
    def without_head(self) -> int:
        """Parameters outside the head."""
        return (4 * self.width + 3 * self.feed_forward) * self.width * self.depth

    @property
    def parameters(self) -> int:
        """All parameters."""
        return self.without_head + self.vocabulary * self.width

    def flops_per_token(self, kind: str) -> int:
        """Flops for each token in one of the three accountings.

        Raises
        ------
        DomainError
            Another accounting.
        """
        if kind == "no-head":
            return 6 * self.without_head
        if kind == "head":
            return 6 * self.parameters
        if kind == "attention":
            return 6 * self.parameters + 6 * self.context * self.width * self.depth
        raise DomainError(f"accounting {kind!r}: use {', '.join(ACCOUNTINGS)}")


def accounting(kind: str) -> Law:
    """Two-term law in all parameters, at a budget that is counted in one of three ways.

    Parameters
    ----------
    kind
        ``"no-head"``, ``"head"`` or ``"attention"``.

    Raises
    ------
    DomainError
        Another accounting.

    Examples
    --------
    >>> from phasecalc.laws.optimum.local import local_exponent_formula
    >>> for kind in ("no-head", "head"):
    ...     found = local_exponent_formula(accounting(kind))
    ...     print(kind, "| small:", found.small, "| large:", found.large)
    no-head | small: 3*beta/(alpha + 3*beta) | large: beta/(alpha + beta)
    head | small: 3*beta/(alpha + beta) | large: beta/(alpha + beta)
    """
    if kind not in ACCOUNTINGS:
        raise DomainError(f"accounting {kind!r}: use {', '.join(ACCOUNTINGS)}")
    used = [n for n in ("h", "k") if n in ACCOUNTINGS[kind] or n == "h"]
    return Law.of(
        f"accounting-{kind}",
        title=f"two-term law in all parameters, flops counted {kind}",
        source="porian2024resolving",
        sizes=["N", "D"],
        terms={"model": "A*(N + h*N^(1/3))^-alpha", "data": "B*D^-beta"},
        budget=f"{ACCOUNTINGS[kind]}*D",
        parameters=["A", "B", "alpha", "beta", *used],
    )
