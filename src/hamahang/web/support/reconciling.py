"""Reconciling with a bank: both lists side by side, what is decided of each difference, and the signed statement."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.ledger import AsOf
from hamahang.domain.reconciling import (
    DIFFERENCES,
    KINDS,
    LOOKS,
    TOLERANCE,
    VERDICTS,
    WINDOW,
    Group,
    Kind,
    compared,
)
from hamahang.support import absorbed, matched, settling
from hamahang.web import said
from hamahang.web.access import PersonRequest, is_now, page
from hamahang.web.acts import acted, who
from hamahang.web.keeping import kept
from hamahang.web.said import Typed

TONES = {Kind.MATCHED: "good", Kind.DIFFERING: "warn", Kind.ONLY_OURS: "bad", Kind.ONLY_THEIRS: "bad"}
MOST = 200


@page(Permission.SUPPORT_READ)
def banks(request: PersonRequest) -> HttpResponse:
    """List the banks with how our payments stand to their lists."""
    return render(request, "support/reconcile.html", {"rows": kept(request, "banks", lambda: _banks(request))})


def _banks(request: PersonRequest) -> list[dict[str, Any]]:
    rows = []
    for bank in matched.banks(request.reach):
        last = matched.last_listed(bank.pk, request.asof)
        groups, beyond = compared(matched.groups(bank.pk, request.asof), last)
        counted = matched.sums(groups)
        rows.append(
            {
                "code": bank.code,
                "name": bank.name,
                "last": last,
                "counts": [(KINDS[kind], TONES[kind], counted[kind].number) for kind in Kind],
                "beyond": len(beyond),
                "statements": len(matched.statements(bank.pk, request.asof)),
            }
        )
    return rows


def bank_or_404(request: PersonRequest, code: str) -> Any:
    """Return a bank that the reader may see.

    :raises Http404: otherwise
    """
    found = matched.bank_in(request.reach, code)
    if found is None:
        raise Http404
    return found


@page(Permission.SUPPORT_READ)
def bank(request: PersonRequest, code: str) -> HttpResponse:
    """Show how our payments and a bank's list stand to each other."""
    return render(request, "support/reconcile_bank.html", _shown(request, bank_or_404(request, code)))


def _shown(request: PersonRequest, found: Any) -> dict[str, Any]:
    every: list[Group] = kept(request, f"groups of {found.code}", lambda: matched.groups(found.pk, request.asof))
    decided = matched.decisions(found.pk, request.asof)
    joins = matched.joins(found.pk, request.asof)
    last = matched.last_listed(found.pk, request.asof)
    groups, beyond = compared(every, last)
    still = matched.open_keys(groups, decided)
    wanted, is_open = request.GET.get("kind", ""), request.GET.get("open", "") == "yes"
    listed = [
        group
        for group in groups
        if (wanted == group.kind.value or (not wanted and group.kind is not Kind.MATCHED))
        and not (is_open and group.key not in still)
    ]
    counted = matched.sums(groups)
    return {
        "bank": found,
        "counts": [
            {"code": kind.value, "title": KINDS[kind], "tone": TONES[kind], "total": counted[kind]} for kind in Kind
        ],
        "wanted": wanted,
        "is_open": is_open,
        "open_count": len(still),
        "rows": [
            _group(group, decided.get(group.key), joins.get(group.key), is_open=group.key in still)
            for group in listed[:MOST]
        ],
        "total": len(listed),
        "beyond": (len(beyond), sum(paid.amount for group in beyond for paid in group.ours)),
        "verdicts": list(VERDICTS.items()),
        "tolerance": TOLERANCE,
        "window": WINDOW,
        "last": last,
        "may_reconcile": is_now(request) and request.user.may(Permission.SUPPORT_RECONCILE),
        "typed": Typed(),
        "refused": None,
        "refused_part": "",
    } | _frozen(request, found, beyond, last)


