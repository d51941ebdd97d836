"""A promise in a text is bound to the commitment of the register whose figure, place and deadline fit on its day."""

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.commitments.actions import Announcement, TargetDraft, announce, record_targets, set_target
from hamahang.commitments.models import Commitment, Target
from hamahang.domain.calendar import read_day
from hamahang.domain.ledger import AsOf
from hamahang.domain.statements import read_claims
from hamahang.domain.statements.said import said_in
from hamahang.statements import following, queries
from hamahang.statements.actions import StatementRefused, bind_promise, keep_statement
from hamahang.statements.models import PromiseBinding
from tests.province import NOW, TEHRAN, TIR_10, Province

pytestmark = pytest.mark.django_db
TEXT = "رئیس سازمان صنایع و معادن استان ایلام گفت: تا پایان سال ۹۰ ایجاد ۲۰۰۰ شغل جدید تعهد شده است."


def bond(text: str = TEXT, day=TIR_10, reach: Reach = EVERYTHING):
    (found,) = queries.check(said_in(read_claims(text, day=day)), day=day, reach=reach, zone=TEHRAN)
    return found.bond


def test_the_promise_of_10_tir_is_the_commitment_of_the_year(province: Province):
    found = bond()

    assert (found.how, found.held.number) == ("clear", "ت-1390")
    assert (found.target, found.is_same) == (2_000, True)


def test_another_target_than_that_of_the_day_is_told(province: Province):
    found = bond(TEXT.replace("۲۰۰۰", "۲۵۰۰"))

    assert (found.held.number, found.target, found.is_same) == ("ت-1390", 2_000, False)


def test_the_version_of_the_texts_day_is_compared_not_a_later_one(province: Province):
    day = read_day("1389-12-20")
    first = bond(TEXT, day).target

    assert first != 2_000
    assert bond(TEXT.replace("۲۰۰۰", str(first)), day).is_same


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (TEXT, "1389-12-10"),  # before it was announced
        (TEXT.replace("سال ۹۰", "سال ۹۱"), "1390-04-10"),
        (TEXT.replace("ایجاد ۲۰۰۰ شغل جدید", "راه‌اندازی ۲۰ شهرک صنعتی"), "1390-04-10"),
    ],
)
def test_what_fits_no_commitment_stays_a_promise_to_watch(province: Province, text: str, day: str):
    found = bond(text, read_day(day))

    assert (found.how, found.held, found.proposals) == ("none", None, ())


def test_what_is_done_is_no_promise(province: Province):
    assert bond("تاکنون ۴۱۷ شغل تأیید شده است.") is None


def test_whoever_lists_one_county_is_told_of_no_provincial_target(province: Province):
    assert bond(reach=Reach(places=frozenset({"1605"}))) is None


@pytest.mark.parametrize(("number", "is_same"), [("۱۰", True), ("۲", True), ("۹", False)])
def test_of_a_state_the_text_may_say_its_growth_or_what_it_will_be(province: Province, number: str, is_same: bool):
    day = read_day("1390-02-01")
    said = Announcement(
        "ت-7",
        "شهرک‌ها",
        "شرکت شهرک‌ها",
        day,
        read_day("1390-12-29"),
        metric="active_estates",
        baseline=8,
        baseline_on=day,
    )
    made = announce(promise=said, by="dabir", at=NOW)
    shares: dict[int | None, int] = {None: 2}
    set_target(commitment=made, amounts=shares, issuer="", basis="", announced_on=day, by="dabir", at=NOW)

    found = bond(f"تا پایان سال ۱۳۹۰ تعداد {number} شهرک صنعتی فعال خواهد شد.")

    assert (found.held.number, found.target, found.is_same) == ("ت-7", 2, is_same)


def second() -> Commitment:
    """Announce another commitment of the same figure, place and deadline."""
    share = Target.objects.select_related("commitment").first()
    draft = TargetDraft(
        number="ت-2", title="طرح ضربتی", holder="استانداری", county=share.county_id, amount=300,
        announced_on=read_day("1390-02-01"), from_on=read_day("1390-02-01"), due_on=read_day("1390-12-29"),
    )  # fmt: skip
    record_targets(drafts=[draft], by="dabir", at=NOW)
    return Commitment.objects.get(number="ت-2")


def test_of_several_a_person_chooses_and_the_choice_is_remembered(province: Province):
    other = second()
    asked = bond()
    assert asked.how == "proposed"
    assert {each.number for each in asked.proposals} == {"ت-1390", "ت-2"}

    bind_promise(key=asked.key, commitment=other.pk, by="amar", at=NOW)
    assert (bond().how, bond().held.number, bond().is_same) == ("remembered", "ت-2", False)
    bind_promise(key=asked.key, commitment=None, by="amar", at=NOW)
    assert (bond().how, bond().held) == ("remembered", None)
    assert PromiseBinding.objects.count() == 2
    with pytest.raises(StatementRefused):
        bind_promise(key=asked.key, commitment=9_999, by="amar", at=NOW)


@pytest.mark.parametrize(("day", "words"), [("1390-04-10", "under way"), ("1391-01-15", "not kept")])
def test_the_list_says_what_became_of_it_by_the_day_asked(province: Province, day: str, words: str):
    keep_statement(text=TEXT, title="گزارش", day=TIR_10, by="dabir", at=NOW)

    (promise,) = following.promises(queries.told(), asof=AsOf(read_day(day)), reach=EVERYTHING)

    assert promise.outcome.target == 2_000
    assert promise.outcome.words.en == words
    assert promise.outcome.verified >= 417


def test_more_of_what_nobody_wishes_keeps_no_promise(province: Province):
    """Twenty idle units are to come back: that fifty idle is not that it was kept."""
    text = "رئیس سازمان گفت: تا پایان سال ۹۰ تعداد ۲۰ واحد راکد به تولید بازمی‌گردد."
    keep_statement(text=text, title="گزارش", day=TIR_10, by="dabir", at=NOW)

    (found,) = following.promises(queries.told(), asof=AsOf(TIR_10), reach=EVERYTHING)

    assert found.stands_by == "units_idle"
    assert found.end is None
