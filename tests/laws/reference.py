"""Laws once more, by hand, and a plain minimiser: golden section over exponents, nothing shared.

Each entry gives the loss as a Python function of the budget and of sizes written as powers of it;
sizes that the budget fixes are solved for by hand.
"""

import mpmath as mp

GOLDEN = (mp.sqrt(5) - 1) / 2


def golden(f, low, high, steps=70):
    """Minimum of a function with one valley."""
    a, b = mp.mpf(low), mp.mpf(high)
    x, y = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
    fx, fy = f(x), f(y)
    for _ in range(steps):
        if fx < fy:
            b, y, fy = y, x, fx
            x = b - GOLDEN * (b - a)
            fx = f(x)
        else:
            a, x, fx = x, y, fy
            y = a + GOLDEN * (b - a)
            fy = f(y)
    return (a + b) / 2


def minimum(loss, budget, boxes):
    """Least log-loss over exponents in boxes, one inside the other, and where it is."""
    if not boxes:
        return mp.log(loss(budget)), ()

    def inner(x):
        return minimum(lambda C, *rest: loss(C, budget**x, *rest), budget, boxes[1:])

    best = golden(lambda x: inner(x)[0], *boxes[0], steps=70 if len(boxes) == 1 else 45)
    value, rest = inner(best)
    return value, (best, *rest)


def slopes(loss, boxes, decades=20):
    """Exponent of the least loss, and of each size, over twenty decades of budget."""
    first = mp.mpf(10) ** 200
    last = first * mp.mpf(10) ** decades
    low, high = (minimum(loss, C, boxes) for C in (first, last))
    span = mp.log(last) - mp.log(first)
    sizes = [
        (y * mp.log(last) - x * mp.log(first)) / span for x, y in zip(low[1], high[1], strict=True)
    ]
    return -(high[0] - low[0]) / span, sizes


def two_term(A, B, a, b):
    return lambda C, N: A * N**-a + B * (C / (6 * N)) ** -b


def kaplan(aN, aS, aB):
    """L by bisection, since B = L^(-1/aB) and S = C/(6 N B)."""

    def loss(C, N):
        low, high = mp.mpf(10) ** -400, mp.mpf(10) ** 400
        for _ in range(120):
            L = mp.sqrt(low * high)
            S = C / (6 * N * L ** (-1 / aB))
            low, high = (L, high) if N**-aN + S**-aS > L else (low, L)
        return L

    return loss


def kaplan_joint(aN, aD):
    return lambda C, N: (N ** (-aN / aD) + 6 * N / C) ** aD


def pearce(a, b, gamma):
    return lambda C, N: (N + gamma * mp.cbrt(N)) ** -a + (C / (6 * N)) ** -b


def over_training(eta):
    def loss(C, N):
        M = C / (6 * N * N)
        return (3 * M**eta + 2 * M**-eta) * C**-eta

    return loss


def inference(a, b):
    return lambda C, N: N**-a + ((C - 2 * N * 1000) / (6 * N)) ** -b if C > 2000 * N else mp.inf


def bordelon(a, b, bottleneck):
    return lambda C, N: (C / N) ** (-(a - 1) / b) + N ** -(a - 1) + N**-bottleneck


def features(alpha, beta, learnt):
    """Time, model, mixed and noise terms."""
    chi = 2 * beta / (1 + beta) if learnt and beta < 1 else beta

    def loss(C, N):
        t = C / N
        mixed = t ** (-1 + 1 / alpha) / N if beta > 1 else 0
        return t**-chi + N ** (-alpha * beta) + N**-alpha + mixed + t ** (-2 + 1 / alpha)

    return loss


def regression(a):
    def loss(C, M):
        N = C / M
        return M ** (1 - a) + N ** ((1 - a) / a) + min(M, N ** (1 / a)) / N

    return loss


def multi_pass(a, b):
    return lambda C, M: M ** (1 - b) + (C / M) ** ((1 - b) / a)


def functional(s, beta, decay):
    def loss(C, M, eta):
        K = C / M
        noise = min(M, (eta * K) ** (1 / beta)) / K if decay else eta
        return M ** (-s * beta) + (eta * K) ** -s + noise

    return loss


def schedule(s, beta, kind, by_size):
    """The same with the logarithm that a decay costs, in the signal only if all steps decay.

    One of the two sides of the minimum in the noise, so that there is one valley.
    """

    def loss(C, M, eta):
        K = C / M
        decayed = eta * K / mp.log(K)
        signal = decayed if kind == "decay" else eta * K
        noise = (M if by_size else decayed ** (1 / beta)) * mp.log(K) / K
        return M ** (-s * beta) + signal**-s + noise

    return loss


def momentum(s, beta, b, kind):
    def loss(C, eta):
        k, B = C ** (1 - b), C**b
        limit = {"sgd": 1, "polyak": min(k, B), "nesterov": min(k, B**beta)}[kind]
        noise = min(eta, eta ** (1 / beta)) if kind == "nesterov" else eta
        unstable = max(1, (eta / limit) ** 10)  # a wall with a slope, for the golden section
        return ((eta * k) ** -s + noise / B) * unstable

    return loss
