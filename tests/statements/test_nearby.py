"""The programme near a figure is its own, and not what another figure counted before a verb."""

import pytest

from hamahang.domain.calendar import read_day
from hamahang.domain.statements import read_claims

DAY = read_day("1390-04-10")


@pytest.mark.parametrize(
    ("text", "programmes"),
    [
        ("۱۵ طرح آمایش مصوب شده و در شهرک صنعتی ایلام ۴۴ واحد راکد شناسایی شد.", ["spatial_plan", None]),
        ("۱۵ طرح آمایش با ۳۸۷۹ میلیارد ریال سرمایه مصوب شد.", ["spatial_plan", "spatial_plan"]),
        ("از محل قانون هدفمندسازی به واحدها کمک شد و ۲۲۰۰ میلیارد ریال تسهیلات پرداخت شد.", ["targeted_subsidies"]),
    ],
)
def test_a_programme_belongs_to_the_figure_that_counts_it(text: str, programmes: list[str | None]) -> None:
    assert [claim.programme for claim in read_claims(text, day=DAY).claims] == programmes
