"""Certificates of single phases: what they say, and what their hash covers."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

import pytest

from phasecalc.checker import CheckFailed, refute
from phasecalc.optimum.certificate import Certificate
from phasecalc.optimum.obligations import optimality
from phasecalc.regions.condition import canonical
from phasecalc.regions.encoding import key


@pytest.mark.parametrize("which", ["sgd", "tuned"])
def test_proofs_cover_the_phase(request, which):
    diagram = request.getfixturevalue(which)
    for phase in diagram.phases:
        certificate = diagram.certificate(phase.name)
        n = len(diagram.program.parameters)
        wanted = set()
        for piece in phase.pieces:
            for cell in optimality(diagram.program, piece):
                conditions = canonical(cell)
                wanted.add(key(conditions))
                proof = certificate.proofs[key(conditions)]
                refute([(c.polynomial, c.relation) for c in conditions], dict(proof), n)
        assert set(certificate.proofs) == wanted


@pytest.mark.parametrize("which", ["sgd", "tuned"])
def test_weights_hold_on_every_piece(request, which):
    diagram = request.getfixturevalue(which)
    for phase in diagram.phases:
        weights = diagram.certificate(phase.name).weights
        for piece in phase.pieces:
            assert all((w + -weights[n]).vanishes for n, w in piece.weights)


def test_json_is_plain_and_its_hash_covers_everything(sgd):
    data = json.loads(json.dumps(sgd.certificate("1").as_json()))
    digest = data.pop("hash")
    assert hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest() == digest
    assert set(data) == {"parameters", "hypotheses", "value", "solution", "weights", "proofs"}
    for field in data:
        changed = {**data, field: None}
        text = json.dumps(changed, sort_keys=True).encode()
        assert hashlib.sha256(text).hexdigest() != digest


def test_text_names_terms_as_factors_and_constraints_beside_them(sgd, tuned):
    text = str(sgd.certificate("1"))
    assert text.startswith("For every choice of delta, the loss is at least of the order F_pp^(")
    assert "in which delta cancels" in text
    assert "Equality at delta = beta/(alpha + beta)" in text
    text = str(tuned.certificate("1"))
    assert "with g >= 0," in text
    assert ">= 0^(" not in text
    assert repr(sgd.certificate("1")).startswith("<Certificate of 1: ")


def test_bound_holds_for_every_choice(sgd):
    """The statement itself, numerically: no model size beats the exponent."""
    from phasecalc.symbols import alpha, beta, delta

    for phase in sgd.phases:
        at = sgd_point(phase)
        value = phase.value(at)
        for piece in phase.pieces:
            if not all(c.holds(at) for c in piece.cell):
                continue
            forms = sgd.program.active(piece.signs)
            for k in range(21):
                size = Fraction(k, 20)
                levels = [f[0](at) + f[1](at) * size for f in forms.values()]
                assert max(levels) >= value
                mean = sum(w(at) * (forms[n][0](at) + forms[n][1](at) * size)
                           for n, w in piece.weights if n in forms)  # fmt: skip
                assert max(levels) >= mean >= value
    assert {alpha.name, beta.name, delta.name} == {"alpha", "beta", "delta"}


def sgd_point(phase):
    verdict = phase.region.sample()
    return tuple(verdict[n] for n in phase.region.names)


def test_a_diagram_without_its_proofs_has_no_certificate(sgd):
    with pytest.raises((KeyError, CheckFailed)):
        Certificate.of(sgd.program, sgd.phases[0], {})
