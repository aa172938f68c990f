"""The loss on the critical lines, against Rocq's text.

Nothing is proved here. The orders that the chapter derives are read as powers of the distance, and
what is taken from Rocq is compared with the sums that its theorems speak of.
"""

from __future__ import annotations

import re

import sympy as sp

from derivations.d15_stieltjes import first, kept, second, smeared
from derivations.d15_sums_on_lines import edge
from derivations.d32_line_formal import Line
from derivations.d32_window_lines import LINES
from phasecalc.exceptions import StepFailed
from phasecalc.export.rocq.cases import HEAD, THEOREMS, OnLine, Power, written
from phasecalc.export.rocq.hypotheses import Sums, equal_sums, hypotheses, pieces
from phasecalc.export.rocq.lemmas import lemma
from phasecalc.export.rocq.writing import without_comments
from phasecalc.proof import total
from phasecalc.proof.claim import OBJECTS
from phasecalc.proof.read import node
from phasecalc.regions.region import Region
from phasecalc.symbols import alpha, beta, d, gamma, tau

__all__ = ["NAMES", "compared", "found"]

NAMES = (
    "loss_rough_line_steep",
    "loss_rough_line_halfway",
    "loss_rough_line_flat",
    "loss_quarter_line_smooth",
    "loss_quarter_line_rough",
    "loss_half_line_rough",
    "loss_half_line_smooth",
    "loss_where_lines_meet",
    "loss_at_the_corner",
)
_UP, _DOWN = sp.Symbol("U", positive=True), sp.Symbol("L", positive=True)
half = sp.Rational(1, 2)
# Where the target is rough the chapter needs no order of the kernel: that of its squares.
SQUARES = {sp.Rational(1, 4): Power(sp.S.Zero, log=True), half: Power(sp.S.One)}


def _power(order: sp.Expr, line: Line, noisy: sp.Expr = sp.S.One) -> tuple[Power, sp.Expr, int]:
    """A power of the distance; what stands before it; how often log(tau) stands there."""
    a = line.at.get(alpha, alpha)
    logs = {sp.log(edge): _UP, sp.log(tau): _DOWN}
    plain = (order / noisy).xreplace(logs).xreplace({edge: d ** (2 * a) / tau})
    powers = sp.powsimp(
        sp.expand_power_base(sp.powdenest(plain, force=True), force=True), force=True
    )
    parts = sp.powdenest(sp.expand_power_exp(powers), force=True).as_powers_dict()
    e: sp.Expr = sp.S.Zero
    front: sp.Expr = sp.S.One
    for base, power in parts.items():
        if base == tau:
            e += power
        elif base not in (_UP, _DOWN):
            front *= base**power
    up, down = parts.get(_UP, 0), parts.get(_DOWN, 0)
    if up not in (0, 1) or down not in (0, 1) or front.has(tau, edge, _UP, _DOWN):
        raise StepFailed(f"{order} is no power of the distance with logarithms")
    return Power(-sp.expand(e), bool(up)), front, int(down)


def _side(line: Line) -> str:
    if line.at.get(beta) == half:
        return "between"
    return "rough" if len(line.orders) == 1 else "smooth"


def found() -> tuple[OnLine, ...]:
    """The orders on each line, as Rocq asks for them.

    Raises
    ------
    StepFailed
        One is not of the form, or not among those that the chapter keeps.
    """
    rows = []
    for name, line in zip(NAMES, LINES, strict=True):
        _in_window(name, line)
        kind = _side(line)
        orders = [x for x, _ in line.orders]
        left = _power(orders[0], line)
        if left[1:] != (1, 0):
            raise StepFailed(f"{name}: {orders[0]} is no power of the distance")
        fixed = tuple(sp.Eq(s, x) for s, x in line.at.items() if s in (alpha, beta))
        where = (*fixed, *line.where)
        if kind == "rough":
            noise = SQUARES[line.at[alpha]]
            _absorbed(name, line, noise, d ** _stable(line))
            rows.append(OnLine(name, kind, where, left[0], None, noise))
            continue
        if 0 not in line.left or 3 in line.left:
            raise StepFailed(f"{name}: another noise is kept than that of the squares")
        spread, before, down = _power(orders[1], line)
        if down != (kind == "between") or before.has(gamma):
            raise StepFailed(f"{name}: {orders[1]} is not the smeared sum")
        _absorbed(name, line, spread, before)
        noise, before, down = _power(orders[2], line, line.there(gamma) * line.noisy)
        if down or before.has(gamma):
            raise StepFailed(f"{name}: {orders[2]} is not the noise")
        rows.append(OnLine(name, kind, where, left[0], spread, noise))
    return tuple(rows)


