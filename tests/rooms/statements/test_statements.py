"""Texts are kept once with their claims, and held against the records of the example province as of their day."""

from datetime import timedelta

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.calendar import read_day
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.domain.statements.judging import Verdict
from hamahang.indicators import queries as indicators
from hamahang.ledger.guard import FactIsWritten
from hamahang.ledger.recording import recording
from hamahang.statements import following, queries
from hamahang.statements.actions import StatementRefused, bind_meaning, keep_statement
from hamahang.statements.models import ClaimBinding, StatedClaim, Statement
from tests.province import NOW, TEHRAN, TIR_10, Province

pytestmark = pytest.mark.django_db
REPORT = """رئیس سازمان صنایع و معادن استان ایلام گفت: ۸ شهرك صنعتي فعال و 4 ناحيه صنعتي در دست اجرا در استان است.
وی افزود: تا پايان سال 90 ايجاد 2000 شغل جديد تعهد شده است.
۳۳ واحد تأثیرپذیر از قانون هدفمندسازی یارانه‌ها شناسایی و به ستاد معرفی شده‌اند.
بیش از ۲۲۰۰ میلیارد ریال تسهیلات از محل قانون هدفمندسازی یارانه‌ها پرداخت شده است.
۱۵ فقره طرح آمایش به تصویب رسیده است. بیش از ۴۳ واحد غیرفعال در شهرک صنعتی ایلام شناسایی شده است.
تاکنون ۴۱۷ شغل تأیید شده است."""
BEGUN = read_day("1389-12-29")  # the last day before the year
FIGURES = [
    "active_estates", "zones_under_construction", "jobs_committed", "affected_units_referred",
    "targeted_subsidies_facilities_paid", "spatial_plan_projects_approved", "idle_units_identified", "jobs_verified",
]  # fmt: skip


def keep(text: str = REPORT, day=TIR_10, title: str = "گزارش روز صنعت و معدن") -> Statement:
    return keep_statement(text=text, title=title, day=day, by="dabir", at=NOW)


@pytest.mark.parametrize("text", ["", " \n ", "\u200f\u200e ؛ …"], ids=["nothing", "blank", "marks"])
def test_a_text_without_a_letter_or_digit_is_refused(text: str):
    with pytest.raises(StatementRefused, match="There is no text"):
        keep(text)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\u200f\n۱۵ طرح تصویب شد.\nدو", "۱۵ طرح تصویب شد."),
        ("شغل " * 60, f"{'شغل ' * 21}شغل…"),
        ("ش" * 120, f"{'ش' * 90}…"),
    ],
    ids=["after a mark", "long line", "long word"],
)
def test_a_text_without_a_title_is_called_by_its_first_line_cut_between_words(text: str, title: str):
    assert keep(text, title="").title == title


def checked(statement: Statement, reach: Reach = EVERYTHING):
    return queries.check(queries.claims_of(statement), day=statement.day, reach=reach, zone=TEHRAN)


def test_the_eight_figures_of_10_tir_are_supported(province: Province):
    found = checked(keep())

    assert [each.code for each in found] == FIGURES
    assert {each.judgement.verdict for each in found} == {Verdict.SUPPORTED}
    assert {each.binding.how for each in found} == {"clear"}


def test_the_promise_is_listed_with_holder_deadline_and_number(province: Province):
    keep()

    (promise,) = following.promises(queries.told(), asof=AsOf(TIR_10), reach=EVERYTHING)

    assert "رئیس سازمان صنایع و معادن" in promise.holder
    assert promise.due_on == read_day("1390-12-29")
    assert promise.said.low == 2_000
    assert promise.reached is not None
    assert (promise.reached.code, promise.reached.value) == ("jobs_verified", 0)  # the 417 were before it was promised
    assert promise.checked.code == "jobs_committed"


REVIVAL = "تا پایان سال ۱۳۹۰ تعداد {n} واحد راکد احیا خواهد شد."  # three were restarted from 3 to 5 Tir


