"""Words that pages of plans share: which two plans are laid beside each other first, and how a chance is said."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation

PLANS = [SimpleNamespace(number=f"P-1390-{at}", title="برنامه") for at in (3, 2, 1)]  # the last first, as listed


def chosen(**context: Any) -> list[str]:
    """Return for both fields the plan that is chosen: the first where none is marked."""
    html = render_to_string("planning/compare_form.html", context)
    found = []
    for options in re.findall(r"<select.*?</select>", html, re.DOTALL):
        marked = re.findall(r'value="([^"]+)" selected', options)
        found.append(marked[0] if marked else re.findall(r'value="([^"]+)"', options)[0])
    return found


def test_two_different_plans_are_offered_the_earlier_one_first() -> None:
    assert chosen(rows=PLANS) == ["P-1390-2", "P-1390-3"]


def test_the_two_that_are_compared_stay_chosen() -> None:
    assert chosen(runs=PLANS, before=PLANS[2], after=PLANS[1]) == ["P-1390-1", "P-1390-2"]


def test_a_page_that_compares_none_yet_offers_two_as_well() -> None:
    assert chosen(runs=PLANS, before=None, after=None) == ["P-1390-2", "P-1390-3"]


@pytest.mark.parametrize(
    ("percent", "fa", "en"),
    [
        (0.0, "۰٫۱ درصد یا کمتر", "0.1 % or less"),
        (0.1, "۰٫۱ درصد", "0.1 %"),
        (97.9, "۹۷٫۹ درصد", "97.9 %"),
        (100.0, "۹۹٫۹ درصد یا بیشتر", "99.9 % or more"),
    ],
)
def test_a_chance_is_neither_never_nor_always(percent: float, fa: str, en: str) -> None:
    page = '{% from "planning/likely.html" import likely with context %}{{ likely(percent) }}'
    for language, words in (("fa", fa), ("en", en)):
        with translation.override(language):
            said = engines["jinja2"].from_string(page).render({"percent": percent})
        assert said.replace("\u2068", "").replace("\u2069", "") == words
