"""The lemmas of the main theorem: accepted as they ship, refused when they say too much.

The numbers come by other routes: a Volterra equation run forward, point masses summed, derivatives
of power series.
"""

import os
import random
import re
from concurrent.futures import ThreadPoolExecutor

import mpmath as mp
import pytest

from phasecalc.exceptions import DomainError, StepFailed
from phasecalc.export.rocq.evidence import InRocq
from phasecalc.export.rocq.kernel import AXIOMS, SIZES, RocqRefused, accept, available
from phasecalc.export.rocq.lemmas import LEMMAS, kept, lemma, theorems
from tests.export.compiled import said


@pytest.fixture
def rocq():
    """Skip where there is no Rocq; where it is required, that is a failure."""
    if not available():
        if os.environ.get("PHASECALC_REQUIRE_ROCQ"):
            pytest.fail("coqc is required here and missing")
        pytest.skip("no coqc on this machine (Debian: apt install coq)")


def test_the_record_has_every_lemma():
    assert all(kept(lemma(name)) for name in LEMMAS), "`phasecalc export --what coq --record`"


@pytest.mark.parametrize(
    "again", [False, pytest.param(True, marks=pytest.mark.long)], ids=["", "again"]
)
@pytest.mark.parametrize("name", LEMMAS)
def test_it_is_accepted(rocq, name, again):
    text = lemma(name)
    found = said(text, again=again, sections=True)
    assert found.theorems == len(theorems(text))
    assert set(found.axioms) <= AXIOMS | SIZES
    row = kept(text)
    assert (row.theorems, row.axioms) == (found.theorems, found.axioms)


