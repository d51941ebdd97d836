"""The persons whom an agency claims to have brought to work, each as a keyed hash and never by name."""

from collections.abc import Sequence

from hamahang.accounts import queries as accounts
from hamahang.commitments import actions
from hamahang.commitments.actions import ClaimedDraft
from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.text import Text, company_key
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.sources.jobs import KINDS, WAYS
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.support import queries as support

SOURCE = Source(
    code="job_persons",
    title=Text(fa="شاغلان ادعاشدهٔ دستگاه‌ها", en="persons whom agencies claim to have brought to work"),
    sender=Text(fa="سامانهٔ رصد و دستگاه‌های اجرایی", en="employment monitoring system and agencies"),
    tables=(
        Table(
            code="job_persons",
            title=Text(fa="شاغلان ادعاشده", en="claimed persons"),
            columns=(
                Column("reference_no", ("شماره ادعا", "شماره شاهد", "شماره ثبت رصد", "کد رهگیری رصد", "claim no"), required=True, longest=60),
                Column("unit_name", ("نام واحد", "نام کارگاه", "محل کار", "unit name"), longest=160),
                _columns.LICENCE,
                _columns.COUNTY,
                Column("personal_id", ("کد ملی", "کدملی", "کد ملی شاغل", "شماره ملی", "national code"), Kind.PERSON, required=True),
                Column("since_on", ("تاریخ اشتغال", "تاریخ شروع اشتغال", "شروع اشتغال", "employed since"), Kind.DAY, required=True),
                Column("kind", ("نوع شغل", "نوع اشتغال", "kind"), Kind.CHOICE, required=True, choices=KINDS),
                Column("way", ("مستقیم یا غیرمستقیم", "شیوه اشتغال", "way"), Kind.CHOICE, choices=WAYS),
                Column("agency", ("دستگاه", "دستگاه ادعاکننده", "دستگاه اجرایی", "agency"), longest=120),
                Column("programme", ("کد برنامه", "برنامه", "programme"), longest=30),
                Column("full_name", ("نام و نام خانوادگی", "نام شاغل", "full name"), is_private=True),
                Column("given_name", ("نام", "first name"), is_private=True),
                Column("surname", ("نام خانوادگی", "surname"), is_private=True),
                Column("father_name", ("نام پدر", "father name"), is_private=True),
                Column("mobile", ("شماره همراه", "تلفن همراه", "mobile"), is_private=True),
            ),
            key=("reference_no", "personal_id"),
        ),
    ),
)  # fmt: skip
FINDS_UNIT = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write which persons each claim names; an agency or programme that is not known is left empty."""
    agencies = {key: agency.pk for key, agency in accounts.agencies_by_key().items()}
    programmes = {code: programme.pk for code, programme in support.programmes_by_code().items()}
    drafts = [
        ClaimedDraft(
            reference=row.values["reference_no"],
            unit=linked.unit.pk,
            county=linked.county,
            kind=row.values["kind"],
            person=row.values["personal_id"],
            since_on=row.values["since_on"],
            agency=agencies.get(company_key(row.values.get("agency", ""))),
            programme=programmes.get(row.values.get("programme", "")),
            way=row.values.get("way", ""),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return actions.record_claimed(drafts=drafts, by=writing.by, at=writing.at)
