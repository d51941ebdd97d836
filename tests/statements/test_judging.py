"""Claims against values: comparators are sets, and a wrong accusation is worse than a miss."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import read_day
from hamahang.domain.statements import read_claims
from hamahang.domain.statements.binding import Candidate, bind, scope_of, window_of
from hamahang.domain.statements.judging import Ours, Verdict, agrees, judge, step
from hamahang.domain.statements.priors import doubts
from hamahang.domain.statements.said import Said, said_in
from hamahang.statements.keeping import as_values, from_values

DAY = read_day("1390-04-10")


def said(text: str) -> Said:
    (first, *_) = said_in(read_claims(text, day=DAY))
    return first


def verdict(text: str, value: int | Decimal | None, *others: int) -> Verdict:
    return judge(said(text), Ours("f", value), tuple(Ours(f"o{n}", n) for n in others)).verdict


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("۸ شهرک صنعتی فعال در استان است.", 8, Verdict.SUPPORTED),
        ("۸ شهرک صنعتی فعال در استان است.", 7, Verdict.OVERSTATED),
        ("۸ شهرک صنعتی فعال در استان است.", 9, Verdict.UNDERSTATED),
        ("۸ شهرک صنعتی فعال در استان است.", 0, Verdict.CONTRADICTED),
        ("۸ شهرک صنعتی فعال در استان است.", None, Verdict.NOT_IN_RECORDS),
        ("بیش از ۴۳ واحد غیرفعال در استان است.", 44, Verdict.SUPPORTED),
        ("بیش از ۴۳ واحد غیرفعال در استان است.", 43, Verdict.OVERSTATED),
        ("بیش از ۴۳ واحد غیرفعال در استان است.", 60, Verdict.UNDERSTATED),
        ("بیش از ۲۲۰۰ میلیارد ریال تسهیلات پرداخت شد.", 2_206 * 10**9, Verdict.SUPPORTED),
        ("بیش از ۲۲۰ میلیارد تومان تسهیلات پرداخت شد.", 2_206 * 10**9, Verdict.SUPPORTED),
        ("۲۲۰۰ میلیارد ریال تسهیلات پرداخت شد.", 2_206 * 10**9, Verdict.SUPPORTED),
        ("۲۲۰۰ میلیارد ریال تسهیلات پرداخت شد.", 2_260 * 10**9, Verdict.UNDERSTATED),
        ("۲۰۰۰ شغل ایجاد شد.", 1_600, Verdict.OVERSTATED),
        ("حدود ۲۰۰۰ شغل ایجاد شد.", 1_950, Verdict.SUPPORTED),
        ("حدود ۲۰۰۰ شغل ایجاد شد.", 1_800, Verdict.OVERSTATED),
        ("بین ۴۰ تا ۵۰ واحد غیرفعال است.", 44, Verdict.SUPPORTED),
        ("بین ۴۰ تا ۵۰ واحد غیرفعال است.", 51, Verdict.UNDERSTATED),
        # that the 5 could stand for five alone holds nothing between five and ten thousand
        ("۵ تا ۱۰ هزار شغل ایجاد شد.", 100, Verdict.OVERSTATED),
        ("۵ تا ۱۰ هزار شغل ایجاد شد.", 7_000, Verdict.SUPPORTED),
        ("نرخ بیکاری استان ۱۵.۷ درصد است.", Decimal("15.7"), Verdict.SUPPORTED),
        ("نرخ بیکاری استان ۱۵ درصد است.", Decimal("15.7"), Verdict.SUPPORTED),
        ("نرخ بیکاری استان ۲/۱۵ درصد است.", Decimal("15.2"), Verdict.NOT_CHECKABLE),
    ],
)
def test_a_claim_is_judged_by_the_values_it_allows(text: str, value: int | Decimal | None, expected: Verdict):
    assert verdict(text, value) is expected


def test_a_figure_at_another_level_of_proof_is_said_to_be_one():
    assert verdict("۶۰۰ شغل ایجاد شد.", 417, 600) is Verdict.OTHER_LEVEL
    assert verdict("۶۰۱ شغل ایجاد شد.", 417, 600) is Verdict.OVERSTATED


def test_rials_said_as_toman_are_noticed():
    judged = judge(said("۲۲۰۶ میلیارد تومان تسهیلات پرداخت شد."), Ours("f", 2_206 * 10**9))

    assert judged.verdict is Verdict.OVERSTATED
    assert "تومان" in judged.why.fa


def test_a_figure_that_agrees_in_another_reading_is_not_accused():
    printed = said("نرخ بیکاری استان ۶/۷ درصد است.")

    assert (printed.low, printed.others) == (Decimal("6.7"), ((Decimal("7.6"), Decimal("7.6")),))
    judged = judge(printed, Ours("f", Decimal("7.6")))
    assert judged.verdict is Verdict.NOT_CHECKABLE
    assert judged.why.en == "The figure can be read in another way too, which agrees with our records; ask who said it."
    assert judge(printed, Ours("f", Decimal("5.1"))).verdict is Verdict.OVERSTATED
    assert from_values(as_values(printed)) == printed


def test_other_readings_of_money_are_compared_in_rials():
    paid = said("۵ تا ۱۰ هزار تومان یارانه پرداخت شد.")

    assert judge(paid, Ours("f", 60_000)).verdict is Verdict.SUPPORTED
    assert all(low is None or low >= 50 for low, _ in paid.others)


def test_what_a_text_denies_and_we_hold_is_contradicted():
    denied = replace(said("۸ شهرک صنعتی فعال در استان است."), modality="denied")

    assert judge(denied, Ours("f", 8)).verdict is Verdict.CONTRADICTED
    assert judge(denied, Ours("f", 7)).verdict is Verdict.NOT_CHECKABLE


def test_a_figure_with_no_rows_of_its_kind_is_not_in_our_records():
    judged = judge(said("۲۵ جلسه برگزار شد."), Ours("sessions_held", 0, has_rows=False))

    assert judged.verdict is Verdict.NOT_IN_RECORDS


@given(value=st.integers(min_value=1, max_value=10**14))
def test_a_figure_supports_the_exact_saying_of_itself(value: int):
    exact = replace(said("۸ شهرک صنعتی فعال است."), low=Decimal(value), high=Decimal(value))

    assert agrees(exact, value)
    assert not agrees(exact, value * 2)


@given(value=st.integers(min_value=1, max_value=10**14), ours=st.integers(min_value=0, max_value=10**14))
def test_more_than_never_agrees_with_what_is_not_more(value: int, ours: int):
    more = replace(said("۸ شهرک صنعتی فعال است."), comparator=">", low=Decimal(value), high=None)

    assert agrees(more, ours) == (value < ours <= value + step(Decimal(value)))


@pytest.mark.parametrize(
    ("text", "how", "indicator"),
    [
        ("استان ایلام ۸ شهرک صنعتی فعال دارد.", "clear", "active_estates"),
        ("۴۳ واحد راکد در شهرک صنعتی ایلام است.", "clear", "idle_units_identified"),
        ("۴۳ واحد راکد در استان ایلام است.", "clear", "units_idle"),
        ("۲۹ واحد راکد شهرک صنعتی ایلام در مرحلهٔ عارضه‌یابی است.", "clear", "idle_units_in_diagnosis"),
        ("۱۶ مصوبه ستاد در دست اجراست.", "clear", "resolutions_in_progress"),
        ("۶ طرح آمایش بالای نصاب است.", "clear", "spatial_plan_projects_approved_above_threshold"),
        ("33 واحد تاثيرپذير شناسايي و به ستاد معرفي شد.", "clear", "affected_units_referred"),
        ("33 واحد تاثيرپذير شناسايي شد.", "clear", "affected_units_identified"),
        ("۱۵ طرح آمایش تصویب شد.", "clear", "spatial_plan_projects_approved"),
        ("۱۵ طرح تصویب شد.", "proposed", ""),
        ("۲۰ واحد فعال آجرپزی در استان است.", "proposed", ""),
        ("۲۰۰۰ شغل تا پایان سال ۹۰ ایجاد خواهد شد.", "clear", "jobs_committed"),
        ("۳۰۰ مدرسه ساخته شد.", "none", ""),
        ("تعداد واحدهای فعال ۱۲ درصد افزایش یافت.", "proposed", ""),
    ],
)
def test_a_claim_is_bound_only_where_nothing_of_it_is_left_over(text: str, how: str, indicator: str):
    bound = bind(said(text), {})

    assert (bound.how, bound.candidate.indicator if bound.candidate else "") == (how, indicator)


def test_what_a_person_decided_holds_for_all_claims_of_the_meaning():
    asked, again = said("۱۵ طرح تصویب شد."), said("در سال ۸۹ تعداد ۲۱ طرح به تصویب رسید.")
    chosen = {asked.meaning: "spatial_plan_projects_approved"}

    assert bind(again, chosen).candidate.indicator == "spatial_plan_projects_approved"
    assert bind(again, {asked.meaning: ""}).candidate is None


def test_a_claim_of_another_place_has_no_scope_here():
    assert str(scope_of(said("استان ایلام ۸ شهرک صنعتی فعال دارد."), home="16")) == "all"
    assert scope_of(said("استان کرمانشاه ۸ شهرک صنعتی فعال دارد."), home="16") is None
    assert str(scope_of(said("شهرستان مهران ۲ شهرک صنعتی فعال دارد."), home="16")) == "county:1605"


def test_a_payment_of_a_year_is_asked_for_that_year_and_never_for_days_to_come():
    claim = said("در سال ۸۹ تعداد ۲۵ جلسه ستاد برگزار شد.")
    window = window_of(claim, bind(claim, {}).candidate, day=DAY)
    assert (window.first, window.last) == (read_day("1389-01-01"), read_day("1389-12-29"))

    claim = said("در سال ۹۰ تعداد ۲۵ جلسه ستاد برگزار شد.")
    window = window_of(claim, bind(claim, {}).candidate, day=DAY)
    assert (window.first, window.last) == (read_day("1390-01-01"), DAY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("By 1 July 2011, facilities of 40 billion rials were paid.", None, "1390-04-10"),
        ("By 21 May 2012, facilities of 40 billion rials were paid.", None, "1390-06-01"),  # never a day to come
        ("By July 1, 2011, facilities of 40 billion rials were paid.", None, "1390-04-10"),
        ("By 31 February 2011, facilities of 40 billion rials were paid.", "1389-11-12", "1389-12-09"),  # no such day
    ],
)
def test_an_english_text_is_asked_by_the_day_it_names_and_not_over_its_year(text: str, first: str | None, last: str):
    window = window_of(said(text), Candidate("facilities_paid", "flow", ()), day=read_day("1390-06-01"))

    assert (window.first, window.last) == (first and read_day(first), read_day(last))


def test_a_share_of_the_national_package_beyond_belief_is_warned_of():
    text = "بیش از ۲۲۰۰ میلیارد ریال تسهیلات از محل قانون هدفمندسازی یارانه‌ها در استان ایلام پرداخت شد."

    (doubt,) = doubts([said(text)], day=DAY, home="16")

    assert round(doubt.share, 1) == Decimal("24.4")
    assert doubt.known == Decimal("0.74")
    assert "634252" in doubt.source


def test_a_likely_share_of_the_national_package_is_not():
    text = "۶۰ میلیارد ریال تسهیلات از محل قانون هدفمندسازی یارانه‌ها در استان ایلام پرداخت شد."

    assert doubts([said(text)], day=DAY, home="16") == ()
    assert doubts([said(text.replace("۶۰", "۶۰۰۰"))], day=read_day("1395-01-01"), home="16") == ()


def test_what_was_kept_before_a_field_was_known_is_still_read():
    kept = as_values(said("۸ شهرک صنعتی فعال در استان است."))
    older = {name: value for name, value in kept.items() if name not in ("own", "about")} | {"gone": 1}

    assert from_values(kept) == said("۸ شهرک صنعتی فعال در استان است.")
    assert from_values(older).own == ""
    assert from_values(older).low == 8
