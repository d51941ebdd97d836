"""The year of one idle unit in the example: each step of its case on its day, with what the table asks for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hamahang.accounts import queries as accounts
from hamahang.casework import bookkeeping, planning, queries, working
from hamahang.casework.diagnosing import questions
from hamahang.cli.samples.names import DUTIES
from hamahang.domain.financial import Statement
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import company_key
from hamahang.domain.visits import FindingDraft, VisitDraft
from hamahang.register import queries as register
from hamahang.visits.actions import record_visit

if TYPE_CHECKING:
    from hamahang.cli.samples.year import Office
    from hamahang.cli.samples.year_board import Sitting

TEHRAN = ZoneInfo("Asia/Tehran")
BILLION = 10**9
TRIAGED = ("open", "diagnose", "find_viable")
BACK = (*TRIAGED, "plan", "begin", "restart")
WAYS = {
    "IDENTIFIED": (),
    "OPENED": ("open",),
    "DIAGNOSIS": ("open", "diagnose"),
    "VIABLE": TRIAGED,
    "CONDITIONAL": ("open", "diagnose", "find_conditional"),
    "UNVIABLE": ("open", "diagnose", "find_unviable"),
    "PLANNED": (*TRIAGED, "plan"),
    "UNDER_WAY": (*TRIAGED, "plan", "begin"),
    "RESTARTED": BACK,
    "WATCHED_3": (*BACK, "watch_3"),
    "WATCHED_6": (*BACK, "watch_3", "watch_6"),
    "DURABLE": (*BACK, "watch_3", "watch_6", "endure"),
    "RELAPSED": (*BACK, "watch_3", "relapse"),
    "NOT_REVIVABLE": ("open", "diagnose", "find_unviable", "give_up"),
    "WITHDRAWN": ("open", "withdraw"),
}
# days from one step to the next; a case that was found viable waits for the next session that adopts its plan
LAGS = {
    "open": 4, "diagnose": 9, "find_viable": 12, "find_conditional": 12, "find_unviable": 14, "plan": 2, "begin": 5,
    "restart": 48, "relapse": 55, "give_up": 30, "withdraw": 20, "watch_3": 2, "watch_6": 2, "endure": 3,
}  # fmt: skip
WHO = {
    "casework.work": ("shahrak", "ESTATES"),
    "casework.decide": ("rais", "HEAD"),
    "casework.verify": ("shahrak", "ESTATES"),
}
# what the headquarters can do about a cause
SUBJECT_OF = {
    "WORKING_CAPITAL": "معرفی به بانک", "BANK_DEBT": "تعیین تکلیف وثیقه", "ENERGY": "تأمین برق", "LEGAL": "استعلام محیط زیست",
    "MARKET": "معرفی به بانک", "PARTNERS": "تقسیط بدهی",
}  # fmt: skip
# one answer that shows the cause; the others of the sheet are drawn
SHOWN_BY = {
    "WORKING_CAPITAL": ("cash", "NONE"), "BANK_DEBT": ("debt", "OVERDUE"), "MARKET": ("demand", "LOW"),
    "ENERGY": ("power", "WEAK"), "LEGAL": ("licence", "EXPIRED"),
}  # fmt: skip
BESIDE = {"WORKING_CAPITAL": "MARKET", "BANK_DEBT": "WORKING_CAPITAL", "MARKET": "MACHINERY", "ENERGY": "ENERGY_PRICE"}
REASONS = {
    "find_conditional": "به شرط تقسیط بدهی و آزادشدن وثیقه",
    "find_unviable": "ماشین‌آلات از خط تولید برده شده و بازار محصول از میان رفته است",
    "relapse": "در بازدید، خط تولید خاموش بود و تنها نگهبان حضور داشت",
    "give_up": "مالک و بانک دربارهٔ سرمایه‌گذار تازه به توافق نرسیدند",
    "withdraw": "مالک می‌خواهد زمین و بنا را واگذار کند",
}
SEEN_AFTER = {"watch_3": "CHECK_3", "watch_6": "CHECK_6", "endure": "CHECK_12"}


@dataclass
class Way:
    """The way of a case to its goal. on: the day it has come to; days: working days; adopted_in: its session."""

    case: Any
    goal: str
    days: Sequence[date]
    begun: date
    sittings: "Sequence[Sitting]"
    on: date = field(init=False)
    adopted_in: "Sitting | None" = None
    taken: dict[str, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.on = self.begun

    @property
    def subject(self) -> str:
        """What the headquarters can do for it."""
        return SUBJECT_OF.get(self.case.main_cause, "تقسیط حق بیمه")

    def working(self, day: date) -> date:
        """Return the first working day on or after a day."""
        return next(found for found in self.days if found >= day)


def follow(way: Way, office: "Office") -> None:
    """Take a case along its way, from where it stands."""
    known = queries.whole(way.case, AsOf(date.max))
    reached = {stage.stage for stage in known.stages}
    if known.stages[-1].since_on >= way.on:
        way.on = known.stages[-1].since_on
    for code in _left(way.goal, reached):
        step = known.workflow.step(code)
        way.on = _day_of(way, code, known)
        _meet(way, step.needs, office, code)
        name, role = WHO[step.by]
        working.take_step(
            case=way.case, step=code, on=way.on, permissions=office.may(role), reason=REASONS.get(code, ""),
            by=name, at=office.at,
        )  # fmt: skip
        way.taken[code] = way.on
    if way.goal in ("UNDER_WAY", "RESTARTED", "WATCHED_3", "WATCHED_6", "DURABLE", "RELAPSED"):
        _work_off(way, office)


def _left(goal: str, reached: set[str]) -> tuple[str, ...]:
    """Return the steps that are left of a way."""
    steps = WAYS[goal]
    if "RESTARTED" in reached:
        return steps[steps.index("restart") + 1 :]
    return tuple(step for step in steps if step not in ("open", "diagnose")) if "DIAGNOSIS" in reached else steps


def _day_of(way: Way, code: str, known: Any) -> date:
    """Return the working day of the next step: after the months that it waits, and in a session where it needs one."""
    step = known.workflow.step(code)
    day = way.on + timedelta(days=LAGS[code])
    if step.waits:
        listed = [stage.since_on for stage in known.stages if stage.stage == step.since]
        day = months_later(listed[0] if listed else way.taken["restart"], step.waits) + timedelta(days=LAGS[code])
    if code == "plan":
        way.adopted_in = next(sitting for sitting in way.sittings if sitting.day >= day and sitting.adopts)
        return way.adopted_in.day
    return way.working(day)


def _meet(way: Way, needs: Sequence[str], office: "Office", code: str) -> None:
    has = queries.whole(way.case, AsOf(way.on)).has
    if code == "relapse":
        visit(way, office, "IDLE", 1)
    elif code in SEEN_AFTER:
        # a unit is looked at again before it is said to be at work still
        visit(way, office, "ACTIVE_MIDDLE", office.random.randint(8, 30))
    for need in needs:
        if need not in has:
            _give(way, need, office)


def _give(way: Way, need: str, office: "Office") -> None:
    case, on, at = way.case, way.on, office.at
    match need:
        case "RESPONSIBLE":
            working.make_responsible(case=case, person="shahrak", on=on, by="dabir", at=at)
        case "VISIT_REPORT":
            visit(way, office, "IDLE", office.random.randint(0, 3), cause=case.main_cause)
        case "QUESTIONNAIRE":
            _accounts(case, office)
            working.answer(case=case, answers=_answers(case, office), on=on, by="moshaver", at=at)
        case "MAIN_CAUSE":
            _causes(way, office)
        case "PLAN":
            _plan(way, office)
        case "SEEN_RUNNING" | "HEADS":
            if need not in queries.whole(case, AsOf(on)).has:
                visit(way, office, "ACTIVE_MIDDLE", office.random.randint(8, 30))
        case "OUTCOME":
            _outcome(way, office)
        case _:
            number = f"{office.random.randint(1000, 9999)}/{case.number}"
            working.add_paper(case=case, need=need, on=on, number=number, by="shahrak", at=at)
    if need == "QUESTIONNAIRE":
        _causes(way, office)


def visit(way: Way, office: "Office", state: str, persons: int, *, cause: str = "") -> None:
    """Record a visit of the case's unit on its day; the register and the case learn of it."""
    unit = register.units_in_brief([way.case.unit_id])[way.case.unit_id]
    key = str(uuid.UUID(int=office.random.getrandbits(128), version=4))
    draft = VisitDraft(
        key=key,
        visited_on=way.on,
        state=state,
        written_at=datetime.combine(way.on, time(11, 30), TEHRAN),
        unit=unit.pk,
        persons_seen=persons,
        present="نمایندهٔ شرکت شهرک‌ها و نمایندهٔ واحد",
        findings=(FindingDraft(cause),) if cause else (),
        signed_by="نمایندهٔ واحد",
    )
    record_visit(draft=draft, store=office.store, limit=1, by="moshaver", at=office.at)


