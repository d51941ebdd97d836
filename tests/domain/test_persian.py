"""Persian text, days, numbers and money: the traps of the field, and properties that hold for any input."""

from datetime import date, timedelta
from decimal import Decimal

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import ImpossibleDay, from_jalali, jalali, parse_day, read_day, say_day, write_day
from hamahang.domain.export import safe_cell
from hamahang.domain.identifiers import is_legal_id, is_personal_id
from hamahang.domain.money import MoneyUnit, parse_amount, say_rials, unit_in
from hamahang.domain.numbers import in_words, parse_number
from hamahang.domain.text import Text, clean, company_key, fold, place_key, sort_key, to_latin_digits, to_persian_digits

DAYS = st.dates(min_value=date(1921, 3, 21), max_value=date(2070, 3, 20))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("شركت صنايع", "شرکت صنایع"),
        ("كارخانه‌ي آجر", "کارخانه ی آجر"),
        ("نيمه فعال", "نیمه‌فعال"),
        ("هدفمند سازي", "هدفمندسازی"),
        ("مؤلفه", "مولفه"),
        ("رئيس", "رییس"),
        ("ﻻله", "لاله"),
        ("آجـــر", "اجر"),
        ("\u200fایلام\u200e", "ایلام"),
        ("شماره ۱۲", "شماره ١٢"),
    ],
)
def test_two_spellings_of_one_text_have_one_key(one: str, other: str) -> None:
    assert fold(one).replace(" ", "") == fold(other).replace(" ", "")


def test_a_tanvin_typed_as_a_quotation_mark_is_read() -> None:
    assert clean("نهايتا”") == "نهایتاً"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("دره‌شهر", "شهرستان دره شهر"),
        ("شیروان چرداول", "شيروان و چرداول"),
        ("شیروان وچرداول", "شیروان و چرداول"),
        ("ملک شاهی", "ارکواز ملکشاهی"),
        ("ایوان غرب", "ایوان"),
        ("شهرک صنعتی ایلام شماره ۲", "شهرك صنعتي ايلام شماره دو"),
        ("آب‌دانان", "آبدانان"),
    ],
)
def test_variants_of_a_place_are_one_place(one: str, other: str) -> None:
    assert place_key(one) == place_key(other)


def test_units_are_told_apart_by_place_and_product_not_by_firm_words() -> None:
    assert company_key("شرکت تولیدی زاگرس آجر (سهامی خاص)") == company_key("آجر زاگرس")
    assert company_key("آجر زاگرس ۱") != company_key("آجر زاگرس ۲")
    assert company_key("شرکت تولیدی")


def test_sorting_is_persian() -> None:
    words = ["یاس", "پارس", "آب", "گچ", "کاوه", "اب", "ژاله", "چای", "بلوط", "zagros", "۲"]

    assert sorted(words, key=sort_key) == [
        "۲",
        "آب",
        "اب",
        "بلوط",
        "پارس",
        "چای",
        "ژاله",
        "کاوه",
        "گچ",
        "یاس",
        "zagros",
    ]


def test_sorting_agrees_with_the_unicode_collation() -> None:
    icu = pytest.importorskip("icu", reason="an oracle for Linux on x86-64 only")
    letters = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
    collator = icu.Collator.createInstance(icu.Locale("fa"))
    words = [a + b + c for a in letters for b in "اپکیو" for c in "گهآ"]

    assert sorted(words, key=sort_key) == sorted(words, key=collator.getSortKey)


@given(st.text(max_size=200))
def test_keys_are_stable_and_never_fail(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
    company_key(text)
    place_key(text)
    sort_key(text)
    parse_number(text)
    parse_day(text)
    parse_amount(text, MoneyUnit.RIAL)


@pytest.mark.parametrize("text", ["ی" * 50_000 + "!", " " * 50_000, "1," * 25_000, "\u200c" * 50_000, "(" * 50_000])
def test_long_nasty_texts_are_answered(text: str) -> None:
    fold(text)
    company_key(text)
    assert parse_number(text).value is None
    assert parse_day(text).value is None
    assert unit_in(text) is None


@given(DAYS)
def test_days_agree_with_an_independent_calendar_and_come_back(day: date) -> None:
    independent = jdatetime.date.fromgregorian(date=day)

    assert jalali(day) == (independent.year, independent.month, independent.day)
    assert from_jalali(*jalali(day)) == day
    assert read_day(write_day(day)) == day
    assert read_day(to_persian_digits(write_day(day))) == day
    assert parse_day(say_day(day, "fa")).value == day
    assert parse_day(say_day(day, "fa", short=True)).value == day


def test_every_day_of_two_centuries_agrees_with_a_second_library() -> None:
    from persiantools.jdatetime import JalaliDate

    day = date(1921, 3, 21)
    while day < date(2071, 3, 20):
        other = JalaliDate(day)
        assert jalali(day) == (other.year, other.month, other.day)
        day += timedelta(days=1)


@pytest.mark.parametrize("text", ["1390/12/30", "1404/12/30", "1390/13/01", "1390/00/10", "1390/07/31", "۱۳۹۰/۰۴/۳۲"])
def test_impossible_days_are_refused(text: str) -> None:
    assert parse_day(text).problem == "impossible_day"
    with pytest.raises(ImpossibleDay):
        read_day(text.replace("/", "-"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1391/12/30", "2013-03-20"),
        ("۱۰/۷/۱۳۹۱", "2012-10-01"),
        ("١٣٩٠/٤/١٠", "2011-07-01"),
        ("10 تیر 1390", "2011-07-01"),
        ("۱۰ تير ماه ۱۳۹۰", "2011-07-01"),
        ("13900410", "2011-07-01"),
        ("1390-4-10", "2011-07-01"),
    ],
)
def test_days_are_read_as_lists_write_them(text: str, expected: str) -> None:
    assert parse_day(text).value == date.fromisoformat(expected)


def test_a_two_digit_year_is_asked_not_guessed() -> None:
    reading = parse_day("90/04/10")

    assert (reading.value, reading.problem) == (None, "two_digit_year")
    assert from_jalali(1390, 4, 10) in reading.candidates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("۲٬۲۰۰", 2200),
        ("2,200,000", 2_200_000),
        ("12 نفر", 12),
        ("۱۵٫۷", Decimal("15.7")),
        ("(5000)", -5000),
        ("5000-", -5000),
        ("یک میلیون و 471 هزار و 526", 1_471_526),
        ("هزار و ۵۰۰", 1500),
        ("۶ هزار و ۶۷۹", 6679),
        ("سه هزار", 3000),
        ("بیش از ۱۷ هزار", 17_000),
    ],
)
def test_numbers_are_read_as_lists_write_them(text: str, expected: int) -> None:
    assert parse_number(text).value == expected


