"""The monthly insurance list of workshops: who is insured where, each person as a keyed hash and never by name."""

from collections.abc import Sequence
from datetime import datetime

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.register.insured import InsuredDraft, count_of_entries, record_insured

SEX = {"FEMALE": ("زن", "خانم", "مؤنث", "مونث", "female"), "MALE": ("مرد", "آقا", "مذکر", "male")}

SOURCE = Source(
    code="insured",
    title=Text(fa="لیست ماهانهٔ بیمه", en="monthly insurance list"),
    sender=Text(fa="سازمان تأمین اجتماعی", en="Social Security Organisation"),
    rank=3,
    tables=(
        Table(
            code="insured",
            title=Text(fa="بیمه‌شدگان", en="insured persons"),
            columns=(
                # DSW_… and PER_NATCOD are the fields of the file that workshops send to Social Security (DSKWOR)
                # «نام» alone is a person's name here
                Column(
                    "unit_name",
                    ("نام کارگاه", "کارگاه", "نام واحد", "نام واحد تولیدی", "نام کارخانه", "عنوان کارگاه", "نام شرکت", "DSK_NAME", "workshop", "workshop name", "unit name"),
                    longest=160,
                ),
                _columns.LICENCE,
                Column("workshop_no", ("کد کارگاه", "شماره کارگاه", "کد کارگاهی", "شماره کارگاه بیمه", "DSW_ID", "DSK_ID", "workshop code", "workshop no"), longest=20),
                Column("national_id", ("شناسه ملی", "شناسه ملی کارگاه", "شناسه ملی شرکت", "legal id"), Kind.LEGAL_ID),
                Column("county", ("شهرستان", "نام شهرستان", "شهرستان کارگاه", "county"), Kind.COUNTY),
                Column("month", ("ماه", "ماه لیست", "سال و ماه", "سال/ماه", "دوره", "ماه کارکرد", "DSW_MM", "month", "period"), Kind.MONTH, required=True),
                Column("year", ("سال", "سال لیست", "سال کارکرد", "DSW_YY", "year"), Kind.WHOLE),
                Column(
                    "personal_id",
                    ("کد ملی", "کدملی", "شماره ملی", "کد ملی بیمه‌شده", "کد ملی بیمه شده", "کد ملی شاغل", "کدملی کارگر", "شماره ملی بیمه‌شده", "PER_NATCOD", "national code", "personal id"),
                    Kind.PERSON,
                    required=True,
                ),
                Column("days", ("روزهای کارکرد", "تعداد روز کارکرد", "کارکرد", "روز کارکرد", "تعداد روز", "روزکارکرد", "تعداد روزهای کارکرد", "کارکرد (روز)", "ایام کارکرد", "روز", "DSW_DD", "days", "days worked"), Kind.WHOLE, required=True, most=31),
                Column("sex", ("جنسیت", "جنس", "زن/مرد", "DSW_SEX", "sex", "gender"), Kind.CHOICE, choices=SEX),
                # of persons, and nothing a figure needs: known so that they are seen for what they are, and dropped
                Column("given_name", ("نام", "نام کوچک", "نام بیمه‌شده", "نام بیمه شده", "نام کارگر", "DSW_FNAME", "first name", "given name", "name"), is_private=True),
                Column("surname", ("نام خانوادگی", "فامیل", "فامیلی", "نام‌خانوادگی بیمه‌شده", "نام خانوادگی بیمه شده", "DSW_LNAME", "surname", "last name", "family name"), is_private=True),
                Column("full_name", ("نام و نام خانوادگی", "نام و فامیل", "نام و نام خانوادگی بیمه‌شده", "نام و نشان", "full name"), is_private=True),
                Column("father_name", ("نام پدر", "DSW_DNAME", "father name"), is_private=True),
                Column("identity_no", ("شماره شناسنامه", "ش ش", "شناسنامه", "DSW_IDNO", "identity no"), is_private=True),
                Column("insurance_no", ("شماره بیمه", "شماره بیمه‌شده", "ش بیمه", "DSW_ID1", "insurance no"), is_private=True),
                Column("birth_date", ("تاریخ تولد", "سال تولد", "DSW_BDATE", "birth date", "date of birth"), is_private=True),
                Column("job_title", ("عنوان شغل", "شغل", "سمت", "شرح شغل", "DSW_OCP", "job", "job title"), is_private=True),
                Column("start_on", ("تاریخ شروع به کار", "تاریخ شروع", "شروع به کار", "تاریخ استخدام", "DSW_SDATE", "start date"), is_private=True),
                Column("wage", ("دستمزد", "دستمزد روزانه", "دستمزد ماهانه", "مزد", "حقوق", "حقوق و مزایا", "DSW_ROOZ", "wage"), is_private=True),
                Column("employer", ("نام کارفرما", "کارفرما", "employer"), is_private=True),
            ),
            key=("personal_id", "month", "unit_name"),
        ),
    ),
)  # fmt: skip
FINDS_UNIT = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write who is insured, and the head counts that follow."""
    drafts = [
        InsuredDraft(
            unit=linked.unit.pk,
            month=row.values["month"],
            person=row.values["personal_id"],
            days=row.values["days"],
            sex=row.values.get("sex", ""),
            workshop_no=row.values.get("workshop_no", ""),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return record_insured(drafts=drafts, by=writing.by, at=writing.at)


def settle(entries: Sequence[int], *, by: str, at: datetime) -> None:
    """Count the insured anew once a list is taken back: another list may have named some of the same units."""
    count_of_entries(entries=entries, by=by, at=at)
