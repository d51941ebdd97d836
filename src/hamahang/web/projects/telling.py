"""What the page of a project tells in words: its place, its needs against the estate, what happened to it."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from hamahang.domain.ledger import AsOf, ChangeKind
from hamahang.domain.projects import COMPONENTS, SIDES
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.domain.utilities import MEASURES, demand
from hamahang.ledger import queries as ledger
from hamahang.projects import following, prerequisites
from hamahang.projects.following import WholeProject
from hamahang.register import queries as register
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest

ABOUT = "projects.InvestmentProject"
CORRECTED = {
    "title": Text(fa="عنوان", en="title"),
    "investment": Text(fa="سرمایه‌گذاری", en="investment"),
    "expected_jobs": Text(fa="اشتغال پیش‌بینی", en="expected jobs"),
}


def needs(request: PersonRequest, whole: WholeProject) -> list[dict[str, Any]]:
    """Return what a project needs of each utility beside what it was promised and what its estate has left."""
    project = whole.project
    left = territory.utilities_left([project.estate_id], request.asof) if project.estate_id else {}
    rows = []
    for code, measure in MEASURES.items():
        need = whole.needs.get(code)
        balance = left.get(project.estate_id or 0, {}).get(code)
        if need is None and (balance is None or not balance.promised_to(ABOUT, project.pk)):
            continue
        amount = need.amount if need else Decimal(0)
        found = demand(code, needed=amount, about=ABOUT, about_id=project.pk, of=balance) if balance else None
        rows.append(
            {
                "code": code,
                "title": measure.title,
                "unit": measure.unit,
                "needed": amount,
                "promised": found.promised if found else None,
                "left": found.left if found else None,
                "lacking": found.lacking if found else None,
                "is_contested": bool(balance and balance.is_contested),
            }
        )
    return rows


def waits_of(request: PersonRequest, project: Any) -> dict[str, list[dict[str, Any]]]:
    """Return what a project waits for, and who waits for it as far as the reader may list them.

    A project waits for what the reader may not open too: that is told without its name and what it waits for.
    """
    needed, waiting = prerequisites.of_project(project, request.asof)
    return {
        "needed": [_waiting(row, row.needed, is_open=may_open(request, row.needed_id, None)) for row in needed],
        "waiting": [
            _waiting(row, row.project or row.unit, is_open=True)
            for row in waiting
            if may_open(request, row.project_id, row.unit_id)
        ],
    }


def waits_of_unit(request: PersonRequest, unit: int) -> list[dict[str, Any]]:
    """Return the projects that a unit waits for; those that the reader may not open without their names."""
    rows = prerequisites.of_unit(unit, request.asof)
    return [_waiting(row, row.needed, is_open=may_open(request, row.needed_id, None)) for row in rows]


def may_open(request: PersonRequest, project: int | None, unit: int | None) -> bool:
    """Return whether a reader may open a project, or else a unit."""
    if project is not None:
        return following.project_in(request.reach, project) is not None
    return unit is not None and register.unit_in(request.reach, unit) is not None


ELSEWHERE = Text(fa="طرحی در جای دیگر", en="a project elsewhere")


def _waiting(row: Any, of: Any, *, is_open: bool) -> dict[str, Any]:
    if not is_open:
        return {"id": row.pk, "title": ELSEWHERE, "address": "", "reason": "", "since": row.since_on}
    place, title = ("project", of.title) if hasattr(of, "title") else ("unit", of.name)
    address = reverse(place, args=[of.pk])
    return {
        "id": row.pk, "title": Text(fa=title, en=title), "address": address, "reason": row.reason,
        "since": row.since_on,
    }  # fmt: skip


def events(request: PersonRequest, whole: WholeProject) -> list[dict[str, Any]]:
    """Return what happened to a project, the newest first, with who recorded it from where."""
    facts: list[tuple[Any, Text]] = []
    for stage in whole.stages:
        title = whole.way.workflow.state(stage.stage).title
        number = f" ({stage.approval_no})" if stage.approval_no else ""
        reason = f": {stage.reason}" if stage.reason else ""
        facts.append((stage, Text(fa=f"{title.fa}{number}{reason}", en=f"{title.en}{number}{reason}")))
    for look in whole.inspections:
        note = f": {look.note}" if look.note else ""
        who = look.inspector or "—"
        facts.append((look, Text(fa=f"بازدید {who}{note}", en=f"inspected by {who}{note}")))
    for total in whole.observations:
        said = f"{total.percent.normalize():f}"
        words = Text(fa=f"پیشرفت فیزیکی {said} درصد", en=f"physical progress {said} %")
        facts.append((total, words))
    for code, fact in whole.claimed.items():
        title = COMPONENTS[code]
        words = Text(fa=f"اظهار مجری: {title.fa} {fact.percent} درصد", en=f"claimed: {title.en} {fact.percent} %")
        facts.append((fact, words))
    for paper in whole.papers:
        title = whole.way.workflow.need(paper.need).title
        facts.append((paper, Text(fa=f"سند رسید: {title.fa}", en=f"paper came: {title.en}")))
    for row in whole.expected:
        side, reason = SIDES[row.side], f": {row.reason}" if row.reason else ""
        words = Text(fa=f"تاریخ بهره‌برداری، {side.fa}{reason}", en=f"operation date, {side.en}{reason}")
        facts.append((row, words))
    return _told([*facts, *_waits(request, whole.project)])


def _waits(request: PersonRequest, project: Any) -> Iterator[tuple[Any, Text]]:
    """Yield what was said of who waits for what, as far as the reader may open the other one."""
    for row in prerequisites.said(request.asof, Q(project=project) | Q(needed=project)):
        reason = f" ({row.reason})"
        of: Any
        if row.project_id == project.pk:
            of, is_open = row.needed, may_open(request, row.needed_id, None)
            verb = WAITS if row.is_needed else WAITS_NO_LONGER
        else:
            of, is_open = row.project or row.unit, may_open(request, row.project_id, row.unit_id)
            verb = AWAITED if row.is_needed else AWAITED_NO_LONGER
        if is_open:
            yield row, Text(fa=f"{verb.fa.format(of)}{reason}", en=f"{verb.en.format(of)}{reason}")
        elif row.project_id == project.pk:
            yield row, Text(fa=verb.fa.format(ELSEWHERE.fa), en=verb.en.format(ELSEWHERE.en))


WAITS = Text(fa="منتظر «{}» است", en="waits for “{}”")
WAITS_NO_LONGER = Text(fa="دیگر منتظر «{}» نیست", en="waits for “{}” no longer")
AWAITED = Text(fa="«{}» منتظر آن است", en="“{}” waits for it")
AWAITED_NO_LONGER = Text(fa="«{}» دیگر منتظر آن نیست", en="“{}” waits for it no longer")


def _told(facts: list[tuple[Any, Text]]) -> list[dict[str, Any]]:
    entries = ledger.entries_by_number(fact.entry_id for fact, _ in facts)
    tables = ledger.source_tables_by_id(fact.source_table_id for fact, _ in facts if fact.source_table_id)
    facts.sort(key=lambda pair: (pair[0].since_on, pair[0].entry_id), reverse=True)
    return [
        {
            "on": fact.since_on,
            "text": words,
            "level": Proof(fact.proof).title,
            "by": entries[fact.entry_id].by,
            "source": cell(fact, tables),
        }
        for fact, words in facts
    ]


def cell(fact: Any, tables: Any) -> dict[str, str] | None:
    """Return the cell of a received list that a fact was read in."""
    table = tables.get(fact.source_table_id)
    if table is None:
        return None
    return {"file": table.file, "sheet": table.sheet, "cell": table.cell(fact.source_row, "")}


def corrections(project: Any, asof: AsOf) -> list[dict[str, Any]]:
    """Return what was corrected of a project as known then, the latest first: by a form, with its reason, or a list."""
    found = []
    for change in ledger.changes_of(ABOUT, project.pk):
        if change.kind != ChangeKind.CORRECTED or (asof.entry is not None and change.entry_id > asof.entry):
            continue
        before, after = json.loads(change.before), json.loads(change.after)
        rows = [
            {
                "title": title,
                "before": before.get(name),
                "after": after.get(name),
                "is_money": name == "investment",
                "is_number": name == "expected_jobs",
            }
            for name, title in CORRECTED.items()
            if before.get(name) != after.get(name)
        ]
        if rows:
            entry = change.entry
            found.append({"on": localdate(entry.at), "by": entry.by, "reason": entry.reason, "changes": rows})
    return found[::-1]
