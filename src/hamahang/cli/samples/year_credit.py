"""The year of the facilities in the example: contracts, tranches on visits, instalments paid and late, new tables."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hamahang.accounts import queries as accounts
from hamahang.cli.samples.names import BANKS
from hamahang.domain.calendar import from_jalali
from hamahang.domain.credit.terms import Terms
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import company_key
from hamahang.domain.visits import VisitDraft
from hamahang.support import contracting, facilities, paying, queries, repaying, restructuring
from hamahang.visits.actions import record_visit

if TYPE_CHECKING:
    from hamahang.cli.samples.year import Office

TEHRAN = ZoneInfo("Asia/Tehran")
END = from_jalali(1391, 12, 20)
# what becomes of the first facilities under the law, in the order of their numbers: paid to the end, or until so many
# months before it, or something that happens on a day
FATES = (
    "PAYS", "PAYS", "PAYS", "POSTPONED", "STOPS_1", "PAYS", "STOPS_4", "PAYS", "SETTLED", "PAYS", "STOPS_9", "PAYS",
    "NEVER", "ARREARS", "PAYS", "STOPS_4", "WRITTEN_OFF", "PAYS", "BOUNCED", "PAYS", "WHOLE", "STOPS_1", "PAYS", "PAYS",
)  # fmt: skip
# purpose, contract, rate, the part of it the law pays, grace, instalments, months apart, method
KINDS = (
    ("ENERGY", "INSTALMENT_SALE", "0.12", "0.04", 3, 12, 3, "ANNUITY"),
    ("ENERGY", "MURABAHA", "0.12", "0.04", 3, 24, 1, "EQUAL_PRINCIPAL"),
    ("REBUILDING", "INSTALMENT_SALE", "0.14", "0", 6, 12, 3, "ANNUITY"),
    ("WORKING", "QARD", "0", "0", 2, 8, 3, "EQUAL_PRINCIPAL"),
)
BRANCHES = ("شعبهٔ مرکزی ایلام", "شعبهٔ آزادی ایلام", "شعبهٔ مهران", "شعبهٔ دهلران")
# of the facilities paid in tranches: rials, and the progress that each tranche waits for
TRANCHES = ((4, 0), (6, 40), (5, 75))
BILLION = 10**9


@dataclass(frozen=True, slots=True)
class Credit:
    """A facility of the example with the day it was first paid. later: months by which its fate comes later"""

    facility: Any
    paid_on: date
    office: "Office"
    later: int = 0

    def day(self, year: int, month: int, number: int) -> date:
        """Return the day of a fate."""
        return months_later(from_jalali(year, month, number), self.later)

    def act(self) -> dict[str, Any]:
        """Return who acts on it and when."""
        return {"by": "tashilat", "at": self.office.at}


def lend(office: "Office") -> None:
    """Let the year after 10 Tir happen to facilities under the law, and to four that are new."""
    known = {
        facility.number: facility
        for facility in queries.facilities_by_number().values()
        if facility.line.programme.code == "TARGETED_SUBSIDIES"
    }
    first = facilities.first_payments([facility.pk for facility in known.values()])
    listed = [Credit(known[number], first[known[number].pk], office) for number in sorted(known)]
    for place, (credit, fate) in enumerate(zip(listed, FATES, strict=False)):
        _contract(credit, KINDS[place % len(KINDS)], BRANCHES[place % len(BRANCHES)])
        repay(credit, fate)
    for number, credit in enumerate(listed[len(FATES) : len(FATES) + 3]):
        _in_tranches(credit.facility.unit, number, office)
    _grant(listed[len(FATES) + 3].facility.unit, office)


def _contract(credit: Credit, kind: tuple[Any, ...], branch: str) -> None:
    purpose, contract, rate, subsidised, grace, instalments, spacing, method = kind
    facility, random = credit.facility, credit.office.random
    paid = queries.paid_so_far([facility.pk])[facility.pk]
    on = credit.paid_on - timedelta(days=random.randint(2, 9))
    contracting.sign_contract(
        facility=facility,
        terms=Terms(
            paid, Decimal(rate), Decimal(subsidised), grace, instalments, spacing, method,
            contract=contract, purpose=purpose,
        ),
        on=max(on, facility.approved_on),
        paper=contracting.Paper(
            number=f"ق/{random.randint(1000, 9999)}", branch=branch, letter_no=f"{random.randint(1000, 9999)}/ص",
            letter_on=facility.approved_on - timedelta(days=20),
        ),
        **credit.act(),
    )  # fmt: skip
    contracting.add_guarantee(
        facility=facility, kind=random.choice(("PROPERTY", "CHEQUE", "NOTE", "MACHINERY")), value=paid * 12 // 10,
        number=f"{random.randint(100, 999)}/{random.randint(10, 99)}", on=on,
        expires_on=months_later(on, random.choice((20, 40, 60))), **credit.act(),
    )  # fmt: skip


def repay(credit: Credit, fate: str) -> None:
    """Repay what falls due until the facility's fate comes, and after it what the new table asks."""
    match fate:
        case "PAYS":
            _pay_until(credit, END)
        case "NEVER":
            pass
        case "BOUNCED":
            _bounce(credit)
        case _ if fate.startswith("STOPS_"):
            _pay_until(credit, months_later(END, -int(fate.removeprefix("STOPS_")) - 2))
        case _:
            _pay_until(credit, credit.day(1390, 7, 15) if fate != "WRITTEN_OFF" else credit.paid_on)
            _happens(credit, fate)


