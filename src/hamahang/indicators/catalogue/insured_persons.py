"""Insured persons, each counted once."""

from dataclasses import replace

from hamahang.domain.indicators import Indicator, Question, Reduction, Rows
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import _columns, _groups
from hamahang.indicators.rows import rows_of
from hamahang.register import queries as register


def rows(question: Question) -> Rows:
    """Yield one row for each unit with an insurance list: units, never persons."""
    return rows_of(question, register.insured_heads(question.asof), replace(_columns.UNIT, amount="once"))


INDICATOR = Indicator(
    code="insured_persons",
    title=Text(fa="بیمه‌شدهٔ واحدها", en="insured persons of units"),
    unit="person",
    definition=Text(
        fa="کسانی که در آخرین لیست بیمهٔ واحدها تا روز پرسش دست‌کم یک روز کار دارند، هر کس یک بار: "
        "کسی که در لیست چند واحد است در واحدی شمرده می‌شود که لیستش تازه‌تر است و میان آنها زودتر ثبت شده است.",
        en="Persons with a day's work or more in the last insurance lists of units by the asked day, each once: whoever is "
        "in the lists of several units is counted where the list is latest and, of those, in the unit registered first.",
    ),
    rows=rows,
    group=_groups.UNITS,
    reduction=Reduction.SUM,
    level=Proof.INSURED,
    cell="personal_id",
    by=("county", "estate", "sector"),
)
