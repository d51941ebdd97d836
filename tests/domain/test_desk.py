"""Names in comments, and the calendar as RFC 5545 has it."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as some

from hamahang.domain.desk import Due, mentions, write_calendar
from hamahang.domain.text import Text

AT = datetime(2011, 7, 1, 8, tzinfo=UTC)
NAME = Text(fa="میز من", en="My desk")


def test_names_after_a_sign_are_found_once_and_addresses_are_none() -> None:
    said = "@amar و @m.karimi، لطفاً. (@amar) ببین@nobody a@b.ir @dabir."

    assert mentions(said) == ["amar", "m.karimi", "dabir"]


def test_a_day_is_a_whole_day_with_its_jalali_name() -> None:
    due = Due("case-7", Text(fa="احیا؛ آجر, دالاهو", en="revival"), date(2011, 7, 1))

    lines = write_calendar([due], name=NAME, language="fa", at=AT).split("\r\n")

    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20110701" in lines
    assert "DTEND;VALUE=DATE:20110702" in lines
    assert "UID:case-7@hamahang" in lines
    assert "DTSTAMP:20110701T080000Z" in lines
    text = "".join(line.removeprefix(" ") if line.startswith(" ") else f"\n{line}" for line in lines)
    assert "SUMMARY:احیا؛ آجر\\, دالاهو (۱۰ تیر ۱۳۹۰)" in text
    assert lines[-2:] == ["END:VCALENDAR", ""]


@given(some.text(max_size=200))
def test_no_title_breaks_out_of_its_line_and_no_line_is_too_long(title: str) -> None:
    due = Due("x", Text(fa=title, en=title), date(2011, 7, 1))

    written = write_calendar([due], name=NAME, language="en", at=AT)

    assert written.count("\r\nBEGIN:VEVENT") == 1
    assert written.replace("\r\n", "").isprintable() or "\u200c" in title
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    unfolded = written.replace("\r\n ", "").split("\r\n")
    assert len([line for line in unfolded if line.startswith("SUMMARY:")]) == 1
    assert len(unfolded) == 15
