"""Every figure of a filled register, asked by somebody who may list nothing of it, and in parts."""

import pytest

from hamahang.accounts.queries import EVERYTHING, NOTHING
from hamahang.domain.figures import PARTS, name_of_part
from hamahang.domain.indicators import ALL, Reduction
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicators
from hamahang.ledger import queries as ledger
from tests.province import TIR_10, Province


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(indicators()))
def test_who_may_list_nothing_counts_nothing_of_a_place(province: Province, code: str) -> None:
    asof = ledger.as_of(day=TIR_10)
    whole = queries.compute(code, asof=asof, scope=ALL, reach=EVERYTHING)
    mine = queries.compute(code, asof=asof, scope=ALL, reach=NOTHING)

    assert mine.rows <= whole.rows
    if mine.is_withheld:
        # nothing is no number: a zero would say that there is none
        assert (mine.value, mine.rows) == (None, 0)
    elif indicators()[code].reduction is Reduction.COUNT:
        assert mine.value == mine.rows


PARTED = [(code, part) for code, figure in sorted(indicators().items()) for part in figure.parts]


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "part"), PARTED, ids=lambda value: value)
def test_what_a_figure_is_told_apart_by_adds_up_to_it(province: Province, code: str, part: str) -> None:
    asof = ledger.as_of(day=TIR_10)
    question = {"asof": asof, "scope": ALL, "reach": EVERYTHING}

    whole = queries.compute(code, **question)
    parts = queries.rows(code, **question).parted(part, indicators()[code].reduction)

    assert bool(parts) == bool(whole.rows)
    for value in parts:
        name = name_of_part(part, value)
        assert name.fa
        assert PARTS[part][1] == {} or not value or value in PARTS[part][1]
    known = [number for number in parts.values() if number is not None]
    if indicators()[code].reduction.is_added_up:
        assert sum(known) == whole.value
    elif whole.value is not None:
        # a share or a middle of all lies between those of the parts
        assert min(known) <= whole.value <= max(known)