def _answers(case: Any, office: "Office") -> dict[str, str]:
    known = {
        question.code: office.random.choice(question.answers[:2]).code
        for question in questions()
        if question.is_required
    }
    if case.main_cause in SHOWN_BY:
        question, said = SHOWN_BY[case.main_cause]
        known[question] = said
    return known


def _accounts(case: Any, office: "Office") -> None:
    """Give every third unit's accounts of the year before, in billion rials; the others gave none."""
    order = int(case.number.rpartition("-")[2])
    if order % 3:
        return
    assets, near, soon = 12 + order, 3 + order // 4, 5 + order // 3
    owed = soon + assets // 2
    capital, retained = assets // 3, -(order // 4)
    amounts = {
        "total_assets": assets, "current_assets": near, "inventory": near // 2, "total_liabilities": owed,
        "current_liabilities": soon, "equity": assets - owed, "capital": capital, "retained": retained,
        "operating_profit": -1, "sales": near * 2,
    }  # fmt: skip
    statement = Statement(1389, {code: amount * BILLION for code, amount in amounts.items()})
    bookkeeping.record_statement(
        unit=case.unit_id, statement=statement, proof=Proof.LISTED, number=f"۸۹/{order}", by="moshaver", at=office.at
    )


def _causes(way: Way, office: "Office") -> None:
    """Confirm the cause that the list named, with another one beside it: liquidity alone is a symptom."""
    main = way.case.main_cause
    found = [working.Found(main, 100, is_main=True, shown_by="پرسش‌نامه و بازدید")]
    if main in BESIDE:
        found = [
            working.Found(main, 65, is_main=True, shown_by="پرسش‌نامه و صورت بدهی"),
            working.Found(BESIDE[main], 35, shown_by="گفت‌وگو با مدیر واحد"),
        ]
    working.find_causes(case=way.case, causes=found, on=way.on, by="moshaver", at=office.at)


