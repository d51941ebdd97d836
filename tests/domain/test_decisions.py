"""Decision tables and what is drawn from them: by hand, beside a naive reading, over all answers of small tables."""

from dataclasses import replace
from datetime import date
from itertools import chain, combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamahang.casework.diagnosing import BrokenTable, questions, remedies, sound, tables
from hamahang.domain import financial
from hamahang.domain.causes import CAUSES, GROUP_OF, GROUPS, LIQUIDITY
from hamahang.domain.decisions import (
    Fact,
    Firing,
    Found,
    Rule,
    Table,
    all_answers,
    change_expected,
    check_table,
    decide,
    firing,
    valid_on,
)
from hamahang.domain.diagnosis import is_liquidity_alone, lacking, leaning, next_question, propose, readiness

DAY = date(2011, 3, 21)
FACTS = (Fact("a", ("x", "y")), Fact("b", ("x", "y", "z")), Fact("c", ("x", "y")))
TABLES = tables()
RULES = [(table, rule) for table in TABLES for rule in table.rules]
NAMES = [f"{table.version}/{rule.code}" for table, rule in RULES]


def table_of(*rules: Rule, facts: tuple[Fact, ...] = FACTS) -> Table:
    return Table("t", DAY, None, facts, rules)


conditions = some.dictionaries(
    some.sampled_from(["a", "b", "c"]), some.sets(some.sampled_from(["x", "y"]), min_size=1), min_size=1
)
some_rules = some.lists(
    some.builds(
        lambda when, outcome, severity: (when, outcome, severity),
        conditions,
        some.sampled_from(["P", "Q"]),
        some.integers(1, 3),
    ),
    min_size=1,
    max_size=5,
).map(
    lambda rows: table_of(
        *(Rule(f"r{at}", {k: tuple(sorted(v)) for k, v in when.items()}, o, s) for at, (when, o, s) in enumerate(rows))
    )
)


@given(some_rules)
def test_outcomes_agree_with_a_naive_reading_over_all_answers(table: Table) -> None:
    for answers in all_answers(table):
        naive: dict[str, int] = {}
        for rule in table.rules:
            if all(answers[code] in values for code, values in rule.when.items()):
                naive[rule.outcome] = max(naive.get(rule.outcome, 0), rule.severity)
        assert {found.outcome: found.severity for found in decide(table, answers)} == naive


@given(some_rules, some.dictionaries(some.sampled_from(["a", "b", "c"]), some.sampled_from(["x", "y"])))
def test_a_rule_fires_or_fails_only_if_no_answer_can_turn_it(table: Table, facts: dict[str, str]) -> None:
    for rule in table.rules:
        whole = [answers for answers in all_answers(table) if facts.items() <= answers.items()]
        fires = {all(answers[code] in values for code, values in rule.when.items()) for answers in whole}
        state = firing(rule, facts)
        if state is Firing.FIRES:
            assert fires == {True}
        elif state is Firing.FAILS:
            assert fires == {False}


@given(some_rules)
def test_a_rule_said_to_add_nothing_changes_no_outcome(table: Table) -> None:
    useless = [line.split()[1] for line in check_table(table) if "adds nothing" in line]
    for code in useless[:1]:
        without = Table("w", DAY, None, table.facts, tuple(rule for rule in table.rules if rule.code != code))
        for answers in all_answers(table):
            then = [(found.outcome, found.severity) for found in decide(table, answers)]
            now = [(found.outcome, found.severity) for found in decide(without, answers)]
            assert sorted(then) == sorted(now)


def test_what_is_wrong_with_a_table_is_named() -> None:
    broken = table_of(
        Rule("one", {"a": ("x",)}, "P", 2),
        Rule("two", {"a": ("x",), "b": ("y",)}, "P", 1),
        facts=(Fact("a", ("x", "y"), ("y",)), Fact("b", ("x", "y", "z"), ("x", "y"))),
    )

    assert check_table(broken) == [
        "b=y is neutral, but a rule speaks of it",
        "b=z is spoken of by no rule and is not neutral",
        "rule two adds nothing to one",
    ]
    assert check_table(table_of(Rule("r", {"d": ("x",)}, "P", 4), Rule("r", {"a": ("w",)}, "P", 1))) == [
        "rule r is there twice",
        "rule r has severity 4",
        "rule r asks for d, which is no fact",
        "rule r can never fire: a in w",
    ]


def test_an_edit_that_leaves_a_gap_is_refused_before_it_diagnoses() -> None:
    first = TABLES[0]
    edited = replace(first, rules=tuple(rule for rule in first.rules if rule.code != "market-2"))

    with pytest.raises(BrokenTable, match="decision table 1390: demand=LOW is spoken of by no rule"):
        sound(replace(edited, rules=tuple(rule for rule in edited.rules if rule.code != "unfeasible-2")))
    assert sound(first) is first


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.version)
def test_our_tables_are_whole_and_speak_of_the_questionnaire(table: Table) -> None:
    assert check_table(table) == []
    asked = {question.code: tuple(answer.code for answer in question.answers) for question in questions()}
    of_accounts = {code: values for code, (_, values) in financial.FACTS.items()}
    facts = {fact.code: fact.values for fact in table.facts}
    assert facts in (asked, asked | of_accounts)
    assert {rule.outcome for rule in table.rules} <= set(CAUSES)