# What makes a statement too strong, or leaves out a hypothesis that it needs.
TAMPERED = {
    "renewal": (
        (
            "INR n * M ^ (n - 1) * K m * sum (S r) F.",
            "INR (n - 1) * M ^ (n - 1) * K m * sum (S r) F.",
        ),
        ("(S n * m + n <= r)%nat ->\n  iterated", "(S n * m <= r)%nat ->\n  iterated"),
        ("/ (1 - M) ^ S (S k).", "/ (1 - M) ^ S k."),
        ("8 ^ k * INR (fact (S k))", "2 ^ k * INR (fact (S k))"),
        ("F r + K r * sum r F <= P r.", "F r + K r * sum (S r) F <= P r."),
        ("D * D / (2 - D) * ((INR r + 1) * f r).", "D / (2 - D) * ((INR r + 1) * f r)."),
        ("theta < 1 / 2 -> nonnegative f", "theta < 1 -> nonnegative f"),
        ("(INR r + 1) * K r <= A -> ", "0 <= A -> "),
    ),
    "stieltjes-to-laplace": (
        ("after I gamma B r <= (INR k / c) ^ k *", "after I gamma B r <= (INR k / c) ^ (k - 1) *"),
        ("<= 1 / 2 * (A / 2) ^ k * stieltjes I k s ->", "<= (A / 2) ^ k * stieltjes I k s ->"),
        ("2 * exp (4 * (B + 1) * A) * after", "2 * exp (2 * A) * after"),
        ("Hypothesis margin : gamma * (B + 1) * X <= 2 - c.", "Hypothesis margin : 0 < X."),
        ("exp (- (4 * (B + 1) * (X / s1))) * mass I <=", "mass I <="),
        ("0 <= e -> e < INR k ->\n  (forall", "0 <= e -> e < INR k + 1 ->\n  (forall"),
    ),
    "higher-derivatives": (
        ("/ INR (fact n).", "/ INR (fact (S n))."),
        ("M w ^ S (S n) / 2 *", "M w ^ S (S n) * 2 *"),
        ("Square n => (n, Square (S n) :: nil)", "Square n => (1%nat, Square (S n) :: nil)"),
        ("Inverse_speed => (2%nat,", "Inverse_speed => (1%nat,"),
        ("Inverse_M :: Inverse_M :: Turn 2 :: nil)\n", "Inverse_M :: Turn 2 :: nil)\n"),
        ("moment I 1 (s_of w) = A 1 w / M w.", "moment I 1 (s_of w) = A 1 w * M w."),
    ),
    "real-axis-map": (
        ("INR n <= d / 4 -> (forall", "INR n <= d -> (forall"),
        ("Rmin (1 / 2) (c / (4 * rho)) <=", "Rmin (1 / 2) (c / rho) <="),
        (
            "Rmin (1 / 2) (c / (4 * rho * Rpower 4 (2 * alpha))) <=",
            "Rmin (1 / 2) (c / (4 * rho)) <=",
        ),
        ("M v d lambda w ^ 3 * (w ^ 2", "M v d lambda w ^ 0 * (w ^ 2"),
        ("inside v d lambda w -> w < w' ->", "0 < w -> w < w' ->"),
        ("Theorem w_of_s s : 0 < s ->", "Theorem w_of_s s : 0 <= s ->"),
    ),
    "outside-the-window": (
        ("missed w0 <= after I gamma B r.", "2 * missed w0 <= after I gamma B r."),
        (
            "Theorem forcing_at_least_capacity w0 r : 0 < w0 -> M v d lambda w0 <= 0 ->",
            "Theorem forcing_at_least_capacity w0 r : 0 < w0 -> M v d lambda w0 <= 1 ->",
        ),
        ("1 <= s_of v d lambda w * (cc *", "1 / 2 <= s_of v d lambda w * (cc *"),
        ("/ (w0 ^ 2 * turning v d lambda 2 w0)).", "/ (2 * w0 ^ 2 * turning v d lambda 2 w0))."),
        ("c O * (w / (lambda O + w)) <= missed w.", "c O <= missed w."),
        ("((more - 1) * Rpower (rho * d)", "(more * Rpower (rho * d)"),
        ("0 < s1 -> s1 * (gamma * B * INR r) <= 1 ->\n  exp", "0 < s1 ->\n  exp"),
        ("(c O / 2) <= P r.", "(2 * c O) <= P r."),
    ),
    "main-theorem": (
        ("0 <= e1 < 1 -> 0 <= e2 < 1 ->", "0 <= e1 < 2 -> 0 <= e2 < 1 ->"),
        ("1 < e3 < INR (S (S n)) ->", "1 <= e3 < INR (S (S n)) ->"),
        ("(forall L, sum L K <= mu) ->\n    (* the", "(forall L, mu <= mu) ->\n    (* the"),
        ("/ N <= T s1 -> ", "0 <= N -> "),
        ("gamma * noise t <= N * t ->\n", "0 <= N ->\n"),
        ("P r <= C * (T t + gamma * noise t).\n", "P r <= C * T t.\n"),
        ("exists C, 1 <= C /\\ forall v D", "exists C, C <= 1 /\\ forall v D"),
    ),
    "sharp-form": (
        ("h)%nat) ^ j <= f i / f (i + j * h)%nat.", "h)%nat) ^ S j <= f i / f (i + j * h)%nat."),
        ("sum b F * (1 - sum b K ^ n) <= (1", "sum b F <= (1"),
        ("sum n f + INR r * f n.", "sum n f + INR r * f r."),
        ("K r * sum r F / (1 - sum r K) ^ 2.", "K r * sum r F / (1 - sum r K)."),
        ("log_convex K -> log_convex F ->\n    (forall L", "(forall L"),
        ("(INR r + 1) * K r <= eta ->\n    (1", "K r <= eta ->\n    (1"),
        (" * sum (S r) (fun i => T (clock s1 (gamma * B) i)) in", " in"),
        ("(eK < 1 -> sum r K <= delta).", "(eK < 2 -> sum r K <= delta)."),
        ("* (INR D * turning v (INR D) lambda 1 w))).", "* turning v (INR D) lambda 1 w))."),
        ("\n    (1 - delta) * jump_with m K F r", "\n    jump_with m K F r"),
        ("(1 - 2 * delta) * jump K", "(1 - delta) * jump K"),
    ),
    "critical-lines": (
        ("up s0 w <= 2 * (Rpower (w / t) (/ 2) *", "up s0 w <= 1 * (Rpower (w / t) (/ 2) *"),
        ("s1 * g + ln (1 + s1 * (g * INR r)).", "ln (1 + s1 * (g * INR r))."),
        ("-> Q w <= N * w) ->\n  moderate_in", "-> 0 <= N * w) ->\n  moderate_in"),
        ("/\\ 1 <= s1 * (gamma * B * INR r).", "/\\ 0 <= s1 * (gamma * B * INR r)."),
        (
            "P r <= C * (T t + gamma * noise t * down s1 t).",
            "P r <= C * (T t + gamma * noise t).",
        ),
        ("    / N <= T s1 ->\n", "    0 <= N ->\n"),
        ("0 <= e1 < 1 -> 0 <= eK -> eK", "0 <= e1 < 2 -> 0 <= eK -> eK"),
        ("1 < e1 < INR (S (S n)) -> 0 <= e2", "1 <= e1 < INR (S (S n)) -> 0 <= e2"),
        ("e2 + more l2 (/ 2) < 1 -> e2 + more l2 1", "e2 + more l2 (/ 2) < 2 -> e2 + more l2 1"),
        ("log_term s0 a2 e2 l2 w <= N * w) ->", "0 <= N * w) ->"),
        ("gamma * noise t <= N * t ->\n    T t", "0 <= N ->\n    T t"),
    ),
    "power-sums": (
        ("<= f 1 + (F (INR (S n)) - F 1).", "<= F (INR (S n)) - F 1."),
        ("<= 1 + ln (INR (S n)).", "<= ln (INR (S n))."),
        ("<= s / (s - 1).", "<= 1 / (s - 1)."),
        ("n : -1 < e ->", "n : -1 <= e ->"),
        ("q < 1 + a * INR k -> 1 <= A ->", "q <= 1 + a * INR k -> 1 <= A ->"),
        ("1 < q + a * INR m -> q", "1 <= q + a * INR m -> q"),
        ("Rpower w (- / a) <= A * INR (S n) ->\n", "0 < INR (S n) ->\n"),
        ("n w : 1 < q - a * INR k ->", "n w : 1 <= q - a * INR k ->"),
        ("0 <= q + a * INR m < 1 -> 0 < A ->", "0 <= q + a * INR m <= 1 -> 0 < A ->"),
        ("Rpower (INR (S n)) (- a) <= A * w ->", "0 < Rpower (INR (S n)) (- a) ->"),
    ),
}
CHANGES = [(name, a, b) for name, rows in TAMPERED.items() for a, b in rows]


