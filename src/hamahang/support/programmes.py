"""Changing programmes: their law, lines, money, banks rules, and the terms of a price shock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.proof import Proof
from hamahang.domain.requests import PURPOSES, RequestRefused
from hamahang.domain.rulebook import Fault, read_rules
from hamahang.domain.severity import CARRIERS
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.support.models import (
    AgentBank,
    Allocation,
    BudgetLine,
    EligibilityRules,
    LegalBasis,
    PriceRise,
    SectorCosts,
    StatedSum,
    SupportProgramme,
)

HUNDRED = Decimal(100)


class RulesUnreadable(ValueError):
    """A text of rules has lines that cannot be read; `faults` tells each with its repair."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.line}: {fault.why.en}" for fault in faults))
        self.faults = faults


def open_programme(*, code: str, title: str, title_en: str, by: str, at: datetime) -> SupportProgramme:
    """Record a programme.

    :raises RequestRefused: if a code or title is missing, or the code is taken
    """
    if not (code.strip() and title.strip() and title_en.strip()):
        raise RequestRefused(Text(fa="کد و هر دو عنوان را بنویسید", en="Write the code and both titles"))
    programme = SupportProgramme(code=code.strip().upper(), title=title.strip(), title_en=title_en.strip())
    with recording(action="support.programme.opened", by=by, at=at):
        if SupportProgramme.objects.filter(code=programme.code, voided_entry=None).exists():
            raise RequestRefused(Text(fa="این کد از آنِ برنامهٔ دیگری است", en="Another programme has this code"))
        programme.save()
    return programme


def add_line(*, programme: SupportProgramme, purpose: str, by: str, at: datetime) -> BudgetLine:
    """Record a line of a programme for one of the purposes; return the one that is there already.

    :raises RequestRefused: if there is no such purpose
    """
    if purpose not in PURPOSES:
        raise RequestRefused(Text(fa="چنین هدفی نیست", en="There is no such purpose"))
    with recording(action="support.line.added", by=by, at=at):
        known = BudgetLine.objects.filter(programme=programme, code=purpose, voided_entry=None).first()
        if known is not None:
            return known
        line = BudgetLine(programme=programme, code=purpose, title=PURPOSES[purpose].fa, title_en=PURPOSES[purpose].en)
        line.save()
    return line