def test_versions_follow_each_other_without_a_gap_and_old_ones_give_their_answer() -> None:
    ordered = sorted(TABLES, key=lambda table: table.valid_from)

    assert all(one.valid_until == other.valid_from for one, other in pairwise(ordered))
    assert ordered[-1].valid_until is None
    seized = {"debt": "COURT", "collateral": "SEIZED"}
    then = {found.outcome for found in decide(valid_on(TABLES, date(2011, 7, 1)), seized)}
    now = {found.outcome for found in decide(valid_on(TABLES, date(2012, 7, 1)), seized)}
    assert now - then == {"LEGAL"}
    owing = {"debt": "OVERDUE", "debt_ratio": "ABOVE_1", "current_ratio": "BELOW_1"}
    before = decide(valid_on(TABLES, date(2012, 3, 19)), owing)
    after = decide(valid_on(TABLES, date(2012, 3, 20)), owing)
    assert [(found.outcome, found.severity) for found in before] == [("BANK_DEBT", 2)]
    assert [(found.outcome, found.severity) for found in after] == [("BANK_DEBT", 3), ("WORKING_CAPITAL", 2)]


@pytest.mark.parametrize(("table", "rule"), RULES, ids=NAMES)
def test_each_rule_fires_on_its_answers_and_not_beside_them(table: Table, rule: Rule) -> None:
    hit = {code: values[0] for code, values in rule.when.items()}

    assert any(rule.code in found.fired for found in decide(table, hit))
    for code, values in rule.when.items():
        others = next(fact.values for fact in table.facts if fact.code == code)
        miss = next(value for value in others if value not in values)
        assert all(rule.code not in found.fired for found in decide(table, {**hit, code: miss}))
        assert all(rule.code not in found.fired for found in decide(table, {**hit, code: ""}))


def test_a_loan_of_working_capital_is_never_proposed_for_lack_of_liquidity_alone() -> None:
    codes = [code for code in CAUSES if code != "OTHER"]
    loans = {remedy.code for remedy in remedies() if LIQUIDITY in remedy.causes}
    assert loans
    small = [combinations(codes, number) for number in range(4)]
    for causes in chain.from_iterable(small):
        found = [Found(code, 2, (code,), ()) for code in causes]
        proposed = {one.remedy.code for one in propose(found, remedies())} & loans
        assert bool(proposed) == (LIQUIDITY in causes and len(causes) > 1), causes
        assert is_liquidity_alone(found) == (causes == (LIQUIDITY,))


def test_each_cause_but_the_last_resort_has_a_remedy_with_its_words() -> None:
    treated = {code for remedy in remedies() for code in remedy.causes}

    assert {rule.outcome for _, rule in RULES} - treated <= {"EXPORT"}
    for remedy in remedies():
        assert remedy.days[0] <= remedy.days[1]
        assert remedy.cost is None or 0 <= remedy.cost[0] <= remedy.cost[1]
    assert set(GROUP_OF.values()) == set(GROUPS)


def test_a_proposal_names_its_causes_and_rules() -> None:
    table = valid_on(TABLES, date(2011, 7, 1))

    (first, *_) = propose(decide(table, {"power": "CUT", "demand": "LOW"}), remedies())

    assert (first.remedy.code, first.causes, first.rules, first.severity) == ("CONNECT", ("ENERGY",), ("energy-1",), 3)


def test_the_next_question_is_the_one_that_changes_most() -> None:
    table = table_of(
        Rule("p", {"a": ("x",)}, "P", 1), Rule("q", {"b": ("x", "y")}, "Q", 3), Rule("r", {"c": ("x",)}, "P", 1)
    )

    assert change_expected(table, {}, "a") == 0.5
    assert change_expected(table, {}, "b") == 2.0
    assert change_expected(table, {"a": "x"}, "c") == 0.0
    ours = valid_on(TABLES, DAY)
    asked = next_question(ours, questions(), {})
    assert asked is not None
    assert change_expected(ours, {}, asked.code) == max(change_expected(ours, {}, q.code) for q in questions())
    assert next_question(ours, questions(), {q.code: q.answers[0].code for q in questions()}) is None


answers = some.fixed_dictionaries(
    {},
    optional={q.code: some.sampled_from([answer.code for answer in q.answers]) for q in questions()},
)


@given(answers)
def test_readiness_lies_within_its_range_and_more_answers_narrow_it(facts: dict[str, str]) -> None:
    wide = readiness(questions(), {})
    told = readiness(questions(), facts)

    assert 0 <= told.least <= told.most <= 1
    parts = {part.code: part for part in wide.parts}
    for part in told.parts:
        assert part.least >= parts[part.code].least - 1e-9 or part.most <= parts[part.code].most + 1e-9
    whole = {**{q.code: q.answers[0].code for q in questions()}, **facts}
    all_told = readiness(questions(), whole)
    assert all_told.least == all_told.most


def test_readiness_by_hand() -> None:
    told = readiness(questions(), {"staff": "GONE", "disaster": "YES"})

    parts = {part.code: (part.least, part.most) for part in told.parts}
    assert parts["STAFF"] == (0.5, 0.5)
    assert parts["FORCE_MAJEURE"] == (0.3, 0.3)
    assert parts["MOTIVE"] == (0.0, 1.0)
    assert len(lacking(questions(), {})) == len([q for q in questions() if q.is_required])


@given(answers)
def test_answers_lean_within_readiness_and_open_ones_to_neither_side(facts: dict[str, str]) -> None:
    told, (speaks_for, against) = readiness(questions(), facts), leaning(questions(), facts)

    assert 0 <= speaks_for <= told.least + 1e-9
    assert 0 <= against <= 1 - told.most + 1e-9
    whole = {**{q.code: q.answers[0].code for q in questions()}, **facts}
    assert leaning(questions(), whole)[0] == pytest.approx(readiness(questions(), whole).least)


def test_no_answer_leans_to_no_side() -> None:
    assert leaning(questions(), {}) == (0.0, 0.0)
