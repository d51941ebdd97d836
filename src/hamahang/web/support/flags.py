"""Flags: what a second look is due at, with the rule, the records and the decision."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.flags import RULES, VERDICTS
from hamahang.domain.numbers import parse_number
from hamahang.domain.requests import RequestRefused
from hamahang.domain.text import Text
from hamahang.ledger import queries as ledger
from hamahang.support import flagged
from hamahang.web import said
from hamahang.web.access import PersonRequest, is_now, page
from hamahang.web.acts import acted, who
from hamahang.web.keeping import kept
from hamahang.web.said import Typed

MOST = 200


@page(Permission.SUPPORT_READ)
def flags(request: PersonRequest) -> HttpResponse:
    """List the flags, the open ones first."""
    return render(request, "support/flags.html", _shown(request))


def _shown(request: PersonRequest) -> dict[str, Any]:
    found: list[flagged.Found] = kept(request, "flags", lambda: flagged.flags(request.asof, request.reach))
    wanted = request.GET.get("rule", "")
    counted = [
        (
            code,
            title,
            sum(f.flag.rule == code and f.decision is None for f in found),
            sum(f.flag.rule == code for f in found),
        )
        for code, title in RULES.items()
    ]
    return {
        "counts": [row for row in counted if row[3]],
        "wanted": wanted,
        "rows": _lines(request, [f for f in found if wanted in ("", f.flag.rule)][:MOST]),
        "open": sum(f.decision is None for f in found),
        "verdicts": list(VERDICTS.items()),
        "limits": [
            {"rule": RULES[limit.rule], "percent": limit.percent, "on": limit.valid_from, "source": limit.source}
            for limit in flagged.limits(request.asof)
        ],
        "shares": [(code, RULES[code]) for code in RULES if code.startswith("SHARE_")],
        "may_decide": is_now(request) and request.user.may(Permission.SUPPORT_DECIDE),
        "may_see_units": request.user.may(Permission.REGISTER_READ),
        "typed": Typed(),
        "refused": None,
        "refused_part": "",
    }


def _lines(request: PersonRequest, found: Sequence[flagged.Found]) -> list[dict[str, Any]]:
    records = [record for row in found for record in row.flag.records]
    names, pages = ledger.names_of(records), flagged.pages_of(records)
    if not request.user.may(Permission.PROJECTS_READ):
        pages = {record: about for record, about in pages.items() if about[0] != "project"}
    return [_line(row, names, pages) for row in found]


KINDS = {
    "support.CreditFacility": Text(fa="تسهیلات", en="facility"),
    "support.Disbursement": Text(fa="سند پرداخت", en="payment"),
    "support.SupportRequest": Text(fa="درخواست", en="request"),
    "support.TrancheRelease": Text(fa="آزادسازی مرحله", en="release"),
    "projects.ProgressObservation": Text(fa="مشاهدهٔ پیشرفت", en="observed progress"),
    "projects.ComponentProgress": Text(fa="اظهار پیشرفت", en="claimed progress"),
}


def _record(record: str, name: str) -> Text:
    kind = KINDS[record.partition(":")[0]]
    # progress calls itself by its project and percent
    said = name.partition(":")[0] if record.startswith("projects.") else name
    return Text(fa=f"{kind.fa} {said}", en=f"{kind.en} {said}")


def _line(found: flagged.Found, names: Mapping[str, str], pages: Mapping[str, tuple[str, int]]) -> dict[str, Any]:
    flag, decision = found.flag, found.decision
    return {
        "key": flag.key,
        "rule": RULES[flag.rule],
        "about": flag.about,
        "amount": flag.amount,
        "said": flag.said,
        "units": flag.units,
        "records": [
            {"name": _record(record, names.get(record, "")), "page": pages.get(record)} for record in flag.records
        ],
        "decision": {
            "title": VERDICTS[decision.verdict],
            "reason": decision.reason,
            "by": decision.by,
            "on": decision.since_on,
        }
        if decision
        else None,
    }


def _done(request: PersonRequest, act: Callable[[], Any], *, part: str) -> HttpResponse:
    def again(why: dict[str, Any]) -> HttpResponse:
        return render(request, "support/flags.html", _shown(request) | why)

    return acted(request, act, to="flags", key=None, part=part, again=again)


@page(Permission.SUPPORT_DECIDE)
@require_POST
def decide(request: PersonRequest) -> HttpResponse:
    """Record what was decided of a flag."""
    found = flagged.flag_of(said.text(request, "key")[:32], request.asof, request.reach)
    if found is None:
        raise Http404

    def act() -> None:
        flagged.decide_flag(
            flag=found.flag,
            verdict=said.text(request, "verdict"),
            reason=said.text(request, "reason")[:400],
            on=said.day(request),
            **who(request),
        )

    return _done(request, act, part="flags")


@page(Permission.SUPPORT_DECIDE)
@require_POST
def limit(request: PersonRequest) -> HttpResponse:
    """Set the limit of a share from a day on."""

    def act() -> None:
        percent = parse_number(said.text(request, "percent")[:40]).value
        if percent is None:
            raise RequestRefused(said.NOT_A_NUMBER.format(value=said.text(request, "percent")[:40]))
        flagged.set_limit(
            rule=said.text(request, "rule"),
            percent=percent,
            valid_from=said.day(request, "valid_from", may_come=True),
            source=said.text(request, "source")[:240],
            **who(request),
        )

    return _done(request, act, part="limits")
