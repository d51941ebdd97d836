"""The promises of the example: two thousand jobs, with splits, persons whom two agencies claim and forecasts; and thirty
idle units back in production, counted from the cases of the year.

Who said it, where, the number thirty and the splits are invented; the persons are hashes of nobody. All of it is dated so
that nothing that was said on 10 Tir 1390 moves.
"""

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from hamahang.accounts import queries as accounts
from hamahang.commitments import actions, foreseeing, queries
from hamahang.commitments.actions import Announcement, ClaimedDraft
from hamahang.domain.calendar import from_jalali, month_length
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import company_key
from hamahang.indicators import promises
from hamahang.register.insured import InsuredDraft, record_insured
from hamahang.support import queries as support
from hamahang.territory import queries as territory

if TYPE_CHECKING:
    from hamahang.cli.samples.year import Office

NUMBER, REVIVALS = "ت-1390", "ت-1390-2"
ILAM = "1601"
REVIVALS_TOLD_ON = (1390, 4, 15)
REVIVALS_BY_MONTH = {"1390-06": 6, "1390-08": 8, "1390-10": 8, "1390-12": 8}
REVIVALS_STORED = ((1390, 4, 31), (1390, 6, 31), (1390, 8, 30), (1390, 10, 30))
TOLD_ON = (1390, 1, 25)
# two digits of the sector, persons
SECTORS = {"23": 620, "10": 420, "11": 210, "22": 260, "25": 250, "31": 140, "24": 100}
# claim, agency, programme, first and last person, way; persons 8 to 11 are claimed by both
CLAIMS = (
    ("ر-5101", "شرکت شهرک‌های صنعتی", "TARGETED_SUBSIDIES", 0, 12, "DIRECT"),
    ("ر-5102", "سازمان تأمین اجتماعی", "BANK", 8, 18, "DIRECT"),
    ("ر-5103", "شرکت توزیع برق", "", 18, 24, "INDIRECT"),
)
MONTHS = (7, 8, 9, 10, 11)  # of 1390, in which lists of the claimed persons came
STORED = tuple((1390, month) for month in range(4, 12))


def play(office: "Office") -> None:
    """Say what was promised, name persons, and keep a forecast at each month's end."""
    _announce(office)
    _name(office)
    known = queries.commitment_of_code(NUMBER, AsOf(from_jalali(1390, 4, 10)))
    if known is None:
        return
    days = [from_jalali(1390, 4, 10), *(from_jalali(year, month, month_length(year, month)) for year, month in STORED)]
    for day in days:
        seen = foreseeing.foresee(known, AsOf(day), with_fan=False)
        actions.store_forecast(foreseen=seen, by="dabir", at=office.at)
    _promise_revivals(office)


def _promise_revivals(office: "Office") -> None:
    """Promise idle units back in production by the end of the year, after what the board heard of them in Tir."""
    first, last, told = from_jalali(1390, 1, 1), from_jalali(1390, 12, 29), from_jalali(*REVIVALS_TOLD_ON)
    promise = Announcement(
        number=REVIVALS, title="بازگشت ۳۰ واحد راکد به تولید تا پایان سال ۱۳۹۰", holder="شرکت شهرک‌های صنعتی",
        from_on=first, due_on=last, metric="idle_units_restarted",
        definition="واحد راکدی که پروندهٔ احیای آن در سال ۱۳۹۰ به تولید رسیده باشد، در هر شهرستان",
        announced_by="مدیرعامل شرکت شهرک‌ها (نمونه)", announced_at="جلسهٔ ستاد هماهنگی، ایلام", announced_on=told,
    )  # fmt: skip
    commitment = actions.announce(promise=promise, by="dabir", at=office.at)
    ilam = next(county for county in territory.counties_by_id().values() if county.code == ILAM)
    actions.set_target(
        commitment=commitment, amounts={ilam.pk: 24, None: 6}, issuer="ستاد هماهنگی صنعت و معدن", basis="PROVINCIAL",
        announced_on=told, by="dabir", at=office.at,
    )  # fmt: skip
    actions.set_split(
        commitment=commitment, part="MONTH", amounts=REVIVALS_BY_MONTH, announced_on=told, by="dabir", at=office.at
    )
    for day in REVIVALS_STORED:
        seen = foreseeing.foresee(commitment, AsOf(from_jalali(*day)), count=promises.count, with_fan=False)
        actions.store_forecast(foreseen=seen, by="dabir", at=office.at)


def _announce(office: "Office") -> None:
    first, last = from_jalali(1390, 1, 1), from_jalali(1390, 12, 29)
    promise = Announcement(
        number=NUMBER, title="ایجاد شغل جدید تا پایان سال ۱۳۹۰", holder="ستاد هماهنگی صنعت و معدن", from_on=first,
        due_on=last, definition="شغل جدید یا بازگشته در واحد صنعتی یا معدنی که دست‌کم با تماس تأیید شده باشد",
        announced_by="دبیر ستاد (نمونه)", announced_at="جلسهٔ ستاد هماهنگی، ایلام", announced_on=from_jalali(*TOLD_ON),
    )  # fmt: skip
    commitment = actions.announce(promise=promise, by="dabir", at=office.at)
    actions.set_split(
        commitment=commitment, part="SECTOR", amounts=SECTORS, announced_on=from_jalali(*TOLD_ON), by="dabir",
        at=office.at,
    )  # fmt: skip


def _name(office: "Office") -> None:
    """Let two agencies claim some of the same persons, and let most of them stand in the insurance lists after it."""
    units = sorted(
        {row.claim.unit_id: row.claim for row in queries.shown(AsOf(from_jalali(1390, 4, 10)))}.items(),
    )[: len(CLAIMS)]
    agencies, programmes = accounts.agencies_by_key(), support.programmes_by_code()
    drafts, listed = [], []
    for (unit, claim), (reference, agency, programme, first, last, way) in zip(units, CLAIMS, strict=False):
        holder, source = agencies.get(company_key(agency)), programmes.get(programme)
        for number in range(first, last):
            drafts.append(
                ClaimedDraft(
                    reference=reference, unit=unit, county=claim.county_id, kind="NEW", person=_nobody(number),
                    since_on=from_jalali(1390, 6, 1 + number % 20), agency=holder.pk if holder else None,
                    programme=source.pk if source else None, way=way,
                )
            )  # fmt: skip
            if number % 6:
                listed += [_insured(unit, month, number) for month in MONTHS[: 2 + number % 4]]
    actions.record_claimed(drafts=drafts, by="amar", at=office.at)
    record_insured(drafts=listed, by="amar", at=office.at)


def _insured(unit: int, month: int, number: int) -> InsuredDraft:
    day: date = from_jalali(1390, month, 1)
    return InsuredDraft(
        unit=unit, month=day, person=_nobody(number), days=30, sex="FEMALE" if number % 3 == 0 else "MALE"
    )


def _nobody(number: int) -> str:
    """Return a hash of nobody: no code of a person stands behind it."""
    return hashlib.sha256(f"nobody {number}".encode()).hexdigest()[:32]
