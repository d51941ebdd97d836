"""Which field a column holds, from the words of its heading and from its values; what is doubtful stays open."""

import pytest

from hamahang.domain.lists.intake import Cell, Column, Kind
from hamahang.domain.lists.mapping import (
    GENERAL,
    SURE,
    Heading,
    confidence,
    fields_of,
    heading_key,
    heading_score,
    propose,
    value_score,
)

LEGAL = Column("national_id", ("شناسه ملی", "legal id"), Kind.LEGAL_ID)
NAME = Column("name", ("نام واحد", "unit name"))
JOBS = Column("employees", ("تعداد شاغلان", "employees"), Kind.WHOLE)
AMOUNT = Column("amount", ("مبلغ تسهیلات", "amount"), Kind.RIALS)
LICENCE_ON = Column("licence_on", ("تاریخ پروانه", "licence date"), Kind.DAY)
STATUS = Column("status", ("وضعیت", "status"), Kind.CHOICE, choices={"ACTIVE": ("فعال",), "IDLE": ("راکد", "تعطیل")})
FIELDS = (LEGAL, NAME, JOBS, AMOUNT, LICENCE_ON, STATUS)
IDS = ("10380284790", "10199437194", "10888656944", "10674684491", "10045708548")


def cells(*texts: str, kind: str = "text") -> list[Cell]:
    return [Cell(text, kind) for text in texts]


def field_of(heading: str, *texts: str, fields: tuple[Column, ...] = FIELDS) -> tuple[str | None, float]:
    (proposal,) = propose([Heading("A", heading, cells(*texts))], fields)
    return proposal.field, proposal.confidence


@pytest.mark.parametrize(
    "heading",
    ["شناسه ملی", "شناسه‌ملی", "شناسة ملي", "شناسه_ملی", "شناسه ملی (۱۱ رقم)", "مشخصات / شناسه ملی", "Legal ID"],
)
def test_spellings_of_a_heading_are_one_heading(heading: str) -> None:
    assert heading_score(heading, LEGAL.titles) == 1


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ش.ملی", "national_id"),
        ("ت.پروانه", "licence_on"),
        ("تعداد شاغلین", "employees"),
        ("مبلغ تسهيلات دريافتي", "amount"),
    ],
)
def test_a_heading_that_is_only_alike_is_less_sure(heading: str, field: str) -> None:
    found = max(FIELDS, key=lambda column: heading_score(heading, column.titles))

    assert found.name == field
    assert 0.6 < heading_score(heading, found.titles) < 1


def test_other_words_are_no_heading_of_a_field() -> None:
    assert max(heading_score("رنگ", column.titles) for column in FIELDS) == 0
    assert heading_score("نام شهرک", NAME.titles) < 0.6


def test_a_column_of_good_ids_is_the_national_id_whatever_its_heading() -> None:
    assert field_of("کد", *IDS) == ("national_id", 0.95)
    assert field_of("", *IDS)[0] == "national_id"
    assert field_of("کد", *(text[:-1] + "0" for text in IDS[1:]), "x")[0] is None


def test_a_good_heading_over_other_values_is_doubted() -> None:
    assert field_of("شناسه ملی", *IDS)[1] == 1
    assert field_of("شناسه ملی", "9992", "9993", "9994")[1] < SURE


def test_words_of_a_choice_tell_its_column() -> None:
    assert field_of("حالت", "فعال", "راکد", "تعطیل", "فعال", "فعال")[0] == "status"


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        ("email", ("a@b.ir", "info@zagros.com", "x@y.org", "q@w.net", "e@r.de")),
        ("mobile", ("09123456789", "0912 3456789"[:4] + "3456789", "۰۹۱۲۳۴۵۶۷۸۰", "09181112233", "+989181112233")),
        ("postcode", ("6931413335", "69314-13336", "1476945355", "3718714915", "4816944551")),
        ("postcode", ("LS1 4AP", "SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH")),
    ],
)
def test_values_that_cannot_be_mistaken_tell_their_field(field: str, texts: tuple[str, ...]) -> None:
    assert field_of("؟", *texts, fields=(*FIELDS, *GENERAL))[0] == field


def test_a_money_unit_in_the_heading_is_over_an_amount() -> None:
    number = Column("facility_no", ("شماره تسهیلات",))

    assert field_of("تسهیلات (میلیون ریال)", "12", "13", fields=(number, AMOUNT))[0] != "facility_no"


def test_a_field_goes_to_the_surest_column_and_to_no_other() -> None:
    headings = [
        Heading("A", "شناسه ملی", cells("1", "2", "3")),
        Heading("B", "شناسه ملی", cells(*IDS)),
        Heading("C", "رنگ"),
    ]

    assert [(p.letter, p.field) for p in propose(headings, FIELDS)] == [("A", None), ("B", "national_id"), ("C", None)]


def test_fields_of_the_list_that_fits_best_come_first() -> None:
    other = (Column("title", ("نام", "title")), Column("status", ("وضعیت", "status"), Kind.TEXT))
    headings = [Heading("A", "شناسه ملی"), Heading("B", "نام واحد"), Heading("C", "وضعیت")]

    found = {column.name: column for column in fields_of([other, FIELDS], headings)}

    assert found["status"].kind is Kind.CHOICE
    assert {"title", "phone", "postcode"} <= set(found)


def test_values_are_judged_only_where_there_are_some() -> None:
    assert value_score([], LEGAL) is None
    assert value_score(cells("", " "), LEGAL) is None
    assert value_score(cells("12", "x"), JOBS) == 0.5
    assert value_score(cells("10380284790", kind="number"), LEGAL) == 1
    assert confidence(Heading("A", "تعداد شاغلان"), JOBS) == 0.9


def test_the_key_of_a_heading_drops_brackets_signs_and_blanks() -> None:
    assert heading_key("  مبلغ   تسهيلات (ريال): ") == heading_key("مبلغ‌تسهیلات")
