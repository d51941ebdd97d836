"""Rules of eligibility: read in both languages, each mistake at its line with its repair, unknown is not no."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.eligibility import FACTS, Answer, Condition, Kind, Known, Rule, Sign, judge, size_of
from hamahang.domain.rulebook import NUMERIC, read_rules

RULES = """
# the law of 1388 / قانون ۱۳۸۸
کار: وضعیت یکی از فعال، نیمه‌فعال
sector one of 2392, 239
سهم انرژی دست‌کم ۱۰ درصد یا شاغل حداکثر ۱۰
licence is valid
بدهی معوق حداکثر ۲ میلیارد ریال
physical progress > 60 %
"""


def facts(**values: object) -> dict[str, Known]:
    return {code: known if isinstance(known, Known) else Known(known) for code, known in values.items()}


def test_rules_are_read_in_persian_and_in_english_side_by_side() -> None:
    book = read_rules(RULES)

    assert book.faults == ()
    assert [(rule.line, rule.name) for rule in book.rules] == [(3, "کار"), (4, ""), (5, ""), (6, ""), (7, ""), (8, "")]
    assert book.rules[0].conditions == (Condition("STATUS", Sign.ONE_OF, ("ACTIVE", "UNDERUSED")),)
    assert book.rules[2].conditions == (
        Condition("ENERGY_SHARE", Sign.AT_LEAST, (Decimal(10),)),
        Condition("HEADS", Sign.AT_MOST, (Decimal(10),)),
    )
    assert book.rules[4].conditions == (Condition("OVERDUE", Sign.AT_MOST, (Decimal(2 * 10**9),)),)


@pytest.mark.parametrize(
    ("line", "repair"),
    [
        ("رشتهه یکی از ۲۳", "رشته"),
        ("energy shar at least 10", "energy share"),
        ("شاغل ۱۰", "دست‌کم، حداکثر"),
        ("شاغل دست‌کم", "مقداری نیامده"),
        ("شاغل دست‌کم ده‌ها", "عدد نیست"),
        ("شاغل یکی از ۱۰، ۲۰", "دست‌کم، حداکثر"),
        ("وضعیت دست‌کم فعال", "«یکی از»"),
        ("وضعیت یکی از خوابیده", "فعال، نیمه‌فعال، راکد"),
        ("رشته یکی از آجر", "کد نیست"),
        ("بدهی معوق حداکثر ۱۰", "واحد مبلغ"),
        ("سهم انرژی دست‌کم ۱۲۰ درصد", "میان ۰ و ۱۰۰"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_its_repair(line: str, repair: str) -> None:
    book = read_rules(f"# یک\nlicence is valid\n\n{line}\n")

    assert [(fault.line, fault.said) for fault in book.faults] == [(4, line)]
    assert repair in book.faults[0].why.fa or repair in book.faults[0].why.en
    assert len(book.rules) == 1


@pytest.mark.parametrize("text", ["", "# تنها یادداشت", "شاغل دست‌کم ۱\n" * 300, "x" * 30_000])
def test_a_text_without_rules_or_beyond_measure_is_refused(text: str) -> None:
    assert len(read_rules(text).faults) == 1


@pytest.mark.parametrize("text", ["a\0b", "::::", "یا یا یا", "or", "وضعیت", ">>>>", "رشته یکی از ،،،", "\u200f\u200e"])
def test_no_text_breaks_the_reader(text: str) -> None:
    read_rules(text)


NUMBERS = st.decimals(min_value=0, max_value=100, places=1)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    fact = draw(st.sampled_from(list(FACTS.values())))
    if fact.kind in NUMERIC:
        sign = draw(st.sampled_from([Sign.AT_LEAST, Sign.AT_MOST, Sign.ABOVE, Sign.BELOW]))
        value = draw(st.integers(0, 10**15)) if fact.kind is Kind.RIALS else draw(NUMBERS)
        return Condition(fact.code, sign, (Decimal(value),))
    sign = draw(st.sampled_from([Sign.ONE_OF, Sign.NONE_OF]))
    words = list(fact.choices) if fact.choices else ["23", "2392", "1601"]
    values = draw(st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True))
    return Condition(fact.code, sign, tuple(values))


@given(st.lists(conditions(), min_size=1, max_size=3))
def test_what_a_rule_says_of_itself_is_read_as_the_same_rule(said: list[Condition]) -> None:
    rule = Rule(1, tuple(said))

    for text in (rule.said().fa, rule.said().en):
        book = read_rules(text)
        assert book.faults == (), text
        assert book.rules[0].conditions == rule.conditions


def test_unknown_is_not_no() -> None:
    rules = read_rules("شاغل دست‌کم ۵\nسهم انرژی دست‌کم ۱۰").rules

    assert judge(rules, facts(HEADS=Decimal(9))).answer is Answer.UNKNOWN
    assert judge(rules, facts(HEADS=Decimal(4))).answer is Answer.UNMET
    assert judge(rules, facts(HEADS=Decimal(9), ENERGY_SHARE=Decimal(10))).answer is Answer.MET


def test_one_condition_that_holds_is_enough_for_its_rule_and_one_that_is_not_known_keeps_it_open() -> None:
    rules = read_rules("سهم انرژی دست‌کم ۱۰ یا شاغل حداکثر ۱۰").rules

    assert judge(rules, facts(HEADS=Decimal(10))).answer is Answer.MET
    assert judge(rules, facts(HEADS=Decimal(11))).answer is Answer.UNKNOWN
    assert judge(rules, facts(HEADS=Decimal(11), ENERGY_SHARE=Decimal("9.9"))).answer is Answer.UNMET


@pytest.mark.parametrize(
    ("low", "high", "answer"), [(12, 30, Answer.MET), (2, 8, Answer.UNMET), (5, 15, Answer.UNKNOWN)]
)
def test_bounds_on_both_sides_of_a_line_say_nothing(low: int, high: int, answer: Answer) -> None:
    rules = read_rules("سهم انرژی دست‌کم ۱۰").rules

    verdict = judge(rules, {"ENERGY_SHARE": Known(Decimal(low), high=Decimal(high))})

    assert verdict.answer is answer


def test_each_reason_names_the_rule_and_the_fact() -> None:
    verdict = judge(read_rules(RULES).rules, facts(SECTOR="1050", STATUS="IDLE", LICENCE="VALID"))

    assert [(reason.rule.line, reason.answer.value) for reason in verdict.against] == [
        (3, "UNMET"), (4, "UNMET"), (5, "UNKNOWN"), (7, "UNKNOWN"), (8, "UNKNOWN"),
    ]  # fmt: skip
    assert verdict.against[0].said().fa == "وضعیت: راکد"
    assert verdict.against[1].said().en == "sector: 1050"
    assert verdict.against[2].said().fa == "سهم انرژی از هزینه: نامعلوم؛ شاغلان: نامعلوم"


@given(st.lists(conditions(), min_size=1, max_size=4), st.data())
def test_learning_a_fact_never_turns_a_yes_into_a_no(said: list[Condition], data: st.DataObject) -> None:
    rules = [Rule(at, (condition,)) for at, condition in enumerate(said)]
    known: dict[str, Known] = {}
    answers = [judge(rules, known).answer]
    for code in sorted({condition.fact for condition in said}):
        fact = FACTS[code]
        words = list(fact.choices) if fact.choices else ["2392", "1601"]
        value = data.draw(NUMBERS) if fact.kind in NUMERIC else data.draw(st.sampled_from(words))
        known[code] = Known(value)
        answers.append(judge(rules, known).answer)

    decided = next((at for at, answer in enumerate(answers) if answer is not Answer.UNKNOWN), len(answers))
    assert len(set(answers[decided:])) <= 1
    assert Answer.UNKNOWN not in answers[-1:]


@pytest.mark.parametrize(
    ("persons", "size"),
    [(0, "MICRO"), (9, "MICRO"), (10, "SMALL"), (49, "SMALL"), (50, "MEDIUM"), (99, "MEDIUM"), (100, "LARGE")],
)
def test_a_size_class_begins_where_the_ministry_lets_it_begin(persons: int, size: str) -> None:
    assert size_of(persons) == size
