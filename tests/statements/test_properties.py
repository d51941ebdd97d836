"""What holds for every text: values, offsets, spellings, folding, and time that grows as the text does."""

import itertools
import sys
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hamahang.domain.calendar import read_day
from hamahang.domain.numbers import GROUPS, in_words
from hamahang.domain.statements import Reading, read_claims
from hamahang.domain.statements.inside import contradictions
from hamahang.domain.statements.normalising import normalise
from hamahang.domain.text import to_persian_digits
from tests.statements.writing import FOLDER, examples

DAY = read_day("1390-04-10")
WHOLE = st.integers(min_value=1, max_value=10**15 - 1)
SENTENCES = [text.text for path in sorted(FOLDER.glob("*.txt")) for text in examples(path)]
LETTERS = "ابپتچدرسشعفقکگلمنوهی ‌واحد۰۱۲۳۴۵۶۷۸۹0123456789.,،/٫٬:-()%٪\n هزار میلیون و تا سال درصد ریال از بیش"
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=LETTERS, max_size=200),
    st.lists(st.sampled_from([*LETTERS.split(), ".", "،", "2/15", "۱۲", "1,234"]), max_size=60).map(" ".join),
)


def read(text: str) -> Reading:
    return read_claims(text, day=DAY)


def values(text: str) -> list[Decimal | None]:
    return [number.value for number in read(text).numbers]


# --- values ---


@given(WHOLE)
@example(10**15 - 1)
@example(1_000_000_000_001)
def test_a_number_in_words_is_read_back(number: int):
    assert values(f"{in_words(number)} نفر") == [number]


@given(WHOLE)
def test_a_number_in_digits_of_each_kind_is_read_back(number: int):
    grouped = f"{number:,}"
    for form in (grouped, to_persian_digits(grouped).replace(",", "٬"), to_persian_digits(grouped).replace(",", "،")):
        assert values(f"{form} نفر") == [number]
    assert values(f"{number} ریال") == [number]


@given(WHOLE)
def test_a_number_in_digits_and_words_is_read_back(number: int):
    assert values(f"{mixed(number)} نفر") == [number]


def mixed(number: int) -> str:
    """Return a number as reports write it: «۱ میلیون و ۲۰۰ هزار و ۵»."""
    parts, index = [], 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            parts.append(to_persian_digits(str(group)) + GROUPS[index])
        index += 1
    return " و ".join(reversed(parts))


@given(
    st.integers(1, 999), st.sampled_from([("هزار", 10**3), ("میلیون", 10**6), ("میلیارد", 10**9)]), st.integers(0, 9)
)
def test_a_decimal_before_a_scale_is_exact(whole: int, scale: tuple[str, int], tenth: int):
    word, factor = scale

    assert values(f"{whole}.{tenth} {word} تن") == [Decimal(f"{whole}.{tenth}") * factor]


# --- offsets and spellings ---


@settings(max_examples=300)
@given(TEXTS)
def test_offsets_always_cut_the_text_as_given(text: str):
    reading = read(text)

    for parts in (reading.numbers, reading.claims, reading.unread):
        assert all(text[part.start : part.end] == part.text != "" for part in parts)
    for claim in reading.claims:
        for start, end in (claim.noun, claim.clause, *claim.numbers):
            assert 0 <= start < end <= len(text)
    ends = [end for start, end in reading.sentences]
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in reading.sentences)


@given(TEXTS)
def test_numbers_do_not_overlap(text: str):
    spans = [(number.start, number.end) for number in read(text).numbers]

    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@given(TEXTS)
def test_each_figure_is_claimed_or_unread_or_of_a_kind_that_is_none(text: str):
    reading = read(text)
    claimed = {span for claim in reading.claims for span in claim.numbers}
    unread = [(each.start, each.end) for each in reading.unread]

    for number in reading.numbers:
        if number.kind in ("count", "money", "percent", "measure", "fold"):
            span = (number.start, number.end)
            within = any(start <= span[0] and span[1] <= end for start, end in unread)
            assert span in claimed or within or number.unit is None or number.unit in ("year", "month")