def _absorbed(name: str, line: Line, power: Power, before: sp.Expr) -> None:
    """Check that what stands before a power of w keeps it below w, at both ends of the window.

    Between the ends log(w) is between those there, and the logarithm 1 + log(w/s0) is 1 at s0.
    """
    a = line.at.get(alpha, alpha)
    at_one = sp.powsimp(before).as_powers_dict().get(d, sp.S.Zero)
    at_edge = at_one - 2 * a * (power.exponent - 1)
    region = Region.where(*line.where, parameters=(alpha, beta))
    for e, strictly in ((at_one, power.log), (at_edge, False)):
        top, bottom = sp.fraction(sp.together(e))
        sign = sp.expand(top * bottom)
        met = sign < 0 if strictly else sign <= 0
        if met is sp.false or (
            met is not sp.true and not region.implies(Region.where(met, parameters=(alpha, beta)))
        ):
            raise StepFailed(f"{name}: what is smaller than w in Rocq is d^({e}) beside it here")


def _stable(line: Line) -> sp.Expr:
    """A bound of the learning rate as a power of d."""
    if gamma in line.at:
        return sp.powsimp(line.at[gamma]).as_powers_dict().get(d, sp.S.Zero)
    return sp.powsimp(line.room["window"][-1] * gamma).as_powers_dict().get(d, sp.S.Zero)


def _in_window(name: str, line: Line) -> None:
    a = line.at.get(alpha, alpha)
    last = edge in line.room["growing"] or d ** (2 * a) / tau in line.room["window"]
    if not last:
        raise StepFailed(f"{name}: the window does not end at the distance d^(-2 alpha)")


# What the theorems ask of the model, the sums and the time, in the definition that they share: all.
ASKED = (
    "let s0 := c * Rpower (INR D) (- (2 * alpha))",
    "let s2 := s1 / least_M alpha rho c",
    "(0 < D)%nat",
    "power_law alpha lambda",
    "INR v <= rho * INR D",
    *("(forall j", "0 <= target j)", "integral X I", "integral X J"),
    *("(forall w", "inside v (INR D) lambda w"),
    "moment I 1 (s_of v (INR D) lambda w) = A v lambda target 1 w / M v (INR D) lambda w)",
    *("(forall w", "inside v (INR D) lambda w"),
    "moment J 1 (s_of v (INR D) lambda w) = trace - s_of v (INR D) lambda w"
    " * (INR D * turning v (INR D) lambda 1 w))",
    "volterra (fun i => gamma ^ 2 * B * after J gamma B i) (after I gamma B) P",
    *("0 < gamma", "gamma * (B + 1) * X <= 2 - cc", "s1 * (gamma * B) <= 1"),
    *("(forall L", "sum L (fun i => gamma ^ 2 * B * after J gamma B i) <= mu)"),
    *("(forall w", "s0 <= w <= s2", "0 < T w"),
    "low * T w <= sum_of_orders v (INR D) lambda target (S (S n)) w <= high * T w",
    "low * theta v (INR D) lambda w <= turning v (INR D) lambda (S (S n)) w * w ^ S n)",
    *("(forall w", "s0 <= w <= s2", "0 < noise w"),
    "low * noise w <= w ^ 2 * noise_orders v (INR D) lambda w <= high * noise w)",
    "s0 <= clock s1 (gamma * B) r",
    "1 <= s1 * (gamma * B * INR r)",
)
# What each theorem asks of the orders beside their exponents, and what it concludes.
FORMS = {
    "smooth": (
        "log_term s0 a2 e2 l2 t <= N * t",
        "let T := fun w => Rpower w e1 + log_term s0 a2 e2 l2 w",
        "(T t + gamma * noise t) / C <= P r <= C * (T t + gamma * noise t)",
    ),
    "between": (
        "log_term s0 a2 e2 l2 w <= N * w)",
        "let T := fun w => w + log_term s0 a2 e2 l2 w * down s2 w",
        "(T t + gamma * noise t * down s1 t) / C <= P r <= C * (T t + gamma * noise t * down s1 t)",
    ),
    "rough": (
        "gamma * noise t <= N * t",
        "let T := fun w => Rpower w e1",
        "T t / C <= P r <= C * T t",
    ),
}