@pytest.mark.parametrize(
    ("said_on", "number", "reached", "end"),
    [
        ("1390-04-10", "۲", 0, "under way"),
        ("1390-04-05", "۲", 1, "under way"),  # the day itself counts
        ("1390-03-01", "۲", 3, "kept"),
        ("1390-03-01", "۴", 3, "under way"),
    ],
)
def test_what_was_done_before_it_was_promised_keeps_no_promise(
    province: Province, said_on: str, number: str, reached: int, end: str
):
    keep(REVIVAL.format(n=number), read_day(said_on))

    (promise,) = following.promises(queries.told(), asof=AsOf(TIR_10), reach=EVERYTHING)

    assert promise.reached is not None
    assert (promise.reached.value, promise.reached.since) == (reached, read_day(said_on))
    assert promise.end is not None
    assert promise.end.en == end


def test_a_promise_of_a_state_is_kept_by_what_stands(province: Province):
    keep("تا پایان سال ۱۳۹۰ تعداد ۷ شهرک صنعتی فعال خواهد شد.")

    (promise,) = following.promises(queries.told(), asof=AsOf(TIR_10), reach=EVERYTHING)

    assert promise.reached is not None
    assert (promise.reached.code, promise.reached.value, promise.reached.since) == ("active_estates", 8, None)
    assert promise.end is not None
    assert promise.end.en == "kept"


def test_the_share_of_the_national_package_is_doubted(province: Province):
    (doubt,) = queries.doubted(queries.claims_of(keep()), day=TIR_10)

    assert "۲۴ درصد" in doubt.message.fa
    assert "24 percent" in doubt.message.en


def test_the_same_words_a_year_earlier_are_not_supported(province: Province):
    found = checked(keep(day=TIR_10 - timedelta(days=366)))

    paid = next(each for each in found if each.code == "targeted_subsidies_facilities_paid")
    assert paid.judgement.verdict in (Verdict.NOT_IN_RECORDS, Verdict.OVERSTATED, Verdict.CONTRADICTED)


def test_a_wrong_figure_is_told_with_the_difference_and_our_sentence(province: Province):
    (found,) = checked(keep("استان ایلام ۱۱ شهرک صنعتی فعال دارد."))

    assert (found.judgement.verdict, found.judgement.difference, found.value) == (Verdict.OVERSTATED, 3, 8)
    assert found.sentence.fa == "تا ۱۰ تیر ۱۳۹۰: ۸ شهرک صنعتی فعال."


def test_an_estate_is_of_no_programme_and_active_though_it_was_approved_once(province: Province):
    for text in (
        "هشت شهرک صنعتی فعال داریم.",
        "با اجرای قانون هدفمندسازی یارانه‌ها هشت شهرک صنعتی فعال داریم.",
        "هشت شهرک صنعتی مصوب و فعال داریم.",
    ):
        (found,) = checked(keep(text))

        assert (found.judgement.verdict, found.code, found.value) == (Verdict.SUPPORTED, "active_estates", 8)


def test_claimed_jobs_are_supported_at_another_level_of_proof(province: Province):
    (found,) = checked(keep("تاکنون ۶۰۰ شغل در استان ایجاد شده است."))

    assert (found.judgement.verdict, found.code, found.value) == (Verdict.OTHER_LEVEL, "jobs_claimed", 600)


@pytest.mark.parametrize(
    "text",
    ["در سال ۸۵ تعداد ۲۵ جلسه ستاد برگزار شد.", "در سال ۸۵ مبلغ ۱۰۰ میلیارد ریال تسهیلات پرداخت شد."],
)
def test_a_year_before_our_records_is_not_contradicted_by_them(province: Province, text: str):
    (found,) = checked(keep(text))

    assert found.judgement.verdict is Verdict.NOT_IN_RECORDS


