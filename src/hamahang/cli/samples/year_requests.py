"""The requests of the example: 177 of the law and nine of the spatial plan, each on its way to where it stands."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hamahang.casework import queries as casework
from hamahang.cli.samples import year_lent
from hamahang.cli.samples.year_credit import BRANCHES
from hamahang.cli.samples.year_support import LAW, MILLIARD, PLAN
from hamahang.domain.calendar import from_jalali
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.requests import DOCUMENTS, OWN_PAPER, REQUEST
from hamahang.projects import queries as projects
from hamahang.register import queries as register
from hamahang.support import asked, programmes, requesting

if TYPE_CHECKING:
    from hamahang.cli.samples.year_support import Support

WAY = ("complete", "find", "examine", "approve", "refer", "bank_approve", "contract")
# how many requests come how far: the steps they take, and what share of the contract is paid in how many tranches
FATES: tuple[tuple[int, tuple[str, ...], tuple[int, ...]], ...] = (
    (14, WAY, (40, 60)), (7, WAY, (35,)), (3, WAY, ()), (3, WAY[:6], ()), (2, WAY[:5], ()),
    (2, (*WAY[:5], "bank_refuse"), ()), (2, (*WAY[:5], "bank_return"), ()),
    # so far the 33 that were referred to a bank by 10 Tir
    (1, WAY[:4], ()), (1, (*WAY[:4], "refuse"), ()), (1, (*WAY[:4], "lapse"), ()), (2, (*WAY[:3], "refuse"), ()),
    (5, (*WAY[:2], "return"), ()), (4, (*WAY[:2], "refuse"), ()), (3, WAY[:2], ()),
    (2, ("complete", "deny"), ()),
    # of the 125 that never brought all their documents
    (60, ("lapse",), ()), (65, (), ()),
)  # fmt: skip
PLANNED: tuple[tuple[int, tuple[str, ...], tuple[int, ...]], ...] = (
    (2, WAY, (30,)), (1, WAY, ()), (1, WAY[:6], ()), (2, WAY[:5], ()), (1, WAY[:3], ()),
    (1, (*WAY[:2], "return"), ()), (1, (), ()),
)  # fmt: skip
PURPOSES = ("FUEL", "ELECTRICITY", "REBUILDING", "WORKING_CAPITAL")
LAGS = {"complete": 12, "find": 10, "examine": 8, "approve": 3, "refer": 2, "bank_approve": 24, "contract": 15}
BANKS_ACT = from_jalali(1390, 4, 12)  # what the banks answer comes after 10 Tir, with the facilities
REFERRED_BY = from_jalali(1390, 4, 8)
REASONS = {
    "lapse": "مدارک در مهلت کامل نشد", "return": "صورت‌های مالی با لیست بیمه نمی‌خواند",
    "refuse": "هدف درخواست با ردیف اعتبار سازگار نیست", "bank_refuse": "بدهی معوق در بانک دیگر",
    "bank_return": "وثیقه کافی نیست", "deny": "سهم انرژی از هزینه ناچیز است",
}  # fmt: skip
EXCEPTION = "کارگروه با گزارش بازدید پذیرفت"
BEYOND = 6  # the request whose contract is beyond what the bank approved
BEYOND_WHY = "مصوبهٔ دوم هیئت‌مدیرهٔ بانک برای تفاوت نرخ ارز ماشین‌آلات"
NEEDS = tuple(need.code for need in REQUEST.needs)
SHARED_ACCOUNT = "IR000000000000000000000001"


@dataclass
class Asked:
    """A request on its way. on: the day it has come to; bank: who it goes to; amount: rials, as it stands."""

    request: Any
    line: Any
    on: date
    bank: Any
    amount: int


def play(support: "Support") -> list[Any]:
    """Let the requests be made and go their ways; return those with a contract."""
    affected, others = _units(support)
    units = [*affected, *others]
    contracts: list[Any] = []
    place = 0
    for number, way, tranches in FATES:
        for _ in range(number):
            unit = units[place]
            asked_of = _register(support, unit, LAW, PURPOSES[place % 4], place)
            made = _follow(support, asked_of, way, place)
            for contract in made:
                year_lent.pay(support, contract.facility, asked_of.on, tranches, place)
            contracts += made
            place += 1
    return contracts + _plan(support)


def _units(support: "Support") -> tuple[list[int], list[int]]:
    """Return the affected units, those referred to the headquarters first, and other units that were built."""
    tir_10 = AsOf(from_jalali(1390, 4, 10))
    referred = casework.reached(tir_10, kind="AFFECTED", stage="REFERRED").order_by("case__number")
    first = list(referred.values_list("case__unit_id", flat=True))
    known = casework.reached(tir_10, kind="AFFECTED", stage="IDENTIFIED").order_by("case__number")
    first += [unit for unit in known.values_list("case__unit_id", flat=True) if unit not in first]
    rest = register.statuses(tir_10).exclude(status="UNDER_CONSTRUCTION").exclude(unit__in=first)
    rest = rest.order_by("unit__licence_no")
    listed = list(rest.values_list("unit_id", "status", "unit__isic"))
    # the last of those with documents are of other sectors: they are found not affected
    spared = [unit for unit, status, isic in listed if isic[:2] in ("22", "25", "31") and status == "ACTIVE"][:2]
    working = [unit for unit, status, _ in listed if status != "IDLE" and unit not in spared]
    idle = [unit for unit, status, _ in listed if status == "IDLE"]
    complete = 52 - len(first) - len(spared)
    return [*first, *working[:complete], *spared], [*working[complete:], *idle]


def _register(support: "Support", unit: int, programme: str, purpose: str, place: int) -> Asked:
    random = support.random
    line = support.lines[programme, purpose]
    on = support.working(from_jalali(1389, 11, 2) + timedelta(days=random.randint(0, 40)))
    amount = random.randint(30, 400) * MILLIARD // 10
    account = SHARED_ACCOUNT if programme == LAW and place in (3, 8) else f"IR{random.randint(10**23, 10**24 - 1)}"
    request = requesting.register_request(
        unit=unit, line=line, amount=amount, on=on, account=account, **support.by("tashilat")
    )  # fmt: skip
    return Asked(request, line, on, support.banks[place % 4], amount)


def _follow(support: "Support", found: Asked, way: tuple[str, ...], place: int) -> list[Any]:
    if not way or way == ("lapse",):
        for need in DOCUMENTS[: place % 5]:
            _paper(support, found, need, found.on)
    for step in way:
        _take(support, found, step, place)
    if "contract" not in way:
        return []
    return [asked.requests_by_number()[found.request.number]]


def _take(support: "Support", found: Asked, step: str, place: int) -> None:
    found.on = _day_of(support, found, step)
    if step == "complete":
        _state(support, found, place)
    if step in ("find", "deny"):
        requesting.assess(request=found.request, on=found.on, **support.by("tashilat"))
    has = asked.whole(found.request, AsOf(found.on)).has
    for need in REQUEST.step(step).needs:
        if need not in has and need not in OWN_PAPER.values():
            _paper(support, found, need, found.on)
    name, role, own = _who(support, found, step)
    requesting.take_step(
        request=found.request, step=step, on=found.on, permissions=support.office.may(role),
        words=_words(found, step, place), own_bank=own, **support.by(name),
    )  # fmt: skip


def _day_of(support: "Support", found: Asked, step: str) -> date:
    random = support.random
    day = found.on + timedelta(days=LAGS.get(step, 30) + random.randint(0, 6))
    if step == "complete" and found.line.programme.code == LAW:
        # the province's register begins with 1390: before that, what a unit does is not known to it
        day = from_jalali(1390, 2, 20) + timedelta(days=random.randint(0, 12))
    if step in ("bank_approve", "bank_refuse", "bank_return"):
        day = max(day, BANKS_ACT + timedelta(days=random.randint(0, 40)))
    elif step == "lapse" and found.on < from_jalali(1390, 3, 1):
        day = from_jalali(1390, 5, 15)
    elif step in WAY[:5]:
        # the working group and the referrals were done by 10 Tir
        day = min(day, REFERRED_BY) if found.line.programme.code == LAW else day
    return support.working(max(day, found.on))


def _who(support: "Support", found: Asked, step: str) -> tuple[str, str, str]:
    by = REQUEST.step(step).by
    if by == "support.decide":
        return "rais", "HEAD", ""
    if by == "support.answer" and found.bank == support.banks[0]:
        return "bank", "BANK", found.bank.code
    return "tashilat", "FACILITIES", ""


def _words(found: Asked, step: str, place: int) -> requesting.StepWords:
    letter = f"ن/{found.request.pk}/{WAY.index(step) + 1 if step in WAY else 9}"
    reason = REASONS.get(step, "")
    match step:
        case "find":
            known = asked.whole(found.request, AsOf(found.on)).assessment
            return requesting.StepWords(reason="" if known is None or known.verdict == "MET" else EXCEPTION)
        case "approve":
            found.amount = found.amount * 85 // 100
            return requesting.StepWords(amount=found.amount, letter_no=letter)
        case "refer":
            return requesting.StepWords(amount=found.amount, bank=found.bank.pk, letter_no=letter)
        case "bank_approve":
            found.amount = found.amount * 9 // 10
            return requesting.StepWords(
                amount=found.amount, file_no=f"{1390_4000 + found.request.pk}", letter_no=letter, paper_no=f"ا/{letter}"
            )
        case "contract":
            number = f"{1390_4000 + found.request.pk}"
            reason = ""
            if place == BEYOND:
                found.amount, reason = found.amount * 21 // 20, BEYOND_WHY
            return requesting.StepWords(
                amount=found.amount, facility_no=number, letter_no=letter, paper_no=f"ق/{found.request.pk}",
                terms=year_lent.TERMS[found.line.code], branch=BRANCHES[place % len(BRANCHES)], reason=reason,
            )  # fmt: skip
    return requesting.StepWords(reason=reason)


def _paper(support: "Support", found: Asked, need: str, on: date) -> None:
    requesting.add_paper(
        request=found.request,
        need=need,
        on=on,
        number=f"د/{found.request.pk}/{NEEDS.index(need) + 1}",
        **support.by("tashilat"),
    )


def _state(support: "Support", found: Asked, place: int) -> None:
    """Write down what the unit's accounts and bills say."""
    random = support.random
    sales = random.randint(80, 600) * MILLIARD // 10
    cost = sales * random.randint(86, 95) // 100
    is_spared = place in (50, 51)
    fuel = cost * (1 if is_spared else random.randint(7, 28)) // 100
    power = cost * (1 if is_spared else random.randint(2, 7)) // 100
    sums = {"SALES": sales, "COST": cost, "FUEL": fuel, "ELECTRICITY": power, "OVERDUE_BANK": 0}
    programmes.state_sums(
        unit=found.request.unit_id, sums=sums, on=found.on, paper_no=f"د/{found.request.pk}/۴", proof=Proof.DECLARED,
        **support.by("tashilat"),
    )  # fmt: skip


def _plan(support: "Support") -> list[Any]:
    """Let the nine requests of the spatial plan be made, each for its project and the unit that it builds."""
    known: dict[str, Any] = dict(projects.projects_by_number())
    contracts: list[Any] = []
    place = 0
    for number, way, tranches in PLANNED:
        for _ in range(number):
            project = known[sorted(known)[place]]
            line = support.lines[PLAN, "FIXED_CAPITAL"]
            on = support.working(from_jalali(1390, 2, 5) + timedelta(days=6 * place))
            amount = min(support.random.randint(200, 900) * MILLIARD // 10, project.investment * 6 // 10)
            request = requesting.register_request(
                unit=project.unit_id, line=line, amount=amount, on=on, project_no=project.number,
                **support.by("tashilat"),
            )  # fmt: skip
            found = Asked(request, line, on, support.banks[place % 2], amount)
            made = _follow(support, found, way, 100 + place)
            for contract in made:
                year_lent.release(support, contract.facility, project, found.on, is_paid=bool(tranches))
            contracts += made
            place += 1
    return contracts