def _pay_until(credit: Credit, last: date) -> None:
    """Repay each instalment some days around its day, and let the programme pay its part when a year is over."""
    facility = credit.facility
    lines = facilities.whole(facility, AsOf(END)).lines
    for line in lines:
        on = line.due_on + timedelta(days=credit.office.random.randint(-2, 12))
        if line.left and line.due_on <= last and on <= END:
            _repaid(credit, line.left, on)
    if any(line.subsidy for line in lines) and last >= END:
        owed = facilities.balances_of([facility.pk], AsOf(END))[facility.pk].get("SUBSIDY", 0)
        _repaid(credit, owed * 3 // 4, END, payer="PROGRAMME")


def _repaid(credit: Credit, amount: int, on: date, *, payer: str = "UNIT") -> Any:
    random = credit.office.random
    return repaying.record_repayment(
        facility=credit.facility, amount=amount, on=on, payer=payer, key=str(uuid.UUID(int=random.getrandbits(128))),
        document_no=f"{random.randint(200000, 999999)}", **credit.act(),
    ).repayment  # fmt: skip


def _bounce(credit: Credit) -> None:
    """Pay to the end, but for the last cheque, which came back."""
    _pay_until(credit, months_later(END, -4))
    due = next(line for line in facilities.whole(credit.facility, AsOf(END)).lines if line.left)
    back = _repaid(credit, due.left, due.due_on)
    repaying.reverse_repayment(
        repayment=back, reason="چک به سبب کسری موجودی برگشت خورد", by="rais", at=credit.office.at
    )


def _happens(credit: Credit, fate: str) -> None:
    given: dict[str, Any] = {"facility": credit.facility, "by": "rais", "at": credit.office.at}
    on = credit.day(1390, 11, 8)
    renewed: dict[str, Any] = {"spacing": 3, "on": on, "first_on": months_later(on, 3)}
    match fate:
        case "POSTPONED":
            restructuring.postpone(months=9, on=on, reason="خشکسالی و افت فروش؛ مصوبهٔ کارگروه تسهیل", **given)
        case "ARREARS":
            restructuring.spread_arrears(
                number=6, rate=Decimal("0.06"), reason="کمبود نقدینگی پس از افزایش قیمت انرژی", **renewed, **given
            )
        case "WHOLE":
            restructuring.reschedule(
                number=16, rate=Decimal("0.12"), reason="مصوبهٔ کمیسیون هماهنگی بانک‌ها", **renewed, **given
            )
        case "SETTLED":
            restructuring.settle(
                on=credit.day(1391, 2, 12), key=f"settle-{credit.facility.number}", document_no="700411", **given
            )
            return
        case "WRITTEN_OFF":
            restructuring.write_off(on=from_jalali(1391, 11, 3), reason="حکم ورشکستگی؛ وثیقه بدهی را نپوشاند", **given)
            return
    _pay_until(credit, END)


# --- new ones ---


def _opened(unit: Any, number: str, billions: int, line: str, on: date, office: "Office") -> Any:
    bank = accounts.agencies_by_key()[company_key(BANKS[int(number[-2:]) % len(BANKS)])]
    return contracting.open_facility(
        bank=bank, number=number, unit=unit, line=queries.lines_by_code()["TARGETED_SUBSIDIES", line],
        approved=billions * BILLION, approved_on=on, by="tashilat", at=office.at,
    )  # fmt: skip


def _in_tranches(unit: Any, number: int, office: "Office") -> None:
    """Open a facility for rebuilding, paid as the work goes on: the last one's last tranche waits for another person."""
    begun = from_jalali(1390, 5 + number, 10)
    facility = _opened(unit, f"1390-{number + 41}", sum(size for size, _ in TRANCHES), "OTHER", begun, office)
    credit = Credit(facility, begun, office)
    terms = Terms(
        facility.approved, Decimal("0.14"), Decimal("0.03"), 12, 20, 3, "ANNUITY", "PAID" if number else "CAPITALISED",
        contract="PARTNERSHIP", purpose="REBUILDING",
    )  # fmt: skip
    paper = contracting.Paper(number=f"م/{310 + number}", branch=BRANCHES[number], letter_no=f"{4100 + number}/ص")
    contracting.sign_contract(
        facility=facility, terms=terms, on=begun + timedelta(days=12), paper=paper, **credit.act()
    )
    contracting.add_guarantee(
        facility=facility, kind="PROPERTY", value=20 * BILLION, number="ث/88", on=begun, **credit.act()
    )
    planned = [
        contracting.plan_tranche(
            facility=facility, amount=size * BILLION, percent=Decimal(percent), on=begun,
            planned_on=months_later(begun, 1 + 4 * place), **credit.act(),
        )
        for place, (size, percent) in enumerate(TRANCHES)
    ]  # fmt: skip
    for place, tranche in enumerate(planned[: 3 - number % 2]):
        _release_and_pay(credit, tranche, months_later(begun, 1 + 4 * place), is_waiting=number == 2 and place == 2)
    _pay_until(credit, END)


def _release_and_pay(credit: Credit, tranche: Any, on: date, *, is_waiting: bool) -> None:
    office, facility = credit.office, credit.facility
    reason = "" if tranche.percent else "پیش‌پرداخت خرید ماشین‌آلات"
    inspection = contracting.Inspection()
    if tranche.percent:
        visit = _visit(facility.unit, on - timedelta(days=6), tranche.percent, office)
        inspection = contracting.Inspection(visit=visit, percent=tranche.percent + office.random.randint(1, 9))
    who = "tashilat" if tranche.percent else "rais"
    contracting.release_tranche(
        tranche=tranche, inspection=inspection, reason=reason, on=on - timedelta(days=2), by=who, at=office.at
    )
    entered = paying.enter_payment(
        facility=facility, amount=tranche.amount, on=on, document_no=f"{office.random.randint(500000, 599999)}",
        key=str(uuid.UUID(int=office.random.getrandbits(128))), tranche=tranche, **credit.act(),
    )  # fmt: skip
    if not is_waiting:
        paying.approve_payment(payment=entered.payment, on=on, by="rais", at=office.at)


def _visit(unit: Any, on: date, percent: Decimal, office: "Office") -> Any:
    draft = VisitDraft(
        key=str(uuid.UUID(int=office.random.getrandbits(128), version=4)),
        visited_on=on,
        state="ACTIVE_MIDDLE",
        written_at=datetime.combine(on, time(10, 15), TEHRAN),
        unit=unit.pk,
        persons_seen=office.random.randint(12, 40),
        notes=f"پیشرفت بازسازی در بازدید دست‌کم {percent} درصد دیده شد",
        present="نمایندهٔ بانک و نمایندهٔ واحد",
        signed_by="نمایندهٔ واحد",
    )
    return record_visit(draft=draft, store=office.store, limit=1, by="moshaver", at=office.at).visit


def _grant(unit: Any, office: "Office") -> None:
    """Open a grant, and pay it."""
    on = from_jalali(1390, 9, 20)
    facility = _opened(unit, "1390-61", 2, "ELECTRICITY", on, office)
    credit = Credit(facility, on, office)
    terms = Terms(facility.approved, contract="GRANT", purpose="GRANT")
    contracting.sign_contract(facility=facility, terms=terms, on=on + timedelta(days=5), **credit.act())
    entered = paying.enter_payment(
        facility=facility, amount=facility.approved, on=on + timedelta(days=9), document_no="611207",
        key="grant-of-the-example", **credit.act(),
    )  # fmt: skip
    paying.approve_payment(payment=entered.payment, on=on + timedelta(days=9), by="rais", at=office.at)