@pytest.mark.parametrize("name", TAMPERED)
def test_a_changed_text_is_not_in_the_record(name):
    for a, b in TAMPERED[name]:
        assert lemma(name).count(a) >= 1, a
        assert kept(lemma(name).replace(a, b, 1)) is None


@pytest.mark.slow
def test_tampered_lemmas_are_refused(rocq):
    def refused(change):
        name, a, b = change
        with pytest.raises(RocqRefused, match="coqc ended with status 1") as problem:
            accept(lemma(name).replace(a, b, 1), sections=True)
        assert "Syntax error" not in str(problem.value), a

    with ThreadPoolExecutor(2) as pool:
        assert len([*pool.map(refused, CHANGES)]) == 62


def false_theorem(text, proof):
    """The text with 1 = 0 as one more theorem."""
    claim = f"Theorem no : 1 = 0.\nProof. {proof} Qed.\n\nTheorem slow_sum"
    text = text.replace("Theorem slow_sum", claim)
    return text.replace("every_theorem := (", "every_theorem := (no, ")


def test_nothing_is_left_unproved(rocq):
    text, before = lemma("renewal"), "Fixpoint iterated"
    given = false_theorem(text, "destruct wrong.")
    opened = false_theorem(text, "exact wrong.") + "End Open.\n"
    changed = {
        "says Admitted": text.replace("Qed.", "Admitted.", 1),
        "says Axiom": given.replace(before, f"Axiom wrong : False.\n{before}"),
        "rests on wrong": given.replace(before, f"Hypothesis wrong : False.\n{before}"),
        "not printed of every theorem": text.replace(", loss_is_the_sum)", ")"),
        # A section that is open where the axioms are printed, and closed behind.
        "still open": opened.replace(before, f"Section Open.\nVariable wrong : 1 = 0.\n{before}"),
    }
    for words, attack in changed.items():
        with pytest.raises(RocqRefused, match=words):
            accept(attack, sections=True)