def add_basis(
    *,
    programme: SupportProgramme,
    title: str,
    number: str,
    dated_on: date,
    valid_from: date,
    valid_until: date | None,
    by: str,
    at: datetime,
) -> LegalBasis:
    """Record a law, decree or circular that a programme rests on.

    :raises RequestRefused: if it has no title, or ends before it begins
    """
    if not title.strip():
        raise RequestRefused(Text(fa="عنوان قانون یا مصوبه را بنویسید", en="Write the title of the law or decree"))
    if valid_until is not None and valid_until < valid_from:
        raise RequestRefused(Text(fa="پایان اعتبار پیش از آغاز آن است", en="It ends before it begins"))
    basis = LegalBasis(
        programme=programme,
        title=title.strip(),
        number=number.strip(),
        dated_on=dated_on,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    with recording(action="support.basis.added", by=by, at=at):
        basis.save()
    return basis


@dataclass(frozen=True, slots=True)
class Money:
    """An allocation as its letter says it. amount: rials; county: id, None for the whole province."""

    amount: int
    period_from: date
    period_until: date
    letter_no: str
    county: int | None = None
    lapses_on: date | None = None


def allocate(
    *, line: BudgetLine, money: Money, on: date, carried_from: Allocation | None = None, by: str, at: datetime
) -> Allocation:
    """Record money notified for a line on a day; `carried_from` where it is the rest of an earlier allocation.

    :raises RequestRefused: if letter or amount is missing, days are out of order, the letter is recorded already, or
        more is carried over than the earlier allocation had
    """
    _whole(money)
    fact = Allocation(
        line=line,
        county_id=money.county,
        period_from=money.period_from,
        period_until=money.period_until,
        amount=money.amount,
        letter_no=money.letter_no.strip(),
        lapses_on=money.lapses_on,
        carried_from=carried_from,
        since_on=on,
        proof=Proof.LISTED,
    )
    with recording(action="support.money.allocated", by=by, at=at):
        standing = Allocation.objects.filter(voided_entry=None)
        if standing.filter(line=line, letter_no=fact.letter_no, county=money.county).exists():
            raise RequestRefused(Text(fa="این ابلاغ ثبت شده است", en="This letter is recorded already"))
        if carried_from is not None:
            carried = sum(a.amount for a in standing.filter(carried_from=carried_from))
            if carried + money.amount > carried_from.amount:
                raise RequestRefused(
                    Text(fa="بیش از اعتبار پیشین منتقل می‌شود", en="More is carried over than there was")
                )
        fact.save()
    return fact


def _whole(money: Money) -> None:
    if money.amount <= 0 or not money.letter_no.strip():
        raise RequestRefused(Text(fa="مبلغ و شمارهٔ ابلاغ را بنویسید", en="Write the amount and the letter's number"))
    if money.period_until < money.period_from or (money.lapses_on and money.lapses_on < money.period_from):
        raise RequestRefused(Text(fa="روزهای دوره پس و پیش است", en="The days of the period are out of order"))


def take_allocation_back(*, allocation: Allocation, reason: str, by: str, at: datetime) -> None:
    """Void a wrong allocation.

    :raises RequestRefused: if no reason is given
    """
    if not reason.strip():
        raise RequestRefused(Text(fa="دلیل را بنویسید", en="Give the reason"))
    with recording(action="support.money.taken_back", by=by, at=at, reason=reason):
        allocation.void()


def name_agent(
    *, programme: SupportProgramme, bank: int, agreement_no: str, on: date, until_on: date | None, by: str, at: datetime
) -> AgentBank:
    """Make a bank an agent of a programme from a day on.

    :raises RequestRefused: if it is one already, or ends before it begins
    """
    if until_on is not None and until_on < on:
        raise RequestRefused(Text(fa="پایان عاملیت پیش از آغاز آن است", en="The agency ends before it begins"))
    fact = AgentBank(
        programme=programme,
        bank_id=bank,
        agreement_no=agreement_no.strip(),
        until_on=until_on,
        since_on=on,
        proof=Proof.LISTED,
    )
    with recording(action="support.agent.named", by=by, at=at):
        if AgentBank.objects.filter(programme=programme, bank_id=bank, voided_entry=None).exists():
            raise RequestRefused(Text(fa="این بانک عامل همین برنامه است", en="The bank is an agent of it already"))
        fact.save()
    return fact


def set_rules(
    *, programme: SupportProgramme, text: str, valid_from: date, source: str, by: str, at: datetime
) -> EligibilityRules:
    """Record a version of a programme's rules that holds from a day on; requests keep that of their own day.

    :raises RulesUnreadable: if lines cannot be read
    :raises RequestRefused: if the source is missing, or a version of that day is there already
    """
    book = read_rules(text)
    if book.faults:
        raise RulesUnreadable(book.faults)
    if not source.strip():
        raise RequestRefused(Text(fa="مأخذ قاعده‌ها را بنویسید", en="Write where the rules come from"))
    rules = EligibilityRules(programme=programme, valid_from=valid_from, text=text.strip(), source=source.strip())
    with recording(action="support.rules.set", by=by, at=at):
        if EligibilityRules.objects.filter(programme=programme, valid_from=valid_from, voided_entry=None).exists():
            raise RequestRefused(
                Text(
                    fa="قاعده‌های این روز ثبت شده است؛ روز دیگری بگذارید",
                    en="Rules of this day are recorded; choose another day",
                )
            )
        rules.save()
    return rules


def set_rise(
    *,
    programme: SupportProgramme,
    carrier: str,
    percent: Decimal,
    valid_from: date,
    source: str,
    by: str,
    at: datetime,
) -> PriceRise:
    """Record by how much the price of an energy carrier rose with a programme.

    :raises RequestRefused: if the carrier is unknown, or the source is missing
    """
    if carrier not in CARRIERS or percent < 0 or not source.strip():
        raise RequestRefused(Text(fa="حامل، درصد و مأخذ را بنویسید", en="Write carrier, percent and source"))
    rise = PriceRise(
        programme=programme, carrier=carrier, percent=percent, valid_from=valid_from, source=source.strip()
    )
    with recording(action="support.rise.set", by=by, at=at):
        rise.save()
    return rise


def set_sector_costs(
    *, isic: str, bounds: Mapping[str, tuple[Decimal, Decimal]], valid_from: date, source: str, by: str, at: datetime
) -> SectorCosts:
    """Record the bounds of a sector's fuel share, power share and margin, in percent, from a day on.

    What was recorded for the same class and day is voided and stays in the record.
    bounds: fuel, power, margin; isic: two to four digits
    :raises RequestRefused: if the class is no code, bounds are out of order, or no source is named
    """
    if not (isic.isascii() and isic.isdigit() and 2 <= len(isic) <= 4) or not source.strip():
        raise RequestRefused(
            Text(
                fa="کد رشته (۲ تا ۴ رقم) و مأخذ را بنویسید", en="Write the sector's code (2 to 4 digits) and the source"
            )
        )
    if any(not 0 <= low <= high <= HUNDRED for low, high in bounds.values()):
        raise RequestRefused(
            Text(
                fa="هر کران پایین تا کران بالای خود و هر دو از ۰ تا ۱۰۰ است",
                en="Each low bound is at most its high one, both from 0 to 100",
            )
        )
    costs = SectorCosts(
        isic=isic,
        valid_from=valid_from,
        fuel_low=bounds["fuel"][0],
        fuel_high=bounds["fuel"][1],
        power_low=bounds["power"][0],
        power_high=bounds["power"][1],
        margin_low=bounds["margin"][0],
        margin_high=bounds["margin"][1],
        source=source.strip()[:240],
    )
    with recording(action="support.sector_costs.set", by=by, at=at):
        for before in SectorCosts.objects.filter(isic=isic, valid_from=valid_from, voided_entry=None):
            before.void()
        costs.save()
    return costs


def state_sums(
    *, unit: int, sums: Mapping[str, int], on: date, paper_no: str = "", proof: Proof, by: str, at: datetime
) -> list[StatedSum]:
    """Record sums stated of a unit, by kind, in rials; what was stated before stays in the record.

    :raises RequestRefused: if there is no such kind, or a sum is negative
    """
    if not sums or any(kind not in StatedSum.Kind.values or amount < 0 for kind, amount in sums.items()):
        raise RequestRefused(Text(fa="دست‌کم یک مبلغ درست بنویسید", en="Write at least one right amount"))
    with recording(action="support.sums.stated", by=by, at=at):
        facts = [
            StatedSum(unit_id=unit, kind=kind, amount=amount, paper_no=paper_no, since_on=on, proof=proof)
            for kind, amount in sums.items()
        ]
        for fact in facts:
            fact.save()
    return facts
