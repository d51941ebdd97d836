"""Claims say what in them rests on a weak cue; with three doubts a figure is shown as unread."""

from dataclasses import replace

from hamahang.domain.calendar import read_day
from hamahang.domain.statements import Claim, read_claims
from hamahang.domain.statements.doubting import doubted

DAY = read_day("1401-08-10")


def claims_of(text: str) -> tuple[Claim, ...]:
    return read_claims(text, day=DAY).claims


def test_a_plain_figure_has_no_doubt():
    assert [claim.doubts for claim in claims_of("در استان ایلام ۸ شهرک صنعتی فعال است.")] == [()]


def test_a_rise_and_a_noun_far_off_are_doubts():
    (grown,) = claims_of("صادرات استان ایلام نسبت به سال گذشته ۷ درصد افزایش داشت.")
    assert grown.doubts == ("change",)

    (far,) = claims_of(
        "سرمایه‌گذاری بخش خصوصی در شهرستان‌های شمالی و جنوبی و مرکزی استان کوهستانی ایلام ۷ میلیارد ریال بود."
    )
    assert far.doubts == ("counted",)


def test_what_is_to_come_by_the_present_tense_alone_is_doubted():
    (weak,) = claims_of("در هفته دولت ۱۲ طرح در ایلام افتتاح می‌شود.")
    (sure,) = claims_of("در هفته دولت ۱۲ طرح در ایلام افتتاح خواهد شد.")

    assert (weak.modality, weak.doubts) == ("promise", ("modality",))
    assert (sure.modality, sure.doubts) == ("promise", ())


def test_the_place_of_the_text_is_doubted_where_others_are_named():
    text = "استان ایلام ۸ شهرک صنعتی دارد. استان یزد ۴۰ معدن دارد. استان ایلام ۱۲ معدن دارد. نرخ بیکاری ۱۱ درصد است."

    assert [claim.doubts for claim in claims_of(text)] == [(), (), (), ("place",)]


def test_a_figure_with_three_doubts_is_unread_with_its_noun():
    text = "در هفته دولت ۱۲ طرح در ایلام افتتاح می‌شود."
    (claim,) = claims_of(text)
    worse = replace(claim, unit="percent", measure="increase", place_code="province:16,province:21")

    kept, unread = doubted(text, [claim, worse], [(0, len(text))])

    assert [each.doubts for each in kept] == [("modality",)]
    assert [(each.text, each.reason, each.noun) for each in unread] == [("۱۲", "doubtful", "طرح")]