def test_evidence_is_of_a_text_that_was_accepted(monkeypatch):
    found = InRocq("renewal", "loss_upper", "words").judge()
    assert str(found).startswith("accepted by Rocq: theorem loss_upper, text ")
    with pytest.raises(StepFailed, match="has no theorem 'loss'"):
        InRocq("renewal", "loss", "words").judge()
    with pytest.raises(DomainError, match="no lemma 'renewals'"):
        InRocq("renewals", "loss_upper", "words").judge()
    changed = lemma("renewal") + " "
    monkeypatch.setattr("phasecalc.export.rocq.evidence.lemma", lambda name: changed)
    with pytest.raises(StepFailed, match="Rocq has not accepted this text"):
        InRocq("renewal", "loss_upper", "words").judge()


def test_the_book_names_every_theorem_it_takes():
    """What the chapter says of each lemma is one of its theorems, and none is taken twice."""
    from derivations import d16_lemmas

    taken = [
        b.evidence.how
        for made in vars(d16_lemmas).values()
        if getattr(made, "__module__", "") == d16_lemmas.__name__
        for b in made.theorem.beliefs
    ]
    assert len(set(taken)) == len(taken) == 20


# Numbers.


def loss(kernel, forcing):
    """The Volterra equation, step by step."""
    found = []
    for r, f in enumerate(forcing):
        found.append(f + sum(kernel[r - 1 - s] * found[s] for s in range(r)))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_renewal_lemma_on_numbers(seed):
    """Decreasing powers with drawn exponents: both bounds of the loss, and each convolution."""
    draw = random.Random(seed)
    e, f, top = draw.uniform(0.1, 2), draw.uniform(1.2, 2), 60
    forcing = [(1 + s) ** -e for s in range(top)]
    raw = [(1 + s) ** -f for s in range(top)]
    whole = draw.uniform(0.1, 0.9)
    kernel = [x * whole / float(mp.zeta(f)) for x in raw]
    found, k = loss(kernel, forcing), 2  # (1 + s)^-2 is at most 4 times its value at 2 s + 1
    bound = 8**k * mp.factorial(k + 1) / (1 - whole) ** (k + 2)
    for r in range(top):
        lower = forcing[r] + kernel[r] * sum(forcing[:r])
        upper = forcing[r] + kernel[r] * sum(forcing[: r + 1])
        assert lower <= found[r] * (1 + 1e-12)
        assert found[r] <= bound * upper


@pytest.mark.parametrize("seed", range(6))
def test_from_stieltjes_to_laplace_on_numbers(seed):
    """Point masses that were drawn: both inequalities, and that neither is empty."""
    draw = random.Random(seed)
    batch, k, margin = draw.uniform(0.5, 5), draw.choice((1, 2, 3)), draw.uniform(0.05, 0.9)
    gamma = draw.uniform(0.01, 1)
    edge = (2 - margin) / (gamma * (batch + 1))
    masses = [(edge * draw.random() ** 4, draw.random()) for _ in range(30)]

    def transform(s):
        return mp.fsum(c * (s / (x + s)) ** k for x, c in masses)

    used = 0
    for r in (1, 2, 5, 20, 100, 1000, 10000):
        s = 1 / (mp.mpf(gamma) * batch * r)
        q = [1 - 2 * gamma * batch * x + gamma**2 * batch * (batch + 1) * x**2 for x, _ in masses]
        later = mp.fsum(c * mp.mpf(z) ** r for z, (_, c) in zip(q, masses, strict=True))
        assert later <= (mp.mpf(k) / margin) ** k * transform(s)
        for far in (1, 3, 8, 20, 60):
            if transform(far * s) <= mp.mpf(1) / 2 * (mp.mpf(far) / 2) ** k * transform(s):
                used += 1
                assert transform(s) <= 2 * mp.exp(4 * (batch + 1) * far) * later
    assert used > 5


def modes(draw):
    """A spectrum, a target and a size with M > 0 at w."""
    v, d = 12, 5
    alpha, beta = draw.uniform(0.1, 1.5), draw.uniform(0, 2)
    eigenvalues = [mp.mpf(j) ** (-2 * alpha) for j in range(1, v + 1)]
    target = [x * mp.mpf(j) ** (-2 * beta) for j, x in enumerate(eigenvalues, start=1)]
    return d, eigenvalues, target