def _frozen(request: PersonRequest, found: Any, beyond: list[Group], last: date | None) -> dict[str, Any]:
    """Return the statements of a bank, and the days that offer themselves for the next one."""
    month = absorbed.month_of(last or request.asof.day)
    until = absorbed.end_of_month(month)
    is_cut = last is not None and any(month <= paid.on <= until for group in beyond for paid in group.ours)
    return {
        "statements": [
            {"id": s.pk, "from_on": s.from_on, "until_on": s.until_on, "sides": sorted(matched.signatures(s))}
            for s in matched.statements(found.pk, request.asof)
        ],
        "month_from": month,
        # what the bank's list does not reach is left for the statement after
        "month_until": last if is_cut else min(until, request.asof.day),
    }


def _group(group: Group, decision: Any, join: Any, *, is_open: bool) -> dict[str, Any]:
    paid = (*group.ours, *group.theirs)
    return {
        "key": group.key,
        "kind": KINDS[group.kind],
        "tone": TONES[group.kind],
        "is_matched": group.kind is Kind.MATCHED,
        "look": LOOKS[group.look],
        "differs": [DIFFERENCES[name] for name in group.differs],
        "name": next((p.name for p in paid if p.name), ""),
        "ours": group.ours,
        "theirs": group.theirs,
        "our_keys": " ".join(p.key for p in group.ours),
        "their_keys": " ".join(p.key for p in group.theirs),
        "decision": {"title": VERDICTS[decision.verdict], "reason": decision.reason, "by": decision.by}
        if decision
        else None,
        "is_open": is_open,
        "join": {"id": join.pk, "reason": join.reason, "by": join.by} if join else None,
    }


def _done(request: PersonRequest, code: str, act: Callable[[Any], Any], *, part: str) -> HttpResponse:
    found = bank_or_404(request, code)

    def again(why: dict[str, Any]) -> HttpResponse:
        return render(request, "support/reconcile_bank.html", _shown(request, found) | why)

    return acted(request, lambda: act(found), to="reconcile-bank", key=code, part=part, again=again)


@page(Permission.SUPPORT_RECONCILE)
@require_POST
def decide(request: PersonRequest, code: str) -> HttpResponse:
    """Record what is done about payments that do not match."""

    def act(found: Any) -> None:
        settling.decide(
            bank=found.pk,
            key=said.text(request, "key"),
            verdict=said.text(request, "verdict"),
            reason=said.text(request, "reason")[:400],
            on=said.day(request),
            **who(request),
        )

    return _done(request, code, act, part="differences")


@page(Permission.SUPPORT_RECONCILE)
@require_POST
def join(request: PersonRequest, code: str) -> HttpResponse:
    """Record that payments of both sides are the same."""

    def act(found: Any) -> None:
        keys = " ".join(request.POST.getlist("joined")[:40])[:4_000].split()
        settling.join(
            bank=found.pk,
            ours=[key for key in keys if key.startswith("d")],
            theirs=[key for key in keys if key.startswith("b")],
            reason=said.text(request, "reason")[:400],
            on=request.today,
            **who(request),
        )

    return _done(request, code, act, part="differences")


@page(Permission.SUPPORT_RECONCILE)
@require_POST
def part(request: PersonRequest, code: str, join_id: int) -> HttpResponse:
    """Take back a person's word that payments are the same."""
    word = matched.join_in(bank_or_404(request, code).pk, join_id)
    if word is None:
        raise Http404

    def act(found: Any) -> None:
        settling.part(join=word, reason=said.text(request, "reason")[:400], **who(request))

    return _done(request, code, act, part="differences")


@page(Permission.SUPPORT_RECONCILE)
@require_POST
def freeze(request: PersonRequest, code: str) -> HttpResponse:
    """Freeze a span of days for both sides to sign."""

    def act(found: Any) -> None:
        settling.freeze(
            bank=found.pk,
            from_on=said.day(request, "from_on"),
            until_on=said.day(request, "until_on"),
            carry=said.text(request, "carry") == "yes",
            on=request.today,
            **who(request),
        )

    return _done(request, code, act, part="statements")


