"""The table of a workflow: what leads where, for whom, and what must be there."""

from datetime import date

import pytest

from hamahang.domain.flows.workflow import (
    Need,
    State,
    Step,
    StepIncomplete,
    StepNotAllowed,
    UnknownStep,
    Workflow,
    faults,
    missing,
    reachable,
    take,
    valid_on,
)
from hamahang.domain.text import Text


def words(name: str) -> Text:
    return Text(fa=name, en=name)


TABLE = Workflow(
    code="LOAN",
    title=words("loan of a book"),
    valid_from=date(2011, 3, 21),
    states=(State("SHELF", words("shelf")), State("OUT", words("out")), State("GONE", words("gone"), is_final=True)),
    needs=(Need("CARD", words("card")), Need("STAMP", words("stamp"))),
    steps=(
        Step("lend", words("lend"), ("SHELF",), "OUT", "desk", needs=("CARD", "STAMP")),
        Step("return", words("return"), ("OUT",), "SHELF", "desk"),
        Step("strike", words("strike off"), ("OUT",), "GONE", "head", not_by=("lend",), with_reason=True, waits=3),
    ),
)


def taken(code: str, state: str, **rest: object) -> Step:
    given: dict[str, object] = {"has": ("CARD", "STAMP"), "permissions": ("desk", "head"), "person": "a", "taken": {}}
    return take(TABLE, code, state=state, **(given | rest))


def test_a_step_leads_to_its_state() -> None:
    assert taken("lend", "SHELF").target == "OUT"


def test_what_is_missing_is_named_in_both_languages() -> None:
    with pytest.raises(StepIncomplete) as caught:
        taken("lend", "SHELF", has=("CARD",))

    assert caught.value.why == Text(fa="1 از 2 مورد کم است: stamp", en="1 of 2 missing: stamp")
    assert missing(TABLE, TABLE.step("lend"), ()) == TABLE.needs


@pytest.mark.parametrize(
    ("code", "state", "rest"),
    [
        ("lend", "OUT", {}),
        ("lend", "SHELF", {"permissions": ("head",)}),
        ("strike", "OUT", {"reason": "lost", "taken": {"lend": "a"}}),
        ("strike", "OUT", {"reason": "  "}),
        ("strike", "OUT", {"reason": "lost", "months": 2}),
    ],
    ids=["other state", "not his", "lent it himself", "no reason", "too early"],
)
def test_a_step_is_refused(code: str, state: str, rest: dict[str, object]) -> None:
    with pytest.raises(StepNotAllowed):
        taken(code, state, **rest)


def test_each_refusal_has_its_near_miss() -> None:
    assert taken("strike", "OUT", reason="lost", months=3, taken={"lend": "b"}).target == "GONE"


def test_an_unknown_step_names_the_known_ones() -> None:
    with pytest.raises(UnknownStep) as refused:
        taken("burn", "SHELF")

    assert refused.value.known == ("lend", "return", "strike")


def test_a_whole_table_has_no_faults() -> None:
    assert faults(TABLE, permissions=("desk", "head")) == []
    assert reachable(TABLE) == {"SHELF", "OUT", "GONE"}


def test_faults_of_a_table_are_found() -> None:
    broken = Workflow(
        code="X",
        title=words("x"),
        valid_from=date(2011, 3, 21),
        states=(State("A", words("a")), State("B", words("b")), State("C", words("c"), is_final=True)),
        needs=(Need("UNUSED", words("unused")),),
        steps=(
            Step("go", words("go"), ("A",), "B", "nobody", needs=("PAPER",)),
            Step("go", words("go"), ("C",), "D", "desk"),
        ),
    )

    assert faults(broken, permissions=("desk",)) == [
        "state C is never reached",
        "state B is never left",
        "state C is final and left",
        "step go names PAPER, which is not there",
        "step go names nobody, which is not there",
        "step go names D, which is not there",
        "need UNUSED is asked by no step",
        "step go is there twice",
    ]


def test_what_is_under_way_keeps_the_table_it_began_with() -> None:
    later = Workflow(code="LOAN", title=words("new"), valid_from=date(2012, 3, 20), states=TABLE.states, steps=())

    assert valid_on((later, TABLE), "LOAN", date(2012, 3, 19)) is TABLE
    assert valid_on((later, TABLE), "LOAN", date(2012, 3, 20)) is later
    assert valid_on((later, TABLE), "LOAN", date(2000, 1, 1)) is TABLE
    with pytest.raises(KeyError):
        valid_on((later, TABLE), "OTHER", date(2012, 3, 20))
