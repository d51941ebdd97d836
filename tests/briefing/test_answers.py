"""The answer to an applicant: the same things in both languages, and the office's own words where it has them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hamahang.briefing.official.answers import Answer, lines, paper
from hamahang.briefing.official.wording import WrongWords
from hamahang.domain.planning import AIMS
from hamahang.domain.text import Text

REFUSED = Answer(
    number="P-1390-1/7", on=date(2011, 7, 1), applicant="آجر ایلام", plan="دور دوم", resolution="1390/1/1",
    is_chosen=False, amount=0, reason=Text(fa="دلیل فارسی", en="the reason"), chosen=77, candidates=89,
    aim=AIMS["expected"], has_floors=True,
)  # fmt: skip
CHOSEN = Answer(
    number="P-1390-1/8", on=date(2011, 7, 1), applicant="گچ مهران", plan="دور دوم", resolution="", is_chosen=True,
    amount=28_600_000_000, reason=Text(fa="دلیل فارسی", en="the reason"), chosen=77, candidates=89,
    aim=AIMS["expected"], has_floors=True,
)  # fmt: skip


def test_a_refusal_says_so_with_its_reason_in_both_languages() -> None:
    fa, en = ("\n".join(lines(REFUSED, language=code)["paragraphs"]) for code in ("fa", "en"))

    assert "پذیرفته نشد" in fa
    assert "دلیل فارسی" in fa
    assert "not chosen" in en
    assert "the reason" in en
    assert "1390/1/1" in en


def test_who_is_chosen_reads_the_amount_and_no_resolution_that_is_not_there() -> None:
    said = lines(CHOSEN, language="en")["paragraphs"]

    assert any("28.6 billion rials" in line for line in said)
    assert not any("resolution" in line for line in said)


def test_on_paper_the_numbers_are_persian() -> None:
    words = paper(CHOSEN)

    assert "۷۷" in str(words["sections"])
    assert words["day"] == [2011, 7, 1]


def test_an_office_may_say_it_in_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "answer.toml").write_text('closing = "با سپاس"\n', encoding="utf-8")
    assert lines(REFUSED, language="fa", folder=tmp_path)["paragraphs"][-1] == "با سپاس"

    (tmp_path / "answer.toml").write_text('closing = "{nobody}"\n', encoding="utf-8")
    with pytest.raises(WrongWords):
        lines(REFUSED, language="fa", folder=tmp_path)


def test_who_was_left_out_before_the_weighing_is_not_told_that_he_was_weighed() -> None:
    apart = replace(REFUSED, is_weighed=False)
    fa, en = ("\n".join(lines(apart, language=code)["paragraphs"]) for code in ("fa", "en"))

    assert "Yours was left out before that" in en
    assert "solving the same problem again" not in en
    assert "با حل دوبارهٔ" not in fa
    assert "پیش از سنجش" in fa


def test_a_letter_says_what_was_sought_and_whether_its_plan_stands() -> None:
    def said(**more: object) -> str:
        return "\n".join(lines(replace(REFUSED, **more), language="en")["paragraphs"])

    assert "least money for the target, within the money of each line." in said(aim=AIMS["cost"], has_floors=False)
    assert "floor of each county" in said()
    assert "is a draft" in said(resolution="")
    assert "Plan \u2068P-1390-3\u2069 has taken the place" in said(later="P-1390-3")
