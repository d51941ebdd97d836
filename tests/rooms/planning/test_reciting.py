"""Rules that exclude, read aloud to an applicant."""

from decimal import Decimal

import pytest

from hamahang.domain.eligibility import FACTS, Known, judge
from hamahang.domain.rulebook import read_rules
from hamahang.domain.text import Text
from hamahang.planning.reciting import REPAIRS, SUBJECTS, say_unmet

LAW = Text(fa="قانون هدفمندی", en="subsidies law")
SINCE = Text(fa="از ۱۳۸۹/۱۰/۱۳", en="since 1389/10/13")


def said(rules: str, **facts: Known) -> Text:
    book = read_rules(rules)
    assert not book.faults
    return say_unmet(judge(book.rules, facts), LAW)


@pytest.mark.parametrize(
    ("rules", "fact", "fa", "en"),
    [
        (
            "حمایت پیشین برابر نه",
            {"SUPPORTED": Known("YES", SINCE)},
            "«قانون هدفمندی» می‌خواهد که واحد پیش‌تر حمایتی نگرفته باشد. به ثبت ما واحد از ۱۳۸۹/۱۰/۱۳ حمایت گرفته است.",
            "must not have been supported before. By our register the unit has been supported since 1389/10/13.",
        ),
        (
            "بدهی معوق حداکثر ۰ ریال",
            {"OVERDUE": Known(Decimal(3 * 10**9), SINCE)},
            "می‌خواهد که واحد بدهی معوق نداشته باشد. به ثبت ما بدهی معوق واحد ۳ میلیارد ریال است، از ۱۳۸۹/۱۰/۱۳.",
            "the unit must have no overdue debt. By our register the unit's overdue debt is 3 billion rials, since",
        ),
        (
            "سهم انرژی دست‌کم ۵ درصد یا شاغل حداکثر ۱۰",
            {"ENERGY_SHARE": Known(Decimal(1), high=Decimal(3)), "HEADS": Known(Decimal(12))},
            "یا شمار شاغلان واحد حداکثر ۱۰ نفر باشد. به ثبت ما سهم انرژی از هزینهٔ واحد از ۱ درصد تا ۳ درصد است و",
            "must be at least 5 % or the unit's head count must be at most 10 persons.",
        ),
        (
            "وضعیت یکی از فعال، نیمه‌فعال",
            {"STATUS": Known("IDLE", SINCE)},
            "وضعیت واحد فعال یا نیمه‌فعال باشد. به ثبت ما وضعیت واحد راکد است، از",
            "the unit's status must be active or",
        ),
    ],
)
def test_a_rule_says_what_it_asks_what_is_known_since_when_and_what_helps(
    rules: str, fact: dict[str, Known], fa: str, en: str
) -> None:
    words = said(rules, **fact)

    assert fa in words.fa
    assert en in words.en
    assert all(REPAIRS[code].fa in words.fa and REPAIRS[code].en in words.en for code in fact)
    # nothing that cannot be read aloud
    assert not set("():") & set(words.fa + words.en)


def test_each_fact_that_a_rule_may_ask_about_has_its_words() -> None:
    assert set(SUBJECTS) == set(REPAIRS) == set(FACTS)


def test_a_rule_that_is_met_or_not_known_is_not_told() -> None:
    assert said("شاغل حداکثر ۱۰\nبدهی معوق حداکثر ۰ ریال", HEADS=Known(Decimal(4))).fa == ""
