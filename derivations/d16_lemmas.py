"""16. From the real axis to the loss: what Rocq has seen.

Four lemmas that the language of this book cannot state, since it has no measures, no sequences
and no roots of equations. Rocq has accepted each; the kernel has read none. Reads after the real
axis and the sums over the spectrum; feeds the loss.
"""

from derivations.d08_real_axis import real_axis
from derivations.d15_spectrum_sums import spectrum_sums
from phasecalc.export.rocq.evidence import InRocq
from phasecalc.proof import Proof, theorem


@theorem(label="real-axis-map", uses=(real_axis,))
def real_axis_map(proof: Proof) -> None:
    r"""$\lambda_j = j^{-2\alpha}$, $j \le v \le \rho d$, $M(w) = 1 - S_1(w)/d$: $w$ may stand for
    $s$ in the window."""
    says = {
        "w_of_s": r"For every $s > 0$ there is a $w > 0$ with $M(w) > 0$ and $s = w M(w)$.",
        "s_grows": r"There is no other: $w M(w)$ grows where $M > 0$.",
        "M_of_power_law": r"Where $s \ge c\,d^{-2\alpha}$, $M$ is at least the smaller of $1/2$"
        r" and $c/(4^{1 + 2\alpha} \rho)$; it is below 1.",
        "noise_order": r"If the integral of $1/(x + s)$ is $T - s S_1$ for $s = w M$, that of"
        r" $(s/(x + s))^2$ lies between $M^3$ and $1/M$ times $w^2 (S_2 + S_1 \Theta)$, with"
        r" $S_2 = \sum_j (\lambda_j/(\lambda_j + w))^2$ and"
        r" $\Theta = \frac1d \sum_j \lambda_j w/(\lambda_j + w)^2$.",
    }
    for name, words in says.items():
        proof.measure(InRocq("real-axis-map", name, words), "Elementary.")


@theorem(label="higher-derivatives", uses=(real_axis, spectrum_sums))
def higher_derivatives(proof: Proof) -> None:
    r"""With $C(w) = \sum_j c_j/(\lambda_j + w)$, $c_j \ge 0$, let the integral of $1/(x + s)$ be
    $C/M$ at $s = w M(w)$, and $G_k(s)$ be that of $(s/(x + s))^k$."""
    says = {
        "all_derivatives": r"Of $C/M$, $k - 1$ derivatives in $-s$ are a polynomial, with"
        r" coefficients in $\mathbb N$, of $1/M$, $1/(ds/dw)$ and sums of positive terms.",
        "stieltjes_upper": r"$G_k(s)$ is at most a constant, which depends on $k$ and $1/M$ alone,"
        r" times $\sum_j c_j (w/(\lambda_j + w))^k + w C \Theta$, with"
        r" $\Theta = \frac1d \sum_j \lambda_j w/(\lambda_j + w)^2$.",
        "stieltjes_lower": r"For $k \ge 2$, $G_k(s)$ is at least $M^k/2$ times"
        r" $\sum_j c_j (w/(\lambda_j + w))^k + w C\,\frac1d \sum_j \lambda_j"
        r" w^{k - 1}/(\lambda_j + w)^k$.",
    }
    for name, words in says.items():
        proof.measure(InRocq("higher-derivatives", name, words), "Leibniz' rule, as data.")


@theorem(label="stieltjes-to-laplace")
def stieltjes_to_laplace(proof: Proof) -> None:
    r"""For any positive measure on $[0, X]$, $\gamma (B + 1) X \le 2 - c$, let $G_k(s)$ be the
    integral of $(s/(x + s))^k$, and $F(r)$ that of $q(x)^r$."""
    says = {
        "laplace_upper": r"$F(r) \le (k/c)^k G_k(1/\tau)$, $\tau = \gamma B r$.",
        "laplace_lower": r"$G_k(1/\tau) \le 2 e^{4 (B + 1) A} F(r)$ for any $A \ge 1$ with"
        r" $G_k(A/\tau) \le \frac12 (A/2)^k G_k(1/\tau)$.",
        "of_the_same_order": r"If $G_k$ is of the order of $g$ in a window, and"
        r" $g(u) \le C (u/t)^e g(t)$ for $t \le u$, $e < k$, then $F(r)$ is of the order of"
        r" $g(1/\tau)$ for $1/\tau$ in the window.",
        "early": r"For $s_1 \tau \le 1$, $F(r)$ lies between $e^{-4 (B + 1) X/s_1}$ times the mass"
        r" of the measure and that mass.",
    }
    for name, words in says.items():
        proof.measure(InRocq("stieltjes-to-laplace", name, words), "True at each x.")


@theorem(label="renewal-lemma")
def renewal_lemma(proof: Proof) -> None:
    r"""$P(r) = F(r) + \sum_{s < r} K(r - 1 - s) P(s)$, $F$ and $K$ decreasing and not negative,
    $\sum K \le \mu < 1$, and both doubling up to a time: $F(m) \le 2^k F(r)$ for
    $m \le r \le 2 m + 1$. $S(r) = F(0) + \ldots + F(r)$."""
    says = {
        "renewal_lower": r"$P(r) \ge F(r) + K(r)\,S(r - 1)$.",
        "loss_upper": r"$P(r) \le 8^k (k + 1)!\,(1 - \mu)^{-k - 2}\,(F(r) + K(r)\,S(r))$.",
        "loss_is_the_sum": r"$P(r)$ is of the order of $F(r) + K(r)/(\gamma B)$ if $S(r)$ is at"
        r" least of the order of $1/(\gamma B)$, $r K(r)$ is at most a number, and $F$ is at most"
        r" the sum of a part that falls slower than $1/r$ and is no more than $F$ at $r$, one that"
        r" falls slower than $1/r$ and is at most $1/(\gamma B r)$ there, and one whose sum is at"
        r" most of the order of $1/(\gamma B)$.",
    }
    for name, words in says.items():
        proof.measure(InRocq("renewal", name, words), "One of n + 1 times is large.")


@theorem(label="outside-the-window", uses=(real_axis_map,))
def outside_the_window(proof: Proof) -> None:
    r"""Let the forcing be the integral of $q(x)^r$ over a measure on $[0, X]$ whose Stieltjes
    transform is $C/M$ at $s = w M(w)$, and $N(w) = \sum_j c_j w/(\lambda_j + w)$."""
    says = {
        "forcing_at_least_capacity": r"For every $w > 0$ with $M(w) \le 0$ and every $r$,"
        r" $F(r) \ge N(w)$.",
        "forcing_tends_to_capacity": r"Where $M(w) = 0$, at a stable rate, $F(r) \le N(w)(1 +"
        r" (c\,\tau\,w\,\Theta)^{-1})$,"
        r" $\Theta = \frac1d \sum_j \lambda_j w/(\lambda_j + w)^2$.",
        "loss_at_least_capacity": r"For every $w > 0$ with $M(w) \le 0$ and every $r$,"
        r" $P(r) \ge N(w)$.",
        "M_not_positive": r"$M \le 0$ at $(\rho_1 - 1)(\rho d)^{-2\alpha}$ if $\rho_1 d \le v \le"
        r" \rho d$, $\rho_1 > 1$.",
        "missed_at_least_first": r"$N(w) \ge c_1 w/(\lambda_1 + w)$.",
        "loss_before_the_window": r"For $s_1 \tau \le 1$, $\lambda_1 = 1$, $P(r) \ge"
        r" e^{-4 (B + 1) X/s_1} c_1/2$.",
    }
    for name, words in says.items():
        proof.measure(InRocq("outside-the-window", name, words), "Mass near 0.")
