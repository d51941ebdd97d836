"""Persons whom another agency or programme had claimed before."""

from hamahang.commitments import queries as commitments
from hamahang.domain.indicators import Indicator, Question, Rows, Wish
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of


def rows(question: Question) -> Rows:
    """Yield one row for each counted record."""
    return rows_of(question, commitments.claimed_again(question.asof), _columns.CLAIMED)


INDICATOR = Indicator(
    code="persons_claimed_again",
    title=Text(fa="شاغل دوباره‌ادعاشده", en="persons claimed again"),
    unit="person",
    definition=Text(
        fa="کسانی که دستگاه یا برنامه‌ای نام برده و پیش از آن دستگاه یا برنامهٔ دیگری همان کس را نام برده بود؛ بی نام، با درهم‌سازی.",
        en="Persons named for an agency or programme whom another had named before; without names, by hashes.",
    ),
    rows=rows,
    group=_groups.JOBS,
    level=Proof.LISTED,
    cell="personal_id",
    by=("county", "estate", "sector"),
    wish=Wish.LESS,
)