def _plan(way: Way, office: "Office") -> None:
    """Give an agency its task, and the unit its own."""
    agency = accounts.agencies_by_key()[company_key(DUTIES[way.subject])]
    given: dict[str, Any] = {"case": way.case, "on": way.on, "by": "dabir", "at": office.at}
    planning.add_task(
        text=f"{way.subject} برای واحد", side="AGENCY", agency=agency, due_on=way.on + timedelta(days=40), **given
    )
    planning.add_task(
        text="تعمیر خط تولید و فراخوان کارگران پیشین", side="UNIT", due_on=way.on + timedelta(days=50), **given
    )


def _work_off(way: Way, office: "Office") -> None:
    """Claim the tasks of a plan done; where the unit is back, somebody else has verified them."""
    begun = way.taken.get("begin")
    if begun is None:
        return
    for task in queries.whole(way.case, AsOf(begun)).plan:
        claimed = way.working(begun + timedelta(days=office.random.randint(12, 30)))
        planning.set_task(item=task.item, state="CLAIMED", on=claimed, by="dabir", at=office.at)
        if "restart" in way.taken:
            planning.set_task(
                item=task.item, state="VERIFIED", on=max(claimed, way.taken["restart"]), note="بازدید روز بازگشت",
                may_verify=True, by="shahrak", at=office.at,
            )  # fmt: skip


def _outcome(way: Way, office: "Office") -> None:
    heads = register.head_counts_by_unit([way.case.unit_id], AsOf(way.on))[way.case.unit_id].persons
    planning.record_outcome(
        case=way.case, outcome="REVIVED", jobs_returned=heads, jobs_safeguarded=0, proof=Proof.SEEN, on=way.on,
        by="shahrak", at=office.at,
    )  # fmt: skip