def _statement_or_404(request: PersonRequest, statement_id: int) -> Any:
    found = matched.statement_in(request.reach, statement_id)
    if found is None:
        raise Http404
    return found


@page(Permission.SUPPORT_READ)
def statement(request: PersonRequest, statement_id: int) -> HttpResponse:
    """Show a frozen statement, who signed it, and what changed since."""
    return render(request, "support/statement.html", _statement(request, _statement_or_404(request, statement_id)))


def _statement(request: PersonRequest, found: Any) -> dict[str, Any]:
    since = matched.changed_since(found, AsOf(request.asof.day, request.asof.known_at, request.asof.entry))
    signed = matched.signatures(found)
    side = "BANK" if request.user.role == "BANK" else "OURS"
    may = request.user.may(Permission.SUPPORT_ANSWER if side == "BANK" else Permission.SUPPORT_RECONCILE)
    return {
        "statement": found,
        "bank": found.bank,
        "rows": [_row(row) for row in found.rows],
        "open_count": sum(bool(row.get("open")) for row in found.rows),
        "totals": [(KINDS[Kind(code)], TONES[Kind(code)], *numbers) for code, numbers in found.totals.items()],
        "gone": [_row(row) for row in since.gone],
        "new": [_row(row) for row in since.new],
        "signed": signed,
        "frozen_at": found.entry.at,
        "frozen_by": found.entry.by,
        "may_sign": may and side not in signed and is_now(request),
        "may_take_back": is_now(request)
        and request.user.may(Permission.SUPPORT_RECONCILE)
        and len(signed) < len(matched.SIDES),
        "typed": Typed(),
        "refused": None,
        "refused_part": "",
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    def paid(one: dict[str, Any]) -> dict[str, Any]:
        return one | {"on": date.fromisoformat(one["on"])}

    kind = Kind(row["kind"])
    ours, theirs = [paid(one) for one in row["ours"]], [paid(one) for one in row["theirs"]]
    return {
        "kind": KINDS[kind],
        "tone": TONES[kind],
        "look": LOOKS[row["look"]],
        "differs": [DIFFERENCES[name] for name in row["differs"]],
        "is_open": bool(row.get("open")),
        "is_carried": bool(row.get("carried")),
        "name": next((one["name"] for one in (*ours, *theirs) if one["name"]), ""),
        "ours": ours,
        "theirs": theirs,
    }


@page(Permission.SUPPORT_READ)
@require_POST
def sign(request: PersonRequest, statement_id: int) -> HttpResponse:
    """Sign a statement for one's own side: the bank's officers for the bank, the headquarters for itself."""
    found = _statement_or_404(request, statement_id)
    if not _statement(request, found)["may_sign"]:
        raise Http404

    def act() -> None:
        side = "BANK" if request.user.role == "BANK" else "OURS"
        settling.sign(statement=found, side=side, on=said.day(request), **who(request))

    def again(why: dict[str, Any]) -> HttpResponse:
        return render(request, "support/statement.html", _statement(request, found) | why)

    return acted(request, act, to="statement", key=said.key(str(statement_id)), part="signatures", again=again)


@page(Permission.SUPPORT_RECONCILE)
@require_POST
def statement_back(request: PersonRequest, statement_id: int) -> HttpResponse:
    """Take back a statement that was frozen wrongly."""
    found = _statement_or_404(request, statement_id)

    def act() -> None:
        settling.take_statement_back(statement=found, reason=said.text(request, "reason")[:400], **who(request))

    def again(why: dict[str, Any]) -> HttpResponse:
        return render(request, "support/statement.html", _statement(request, found) | why)

    return acted(request, act, to="reconcile-bank", key=found.bank.code, part="statements", again=again)
