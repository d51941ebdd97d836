"""A claim that says the title of a figure is of that figure, and of no other that comes near."""

from datetime import date

import pytest

from hamahang.domain.statements import read_claims
from hamahang.domain.statements.said import said_in
from hamahang.statements.titles import titled


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("۸۲ نفر شغل تثبیت‌شده.", "jobs_safeguarded"),
        ("در استان ۳۳ پروانهٔ توسعه‌ای صادر شد.", ""),
        ("در استان ۳۳ فقره پروانه توسعه‌ای است.", "licences_expansion"),
        ("۲۷ جواز منقضی در استان است.", "permits_run_out"),
        ("۱۱ درخواست ردشده.", "requests_refused"),
        ("۹ واحد راکد در سال جاری احیا شد.", ""),
        ("۹ واحد راکد در استان است.", ""),
        ("۳ مصوبه اجرا شد.", ""),
        ("واحد راکد: ۹ واحد.", "units_idle"),
        ("By 1 July 2011, requests refused: 11 requests.", "requests_refused"),
        ("By 1 July 2011, active units: more than 1,100 units.", "units_active"),
        ("Units: 11 units.", ""),
    ],
)
def test_the_longest_title_after_a_number_tells_its_figure(text: str, indicator: str):
    (said,) = said_in(read_claims(text, day=date(2011, 7, 1)))

    assert titled(said) == indicator
