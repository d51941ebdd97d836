"""Contradictions between texts: those of the press are found, and texts that agree raise none."""

from datetime import date
from pathlib import Path

import pytest

from hamahang.domain.calendar import read_day
from hamahang.domain.statements import read_claims
from hamahang.domain.statements.between import Told, clashes
from hamahang.domain.statements.said import said_in


def told(key: int, day: date, text: str) -> Told:
    return Told(key, f"text {key}", day, said_in(read_claims(text, day=day)))


def pairs() -> list[tuple[str, list[tuple[date, str]]]]:
    found: list[tuple[str, list[tuple[date, str]]]] = []
    for line in (Path(__file__).parent / "between.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found.append((line[3:], []))
        elif line.startswith("@"):
            day, _, text = line[1:].partition(" ")
            found[-1][1].append((read_day(day), text))
    return found


@pytest.mark.parametrize(("kind", "texts"), pairs())
def test_what_does_not_go_together_is_found_and_nothing_else(kind: str, texts: list[tuple[date, str]]):
    found = clashes(told(key, day, text) for key, (day, text) in enumerate(texts))

    assert {clash.kind for clash in found} == (set() if kind == "none" else {kind})


def test_a_clash_names_both_figures_the_earlier_text_first():
    _, texts = pairs()[0]
    later, earlier = told(7, *texts[1]), told(9, *texts[0])

    (clash,) = clashes([later, earlier])

    assert (clash.one[0], clash.one[1].text) == (9, "۹")
    assert (clash.other[0], clash.other[1].text) == (7, "۳۷")
    assert "۱۳ شهریور ۱۴۰۴" in clash.message.fa


def test_one_text_does_not_clash_with_itself():
    text = "استان ایلام ۸ شهرک صنعتی فعال دارد. استان ایلام ۱۱ شهرک صنعتی فعال دارد."

    assert clashes([told(1, read_day("1390-04-10"), text)]) == ()


def test_hundreds_of_texts_that_all_differ_raise_a_bounded_number():
    day = read_day("1390-04-10")
    texts = [told(key, day, f"استان ایلام {key + 1} شهرک صنعتی فعال دارد.") for key in range(200)]

    found = clashes(texts)

    assert 199 <= len(found) <= 200 * 12