def test_a_payment_of_a_period_is_added_up_over_that_period(province: Province):
    whole = indicators.compute("facilities_paid", asof=AsOf(TIR_10), scope=ALL, reach=EVERYTHING).value
    before = indicators.compute("facilities_paid", asof=AsOf(BEGUN), scope=ALL, reach=EVERYTHING).value
    assert isinstance(whole, int)
    assert isinstance(before, int)
    assert 0 < before < whole

    (found,) = checked(keep("از ابتدای سال ۱۳۹۰ بیش از ۱۰۰ میلیارد ریال تسهیلات پرداخت شد."))

    assert found.code == "facilities_paid"
    assert found.window.first == read_day("1390-01-01")
    assert found.value == whole - before
    assert found.sentence.fa.startswith("از ۱ فروردین ۱۳۹۰ تا ۱۰ تیر ۱۳۹۰: بیش از")


def test_whoever_lists_one_county_is_not_told_that_the_province_is_overstated(province: Province):
    found = checked(keep("استان ایلام ۸ شهرک صنعتی فعال دارد."), reach=Reach(places=frozenset({"1605"})))

    assert [each.judgement.verdict for each in found] == [Verdict.NOT_CHECKABLE]
    assert found[0].value is None


def test_a_text_of_a_day_is_kept_once_with_its_claims(province: Province):
    first, second = keep(), keep(title="دوباره")

    assert first == second
    assert StatedClaim.objects.count() == len(FIGURES)
    assert queries.counts([first.pk]) == {first.pk: len(FIGURES)}


def test_a_kept_text_is_never_overwritten(province: Province):
    statement = keep()
    statement.text = "دیگر"

    with recording(action="tests", by="tests", at=NOW), pytest.raises(FactIsWritten):
        statement.save()


@pytest.mark.parametrize("text", ["", "  \n", "۵ واحد. " * 30_000])
def test_what_is_no_text_is_refused(text: str):
    with pytest.raises(StatementRefused):
        keep(text)


def test_a_text_of_thousands_of_figures_is_sent_in_parts():
    with pytest.raises(StatementRefused, match="More than 2,000 figures"):
        keep("۴۱۷ شغل " * 2_001)


def test_a_choice_is_remembered_and_the_one_before_stays_to_be_seen(province: Province):
    (asked,) = checked(keep("۱۵ طرح تصویب شد."))
    assert queries.is_proposed(asked)

    bind_meaning(meaning=asked.said.meaning, indicator="projects_permitted", by="amar", at=NOW)
    bind_meaning(meaning=asked.said.meaning, indicator="spatial_plan_projects_approved", by="amar", at=NOW)

    (found,) = checked(keep("۱۵ طرح تصویب شد."))
    assert (found.binding.how, found.judgement.verdict) == ("remembered", Verdict.SUPPORTED)
    assert ClaimBinding.objects.count() == 2
    assert [each.indicator for each in queries.decisions()] == ["spatial_plan_projects_approved"]


def test_a_choice_of_no_figure_says_that_nothing_is_kept(province: Province):
    (asked,) = checked(keep("۱۵ طرح تصویب شد."))
    bind_meaning(meaning=asked.said.meaning, indicator="", by="amar", at=NOW)

    (found,) = checked(keep("۱۵ طرح تصویب شد."))

    assert found.judgement.verdict is Verdict.NOT_IN_RECORDS


def test_a_figure_that_does_not_exist_is_not_bound():
    with pytest.raises(StatementRefused):
        bind_meaning(meaning="x", indicator="no_such_figure", by="amar", at=NOW)


def test_what_does_not_go_together_between_texts_is_told_at_both(province: Province):
    one = keep("سهمیه اشتغال استان ایلام در سال ۱۴۰۱ تعداد ۶ هزار و ۶۷۹ نفر است.", read_day("1401-02-01"))
    other = keep("هدف ایجاد شغل استان ایلام در سال ۱۴۰۱ تعداد ۱۳ هزار و ۱۱۰ نفر بود.", read_day("1402-02-01"))

    assert [clash.kind for clash in queries.clashes_of(one.pk)] == ["target_changed"]
    assert queries.clashes_of(one.pk) == queries.clashes_of(other.pk)