@settings(max_examples=300)
@given(TEXTS)
def test_folding_twice_changes_nothing(text: str):
    once = normalise(text).text

    assert normalise(once).text == once
    assert len(normalise(text).starts) == len(once) == len(normalise(text).ends)


ARABIC = str.maketrans({"ی": "ي", "ک": "ك", "۰": "٠", "۱": "١", "۲": "٢", "۳": "٣", "۴": "٤", "۷": "٧"})
LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")


@pytest.mark.parametrize("text", SENTENCES[::3])
def test_letters_digits_and_joiners_of_another_keyboard_change_no_value(text: str):
    plain = core(text)

    assert core(text.translate(ARABIC)) == plain
    assert core(text.translate(LATIN)) == plain
    assert core(text.replace("\u200c", " ")) == plain
    assert core("\ufeff" + text.replace("ا", "ا\u200f")) == plain


def core(text: str) -> list[tuple[object, ...]]:
    """Return what was claimed, without the characters it was read from."""
    return [
        (claim.low, claim.high, claim.unit, claim.comparator, claim.counted, claim.modality, claim.place_code)
        for claim in read(text).claims
    ]


def test_the_same_text_gives_the_same_reading():
    text = "\n".join(SENTENCES)

    assert read(text) == read(text)
    assert contradictions(read(text)) == contradictions(read(text))


def test_sentences_together_are_read_as_each_alone():
    # figures only: a place and a rate may be taken over from the sentence before, and what is doubtful told apart
    alone = [figure for text in SENTENCES for figure in _figures(read(text))]

    assert _figures(read("\n".join(SENTENCES))) == alone


def _figures(reading: Reading) -> list[list[str | Decimal | None]]:
    found = [(claim.start, claim.low, claim.high, claim.unit, claim.comparator) for claim in reading.claims]
    found += [
        (each.start, each.low, each.high, each.unit or "", each.comparator)
        for each in reading.unread
        if each.reason == "doubtful"
    ]
    return [figure for _, *figure in sorted(found, key=lambda each: each[0])]


# --- time: steps are counted, for a busy machine is no slow rule ---

REPORT = (
    "استاندار ایلام گفت: ۳۳ واحد تأثیرپذیر شناسایی و به ستاد معرفی شده‌اند. بیش از ۲۲۰۰ میلیارد ریال تسهیلات در سال ۹۰ "
    "پرداخت شد. وی افزود: رفع موانع تولید در دستور کار است و تا پایان سال ۲ هزار شغل در مهران ایجاد می‌شود. "
)
ENDLESS = {
    "a report": REPORT,
    "digits": "1",
    "groups": "1,234,",
    "scales": "هزار ",
    "mixed scales": "هزار میلیون ",
    "and": "و ",
    "numbers joined": "بیست و ",
    "a list of numbers": "۱۲ و ",
    "numbers without an end": "۱۲ واحد ",
    "slashes": "1/2/",
    "dashes": "12-",
    "signs": "2/15 درصد ",
    "ranges": "۱۲ تا ",
    "shared units": "۱۲، ",
    "years": "سال ۹۰ ",
    "places": "ایلام، ",
    "labels": "شماره ",
    "comparators": "بیش از ",
    "no verb": "واحد صنعتی فعال ",
    "verbs": "شده است ",
    "quotes": "گفت: ",
    "states": "۱۲ واحد فعال و ",
    "joiners": "می‌",
    "invisible": "\u200f1",
    "lines": "۱۲ واحد\n",
    "brackets": "(۱۲ ",
}


def steps(text: str) -> int:
    """Return how many instructions a reading of a text goes through; a line may hold a loop of its own."""
    count = 0

    def trace(frame: Any, event: str, argument: object) -> object:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        contradictions(read(text))
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", ENDLESS)
def test_twice_the_text_takes_at_most_twice_the_steps(name: str):
    piece = ENDLESS[name]
    size = max(2, 700 // len(piece))
    read(piece * 3)  # tables are loaded, words remembered

    once, twice = steps(piece * size), steps(piece * (2 * size))

    assert twice <= 2.2 * once + 5000
