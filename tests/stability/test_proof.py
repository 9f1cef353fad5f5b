"""The theorem in both directions; a model for which it is false is not proved."""

import pytest
import sympy as sp

import cytostorm as cs
from cytostorm import stability
from cytostorm.stability import ProofError


@pytest.mark.parametrize("model", [cs.models.loop, cs.models.loop_saturating], ids=lambda model: model.name)
def test_both_directions_are_there(model):
    k_fb, k_c, k_d, k_cl = model.symbols("k_fb k_c k_d k_cl")
    proof = stability.prove(model, k_fb*k_c > k_d*k_cl)
    assert proof.theorem == (k_fb*k_c > k_d*k_cl)
    shown = [step.statement for step in proof.steps]
    conditions = [statement.args[0] for statement in shown if isinstance(statement, sp.Implies)]
    assert any(c == sp.Gt(k_fb*k_c, k_d*k_cl) for c in conditions)
    assert any(c == sp.Lt(k_fb*k_c, k_d*k_cl) for c in conditions)
    assert any(c == sp.Eq(k_fb*k_c, k_d*k_cl) for c in conditions)
    assert isinstance(shown[-1], sp.Equivalent)
    discriminant = next(s for s in shown if isinstance(s, sp.GreaterThan))
    assert sp.expand(discriminant.lhs - (k_d - k_cl)**2 - 4*k_fb*k_c) == 0


def test_every_step_is_shown_with_the_symbols_of_the_model():
    text = stability.prove(cs.models.loop)._repr_markdown_()
    assert r"k_{\mathrm{fb}}" in text and "k_fb" not in text
    assert "True" not in text and "False" not in text
    assert len(text.split("$$")) == 2*len(stability.prove(cs.models.loop).steps) + 1


def test_another_claim_is_refused(regulated):
    k_fb, k_c, k_d, k_cl = cs.models.loop.symbols("k_fb k_c k_d k_cl")
    claim = k_fb*k_c > k_d*k_cl
    for wrong in (k_fb*k_c > 2*k_d*k_cl, k_fb*k_c < k_d*k_cl, k_fb > k_d, sp.false):
        with pytest.raises(ProofError, match="does not hold"):
            stability.prove(cs.models.loop, wrong)
    assert stability.prove(cs.models.loop, k_fb > k_d*k_cl/k_c).theorem == claim
    stability.prove(regulated[0], claim)
    with pytest.raises(ProofError, match="does not hold"):
        stability.prove(regulated[1], claim)


def test_a_model_for_which_a_step_is_false_is_not_proved():
    loop = cs.models.loop
    A, C, s, k_fb, k_c, k_d, k_cl = loop.symbols("A C s k_fb k_c k_d k_cl")
    with pytest.raises(ProofError, match="complex"):
        stability.prove(loop.with_equations({A: s - k_fb*C - k_d*A}))
    with pytest.raises(ProofError, match="trace"):
        stability.prove(loop.with_equations({A: s + k_fb*C + k_d*A}))
    with pytest.raises(cs.InputError, match="two moving states"):
        stability.prove(loop.with_equations({cs.State("echo", "1"): k_d*A}))


def test_the_switch_is_proved_stable():
    proof = stability.prove(cs.models.loop_cooperative, sp.false)
    assert proof.theorem is sp.false
    with pytest.raises(ProofError):
        k_fb, k_c, k_d, k_cl = cs.models.loop.symbols("k_fb k_c k_d k_cl")
        stability.prove(cs.models.loop_cooperative, k_fb*k_c > k_d*k_cl)
