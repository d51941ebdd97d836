"""Words and rules of investment projects."""

from hamahang.domain.text import Text

PROGRAMMES = {
    "SPATIAL_PLAN": Text(fa="طرح آمایش صنعتی و معدنی", en="industrial and mining spatial plan"),
    "OTHER": Text(fa="سایر", en="other"),
}
STAGES = {
    "APPROVED": Text(fa="مصوب", en="approved"),
    "BUILDING": Text(fa="در حال احداث", en="under construction"),
    "TRIAL": Text(fa="تولید آزمایشی", en="trial production"),
    "OPERATING": Text(fa="بهره‌برداری", en="operating"),
    "STOPPED": Text(fa="متوقف", en="stopped"),
}


def is_large(*, investment: int, threshold: int) -> bool:
    """Return whether a project counts as above the line; one exactly on the line does.

    investment, threshold: rials, >= 0
    """
    return investment >= threshold
