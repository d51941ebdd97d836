"""Steps of clearing, and its checks."""

import pytest

from hamahang.domain import publishing
from hamahang.domain.publishing import PublicationRefused, take


def test_each_step_leads_on_from_where_it_begins():
    state = publishing.DRAFT
    for step, by in (("check", "amar"), ("clear", "rais"), ("publish", "rais")):
        state = take(step, state=state, reason="", by=by, before=["amar"])

    assert state == publishing.PUBLISHED


@pytest.mark.parametrize(
    ("step", "state", "by", "reason"),
    [
        ("publish", "DRAFT", "rais", ""),
        ("publish", "CHECKED", "rais", ""),
        ("clear", "DRAFT", "rais", ""),
        ("clear", "CHECKED", "amar", ""),
        ("withdraw", "PUBLISHED", "rais", " "),
        ("return", "CHECKED", "rais", ""),
        ("check", "SUPERSEDED", "amar", ""),
        ("nonsense", "DRAFT", "amar", ""),
    ],
)
def test_a_step_out_of_order_by_the_same_person_or_without_a_reason_is_refused(
    step: str, state: str, by: str, reason: str
):
    with pytest.raises(PublicationRefused):
        take(step, state=state, reason=reason, by=by, before=["amar"])


@pytest.mark.parametrize(
    ("finding", "grade"),
    [
        (publishing.recount(10, 9), "blocking"),
        (publishing.recount(10, 10), "good"),
        (publishing.recount(10, 10, are_rows_same=False), "blocking"),
        (publishing.cross_foot(10, {1: 4, 2: 6}), "good"),
        (publishing.cross_foot(10, {1: 4, 2: 5}), "blocking"),
        (publishing.denominator(is_ratio=True, bases=0), "blocking"),
        (publishing.denominator(is_ratio=True, bases=9), "good"),
        (publishing.denominator(is_ratio=False, bases=0), "good"),
        (publishing.basis(value=None, version=1, now=1), "blocking"),
        (publishing.basis(value=1, version=1, now=2), "blocking"),
        (publishing.basis(value=1, version=1, now=1), "good"),
        (publishing.outlier(1000, [90, 100, 95, 105, 100, 98]), "warning"),
        (publishing.outlier(102, [90, 100, 95, 105, 100, 98]), "good"),
        (publishing.outlier(1000, [90, 100]), "good"),
        (publishing.earlier(9, 8, is_same_day=True), "warning"),
        (publishing.earlier(9, 8, is_same_day=False), "good"),
        (publishing.earlier(9, 9, is_same_day=True), "good"),
        (publishing.earlier(9, None, is_same_day=False), "good"),
        (publishing.restated(is_changed=True), "warning"),
        (publishing.small_cell(is_few=True), "blocking"),
        (publishing.small_cell(is_few=False), "good"),
        (publishing.subtraction(is_giving_away=True), "blocking"),
    ],
)
def test_each_check_grades_what_it_finds(finding: publishing.Finding, grade: str):
    assert finding.grade == grade


def test_a_warning_is_explained_or_refused_and_what_blocks_is_mended():
    warning = publishing.restated(is_changed=True)
    publishing.answered([warning], "فهرست تیر دیر رسید")

    with pytest.raises(PublicationRefused):
        publishing.answered([warning], " ")
    with pytest.raises(PublicationRefused, match="records"):
        publishing.answered([publishing.small_cell(is_few=True)], "باشد")