@pytest.mark.parametrize("seed", range(4))
def test_higher_derivatives_on_numbers(seed):
    """Derivatives of C/M in s by Taylor series of the inverse map, against both bounds."""
    draw = random.Random(seed)
    d, eigenvalues, target = modes(draw)

    def over(weights, n, w):
        return mp.fsum(x / (y + w) ** n for x, y in zip(weights, eigenvalues, strict=True))

    def m(w):
        return 1 - over(eigenvalues, 1, w) / d

    with mp.workdps(60):
        w = mp.mpf(draw.uniform(1.2, 6)) * mp.findroot(m, (0.01, 20), solver="anderson")
        s, mu = w * m(w), 1 / m(w)

        def transform(x):
            return over(target, 1, root(x)) / m(root(x))

        def root(x):
            return mp.findroot(lambda y: y * m(y) - x, w)

        for k in (2, 3, 4):
            g = (-1) ** (k - 1) * mp.diff(transform, s, k - 1) * s**k / mp.factorial(k - 1)
            theta = w * over(eigenvalues, 2, w) / d
            kept_, c = over(target, k, w) * w**k, over(target, 1, w) * w
            assert g <= growth(k - 1, mu) * (kept_ + c * theta)
            often = over(eigenvalues, k, w) * w ** (k - 1) / d
            assert g >= m(w) ** k / 2 * (kept_ + c * often)


def growth(n, mu):
    """The constant of the upper bound, from the rules of differentiation written anew."""
    terms = [(1, 1, ("M",))]
    for _ in range(n):
        new = []
        for c, i, factors in terms:
            new.append((c * i, i + 1, ("v", *factors)))
            for k, x in enumerate(factors):
                rest = factors[:k] + factors[k + 1 :]
                grown = {"M": (1, ("M", "M", 2)), "v": (2, ("v", "v", -3))}
                times, more = grown.get(x) or (abs(x), (x + 1 if x > 0 else x - 1,))
                new.append((c * times, i, ("v", *more, *rest)))
        terms = new
    return mp.fsum(c * mu ** len(f) for c, _, f in terms) / mp.factorial(n)


def test_constants_of_the_real_axis_on_numbers():
    """M from below where s is at least c d^(-2 alpha), over a grid."""
    for alpha in (0.1, 0.24, 0.3, 0.6, 1.2, 2.5):
        for d, rho in ((4, 1.5), (20, 3), (100, 10)):
            eigenvalues = [mp.mpf(j) ** (-2 * alpha) for j in range(1, int(rho * d) + 1)]

            def m(w, eigenvalues=eigenvalues, d=d):
                return 1 - mp.fsum(x / (x + w) for x in eigenvalues) / d

            for c in (0.01, 1, 10):
                s = c * mp.mpf(d) ** (-2 * alpha)
                w = mp.findroot(
                    lambda y, s=s, m=m: y * m(y) - s, (s, s + 3 * rho), solver="anderson"
                )
                assert min(0.5, c / (4 * rho * 4 ** (2 * alpha))) <= m(w) < 1


def test_words_of_sections_are_barred_elsewhere(rocq):
    text = lemma("stieltjes-to-laplace")
    with pytest.raises(RocqRefused, match=re.escape("the file says Variables")):
        accept(text)


@pytest.mark.parametrize("seed", range(6))
def test_the_sums_over_the_modes_on_numbers(seed):
    """What decides each sum, with the constants of the proofs, at drawn exponents and distances."""
    draw = random.Random(seed)
    a, q, m, k = draw.uniform(0.2, 3), draw.uniform(0, 3), draw.randrange(3), draw.randrange(4)
    s, e, n = q + a * m, a * k - q, 400
    c = 1 + e + 1 / (1 + e) if e > -1 else 0
    for w in (1, 0.3, 2 * n**-a):
        terms = (j**-q * j ** (-a * m) * w**k / (j**-a + w) ** (m + k) for j in range(1, n + 1))
        found, order = sum(terms), 0
        if s > 1 and e > -1:
            low, high = 2 ** (m + k) * 2 ** (1 + e) * c, c + 2 ** (s - 1) / (s - 1)
            order, most = w ** ((q - 1) / a), low + high
        elif e < -1:
            order, most = w**k, max(2 ** (m + k), -e / (-e - 1))
        elif s < 1:
            low, high = 2 * (1 + 2**a) ** (m + k), 1 / (1 - s)
            order, most = w**-m * n ** (1 - s), low + high
        assert not order or order / most <= found <= most * order