def compared(text: str | None = None, cases: str | None = None) -> int:
    """Compare what the chapter takes with the text that Rocq accepted; how much agrees.

    Parameters
    ----------
    text, cases
        The theorems on all orders, with all that they build on, and those line by line.

    Raises
    ------
    StepFailed
        A sum, an order, the window or a hypothesis is another one.
    """
    whole = lemma("critical-lines") if text is None else text
    general, _, own = whole.partition(HEAD)
    own = HEAD + own if cases is None else cases
    for line, name in zip(LINES, NAMES, strict=True):
        parts = [line.there(x) for x in (kept, smeared, first * line.noisy, second * line.noisy)]
        if line.sums != parts[: len(line.orders)]:
            raise StepFailed(f"{name}: other sums are taken than those at the distance 1/tau")
    if not own.startswith(written(found(), general).rstrip()):
        raise StepFailed("the theorems line by line are not those that the book's orders give")
    forcing, noise = (node(total(*x), OBJECTS) for x in ((kept, smeared), (first, second)))
    sums = Sums(forcing, noise, "")
    count = equal_sums(general, sums)
    shared = pieces(_definition(general))
    asked = {kind: hypotheses(general, name) for kind, name in THEOREMS.items()}
    if shared != list(ASKED):
        beside = [x for x in (*shared, *ASKED) if shared.count(x) != ASKED.count(x)]
        raise StepFailed(f"what Rocq's theorems share is another situation: {beside or shared}")
    count += len(ASKED)
    rows: list[tuple[tuple[str, ...], list[str]]] = [
        (FORMS[kind], asked[kind]) for kind in THEOREMS
    ]
    rows += [((NOISE,), x) for x in asked.values()]
    for kind, ranges in RANGES.items():
        there = [x for x in asked[kind] if "<" in x and re.search(r"\b(e1|e2|eK)\b", x)]
        if there[: len(ranges)] != list(ranges):
            raise StepFailed(f"Rocq's theorem on {kind} targets asks for other ranges: {there}")
        count += len(ranges)
    for wanted, there in rows:
        for piece in wanted:
            if piece not in there:
                raise StepFailed(f"Rocq's theorems on the lines do not say {piece!r}")
        count += len(wanted)
    return count + len(LINES)


# Where each theorem wants the exponents: Rocq proves of each line that they are there.
FOR_NOISE = ("0 <= eK", "eK + more lK 1 < 2")
RANGES = {
    "smooth": ("1 < e1 < INR (S (S n))", "0 <= e2", "e2 + more l2 (/ 2) < 1", *FOR_NOISE),
    "between": ("0 <= e2", "e2 + more l2 (/ 2) < 1", "e2 + more l2 1 < 2", *FOR_NOISE),
    "rough": ("0 <= e1 < 1", *FOR_NOISE),
}
NOISE = "let noise := log_term s0 aK eK lK"


def _definition(text: str) -> str:
    """What the theorems on the lines share."""
    made = re.findall(
        r"^Definition situation (.*?)\.\s*\n\s*\n", without_comments(text), re.M | re.S
    )
    if len(made) != 1:
        raise StepFailed(f"Rocq's text has {len(made)} definitions of what the lines share")
    return str(made[0]).split("Prop :=")[-1]
