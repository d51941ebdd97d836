"""Whether the data are the example, and what a briefing made from them says below its title."""

from pathlib import Path

from hamahang.domain.briefing import NOTHING
from hamahang.domain.text import Text

NOTICE = Text(
    fa="این گزارش از داده‌های نمونه است: نام واحدها، شرکت‌ها و اشخاص ساختگی است؛ جغرافیا، سرشماری و بیکاری واقعی است.",
    en="This briefing is made from example data: names of units, companies and persons are invented; geography, "
    "census and unemployment are real.",
)


def notice_of_example(mark: Path) -> Text:
    """Return the notice where the data are the example, and nothing elsewhere. mark: the file that says they are."""
    return NOTICE if mark.exists() else NOTHING