@pytest.mark.parametrize("text", ["१२३", "１２３", "1_000", "1e3", "NaN", "0x10", "²", "نامعلوم", "12 سیب"])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert parse_number(text).problem == "not_a_number"


def test_a_decimal_that_may_be_turned_around_gives_candidates() -> None:
    reading = parse_number("۷/۱۵")

    assert reading.value is None
    assert set(reading.candidates) == {Decimal("7.15"), Decimal("15.7")}


@pytest.mark.parametrize(
    ("text", "unit", "rials"),
    [
        ("2200 ميليارد ريال", None, 2_200 * 10**9),
        ("۳۲٫۶ هزار میلیارد تومان", None, 326 * 10**12),
        ("۳۰۳ همت", None, 303 * 10**13),
        ("12", MoneyUnit.MILLION_RIAL, 12_000_000),
        ("۱۲ هزار تومان", MoneyUnit.MILLION_RIAL, 120_000),
        ("۹ هزار میلیارد ریال", None, 9_000 * 10**9),
        ("12.5", MoneyUnit.MILLION_RIAL, 12_500_000),
    ],
)
def test_amounts_become_whole_rials(text: str, unit: MoneyUnit | None, rials: int) -> None:
    assert parse_amount(text, unit).value == rials


def test_an_amount_without_a_unit_is_refused() -> None:
    assert parse_amount("۲٬۲۰۰", None).problem == "no_unit"


@given(st.integers(min_value=-(10**17), max_value=10**17), st.sampled_from(["fa", "en"]))
def test_an_amount_said_to_the_rial_is_read_back(amount: int, language: str) -> None:
    said = say_rials(amount, language, scale="rial")

    assert parse_amount(said, None).value == amount


def test_a_sum_is_said_in_its_scale() -> None:
    assert say_rials(2_206_000_000_000, "fa") == "۲٬۲۰۶ میلیارد ریال"
    assert say_rials(2_206_000_000_000, "en") == "2,206 billion rials"
    assert unit_in("مبلغ (ميليون ريال)") is MoneyUnit.MILLION_RIAL


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_words_of_a_number_are_read_back(number: int) -> None:
    assert parse_number(in_words(number)).value == number if len(in_words(number)) <= 80 else True


@given(st.text(alphabet="0123456789", max_size=12))
def test_digits_go_and_come_back(text: str) -> None:
    assert to_latin_digits(to_persian_digits(text)) == text


def test_check_digits() -> None:
    assert is_legal_id("10380284790")
    assert not is_legal_id("10380284791")
    assert not is_legal_id("11111111111")
    assert is_personal_id("0499370899")
    assert not is_personal_id("0499370898")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "\u200f=", "\ufeff=", " =", '"='])
def test_no_cell_of_an_export_begins_a_formula(start: str) -> None:
    assert safe_cell(f"{start}HYPERLINK(1)").startswith("'")
    assert safe_cell("شرکت آجر") == "شرکت آجر"


def test_a_text_beyond_its_column_is_refused_at_its_cell() -> None:
    from hamahang.domain.lists.checking import check_row
    from hamahang.domain.lists.intake import Cell, Column, Table
    from hamahang.domain.text import Text

    table = Table("t", Text(fa="ت", en="t"), (Column("name", ("نام",), longest=5),))

    values, problems = check_row(table, {"name": Cell("شهرک صنعتی")}, units={}, letters={"name": "B"}, row=7)

    assert values == {}
    assert [(found.code, found.cell) for found in problems] == [("too_long", "B7")]


def test_a_decimal_that_is_put_into_words_has_the_digits_and_the_sign_of_each_language() -> None:
    words = Text(fa="{n} درصد", en="{n} %").format(n=Decimal("68.30"))

    assert (words.fa, words.en) == ("۶۸٫۳ درصد", "68.3 %")
    assert Text(fa="{n}", en="{n}").format(n=Decimal("70.00")).fa == "۷۰"
