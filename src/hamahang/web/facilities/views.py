"""One facility whole: terms, table of instalments, tranches, money that went and came, postings, what can be done."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.credit.claims import CLASSES, STATES, State
from hamahang.domain.credit.postings import ACCOUNTS, KINDS
from hamahang.domain.credit.terms import (
    CONTRACTS,
    EXCEPTIONS,
    GRACE_PROFITS,
    GUARANTEES,
    METHODS,
    ORDERS,
    PAYERS,
    PURPOSES,
    SCHEDULES,
)
from hamahang.domain.money import say_rials
from hamahang.domain.requests import LENT_FOR
from hamahang.domain.text import Text
from hamahang.ledger import queries as ledger
from hamahang.projects import queries as projects
from hamahang.support import asked, facilities
from hamahang.support.came import without_request
from hamahang.support.facilities import Whole
from hamahang.web.access import PersonRequest, page
from hamahang.web.said import Typed

TONES = {
    State.APPROVED: "", State.CONTRACTED: "accent", State.PAYING: "accent", State.GRANTED: "good",
    State.REPAYING: "accent", State.RESTRUCTURED: "warn", State.OVERDUE: "bad", State.SETTLED: "good",
    State.WRITTEN_OFF: "bad",
}  # fmt: skip
CLASS_TONES = {"CURRENT": "good", "PAST_DUE": "warn", "OVERDUE": "bad", "DOUBTFUL": "bad"}
HUNDRED = 100


def facility_or_404(request: PersonRequest, facility_id: int) -> Any:
    """Return a facility that the reader may see.

    :raises Http404: otherwise
    """
    found = facilities.facility_in(request.reach, facility_id)
    if found is None:
        raise Http404
    return found


@page(Permission.SUPPORT_READ)
def facility(request: PersonRequest, facility_id: int) -> HttpResponse:
    """Show one facility."""
    return render(request, "facilities/facility.html", shown(request, facility_or_404(request, facility_id)))


def shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    """Return what the page of a facility shows.

    :raises Http404: if it was not approved by the asked day
    """
    if found.approved_on and found.approved_on > request.asof.day:
        raise Http404
    whole = facilities.whole(found, request.asof)
    is_now = request.asof.day == request.today and request.asof.known_at is None
    may = {
        name: is_now and request.user.may(permission)
        for name, permission in (
            ("may_contract", Permission.SUPPORT_CONTRACT),
            ("may_pay", Permission.SUPPORT_PAY),
            ("may_approve", Permission.SUPPORT_APPROVE),
            ("may_restructure", Permission.SUPPORT_RESTRUCTURE),
        )
    }
    return _about(request, whole) | _money(request, whole) | _table(request, whole) | may | {
        "is_now": is_now,
        "key": uuid4().hex,
        "typed": Typed(),
        "choices": terms_choices(),
        "came_of": _came_of(request, found),
        "listed_in": _listed_in(request, found),
        "lent_for": LENT_FOR.get(found.line.code, ""),
    }  # fmt: skip


def _came_of(request: PersonRequest, found: Any) -> dict[str, Any] | None:
    """Return the request that a facility came of, with what it says of the contract."""
    asked_for = asked.request_of(found.pk, request.reach, request.asof)
    if asked_for is None:
        return None
    whole = asked.whole(asked_for, request.asof)
    referral = next(stage for stage in reversed(whole.stages) if stage.stage == "REFERRED")
    return {
        "id": asked_for.pk,
        "request_no": asked_for.number,
        "amount": exactly(whole.amounts.get("CONTRACT", 0)),
        "number": next((paper.number for paper in whole.papers if paper.need == "CONTRACT"), ""),
        "letter_no": referral.letter_no,
        "letter_on": referral.since_on,
        "on": whole.stages[-1].since_on,
        "project": project_of(request, asked_for.project_no),
    }


def _listed_in(request: PersonRequest, found: Any) -> dict[str, Any] | None:
    """Return by which list a facility came that is of no request here, None where it is of one; file: "" for a page."""
    if not without_request("support.CreditFacility", [found.pk], request.asof):
        return None
    table = found.source_table
    return {"file": table.file if table else "", "row": found.source_row}


def project_of(request: PersonRequest, number: str) -> Any:
    """Return the project of a number, None where there is none or the reader may not see it."""
    may = request.user.may(Permission.PROJECTS_READ)
    return projects.project_numbered(request.reach, number) if may else None


def exactly(rials: int) -> Text:
    """Return an amount to the rial, as it may stand in a form."""
    return Text(fa=say_rials(rials, "fa", scale="rial"), en=say_rials(rials, "en", scale="rial"))


def terms_choices() -> dict[str, list[tuple[str, Text]]]:
    """Return what the forms of a facility offer, by field."""
    words = {
        "contract": CONTRACTS, "purpose": PURPOSES, "method": METHODS, "grace_profit": GRACE_PROFITS, "order": ORDERS,
        "guarantee": GUARANTEES, "exception": EXCEPTIONS, "payer": PAYERS,
    }  # fmt: skip
    return {name: list(said.items()) for name, said in words.items()}


def _about(request: PersonRequest, whole: Whole) -> dict[str, Any]:
    found, contract = whole.facility, whole.contract
    return {
        "facility": found,
        "unit": found.unit,
        "may_see_unit": request.user.may(Permission.REGISTER_READ),
        "state": STATES[whole.state],
        "tone": TONES[whole.state],
        "since_on": whole.since_on,
        "claim": CLASSES[whole.claim] if any(line.left for line in whole.lines) else None,
        "claim_tone": CLASS_TONES[whole.claim],
        "states": [{"on": on, "title": STATES[state], "tone": TONES[state]} for on, state in whole.states],
        "programme": Text(fa=found.line.programme.title, en=found.line.programme.title_en),
        "line": Text(fa=found.line.title, en=found.line.title_en),
        "contract": _contract(contract) if contract else None,
        "limit": whole.limit,
        "guarantees": [
            {
                "id": row.pk,
                "kind": GUARANTEES[row.kind],
                "number": row.number,
                "value": row.value,
                "expires_on": row.expires_on,
                "is_expired": row.expires_on is not None and row.expires_on < request.asof.day,
            }
            for row in whole.guarantees
        ],
        "taken_back": [
            {
                "what": WRITTEN[row.kind],
                "name": _name(row),
                "amount": row.amount,
                "reason": row.reason,
                "by": row.by,
                "at": row.at,
            }
            for row in facilities.taken_back(found, request.asof)
        ],
        "exceptions": [
            {
                "id": row.pk,
                "kind": EXCEPTIONS[row.kind],
                "amount": row.amount,
                "reason": row.reason,
                "by": row.by,
                "on": row.since_on,
            }
            for row in whole.exceptions
        ],
    }


WRITTEN = {
    "contract": Text(fa="قرارداد", en="contract"),
    "tranche": Text(fa="مرحلهٔ", en="tranche"),
    "release": Text(fa="آزادسازی مرحلهٔ", en="release of tranche"),
    "guarantee": Text(fa="تضمین", en="guarantee"),
    "exception": Text(fa="استثنا:", en="exception:"),
}


def _name(row: facilities.TakenBack) -> Text:
    return EXCEPTIONS[row.name] if row.kind == "exception" else Text(fa=row.name, en=row.name)


def _contract(contract: Any) -> dict[str, Any]:
    return {
        "id": contract.pk,
        "number": contract.number,
        "branch": contract.branch,
        "letter_no": contract.letter_no,
        "letter_on": contract.letter_on,
        "on": contract.since_on,
        "kind": CONTRACTS[contract.contract],
        "purpose": PURPOSES[contract.purpose],
        "principal": contract.principal,
        "rate": contract.rate * HUNDRED,
        "subsidised": contract.subsidised * HUNDRED,
        "grace": contract.grace,
        "grace_profit": GRACE_PROFITS[contract.grace_profit],
        "instalments": contract.instalments,
        "spacing": contract.spacing,
        "method": METHODS[contract.method],
        "order": ORDERS[contract.order],
        "is_grant": contract.terms.is_grant,
    }


def _money(request: PersonRequest, whole: Whole) -> dict[str, Any]:
    entries = ledger.entries_by_number(
        [*(row.entry_id for row in whole.payments), *(row.entry_id for row in whole.repayments)]
    )
    return {
        "paid": whole.paid,
        "owed": facilities.owed(whole.balances),
        "repaid": sum(row.amount for row in whole.repayments if row.payer == "UNIT"),
        "payments": [
            {"id": row.pk, "on": row.since_on, "document_no": row.document_no, "amount": row.amount,
             "by": entries[row.entry_id].by, "is_listed": row.source_table_id is not None}
            for row in whole.payments
        ],
        "waiting": [
            {"id": row.pk, "on": row.since_on, "document_no": row.document_no, "amount": row.amount, "by": row.by,
             "tranche": row.tranche.number if row.tranche else None, "is_own": row.by == request.user.username}
            for row in whole.waiting
        ],
        "repayments": [
            {"id": row.pk, "on": row.since_on, "document_no": row.document_no, "amount": row.amount, "by": row.by,
             "payer": PAYERS[row.payer]}
            for row in whole.repayments
        ],
        "tranches": [_tranche(row) for row in whole.tranches],
        "accounts": [
            {"title": ACCOUNTS[account], "debit": max(balance, 0), "credit": max(-balance, 0)}
            for account in ACCOUNTS
            if (balance := whole.balances.get(account.value, 0))
        ],
        "postings": [_posting(row) for row in facilities.postings_of(whole.facility, request.asof)],
    }  # fmt: skip


def _tranche(row: Any) -> dict[str, Any]:
    tranche, release, payment = row.tranche, row.release, row.payment
    return {
        "id": tranche.pk,
        "number": tranche.number,
        "amount": tranche.amount,
        "percent": tranche.percent,
        "project": tranche.project.title if tranche.project else "",
        "planned_on": tranche.planned_on,
        "released_on": release.since_on if release else None,
        "seen": release.percent if release else None,
        "seen_on": _seen_on(release),
        "visit": release.visit_id if release else None,
        "reason": release.reason if release else "",
        "released_by": release.by if release else "",
        "payment": payment.document_no if payment else "",
        "inspections": [] if release else facilities.inspections_of(tranche),
    }


def _seen_on(release: Any) -> Any:
    if release is None:
        return None
    if release.observation is not None:
        return release.observation.since_on
    return release.visit.visited_on if release.visit else None


def _posting(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "on": row.since_on,
        "kind": KINDS[row.kind],
        "debit": ACCOUNTS[row.debit],
        "credit": ACCOUNTS[row.credit],
        "amount": row.amount,
        "reverses": row.reverses_id,
    }


def _table(request: PersonRequest, whole: Whole) -> dict[str, Any]:
    """Return the table of instalments that is asked for, else the one in force, and all its versions."""
    wanted = request.GET.get("table", "")[:6]
    chosen = next((row for row in whole.schedules if str(row.number) == wanted), None)
    current = whole.schedules[-1] if whole.schedules else None
    lines = whole.lines if chosen in (None, current) else facilities.lines_of(chosen, request.asof)
    return {
        "versions": [
            {"number": row.number, "kind": SCHEDULES[row.kind], "on": row.since_on, "by": row.by, "reason": row.reason,
             "is_shown": row == (chosen or current)}
            for row in whole.schedules
        ],
        "is_old_table": chosen is not None and chosen != current,
        "lines": [
            {"line": line, "is_late": bool(line.left) and line.due_on < request.asof.day,
             "mark": _mark(line, request), "own": line.payable - line.principal}
            for line in lines
        ],
        "totals": [sum(getattr(line, name) for line in lines) for name in ("principal", "subsidy", "payable", "left")],
    }  # fmt: skip


PAID = Text(fa="پرداخت‌شده", en="paid")
PARTLY = Text(fa="بخشی پرداخت‌شده", en="partly paid")
LATE = Text(fa="عقب‌افتاده", en="late")
AHEAD = Text(fa="در پیش", en="ahead")
ADDED = Text(fa="به اصل افزوده", en="added to the principal")


def _mark(line: Any, request: PersonRequest) -> tuple[Text, str]:
    if not line.payable:
        return ADDED, ""
    if not line.left:
        return PAID, "good"
    if line.due_on < request.asof.day:
        return LATE, "bad"
    return (PARTLY, "accent") if line.left < line.payable else (AHEAD, "")
