"""Packages: all of them, one with its measures, and what one's own agency is to do within them."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.domain.ledger import AsOf
from hamahang.domain.packages import FOLLOWS, PACKAGE_STATES, STATES, SUBJECTS
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.planning import queries as plans
from hamahang.support import asked, packaging
from hamahang.web import said
from hamahang.web.access import PersonRequest, is_now, page
from hamahang.web.acts import acted, who
from hamahang.web.finding import asked_unit
from hamahang.web.said import Typed

TONES = {"DONE": "good", "REFUSED": "bad", "BLOCKED": "bad", "ANSWERED": "warn", "RUNNING": "accent", "OPEN": "accent"}


@page(Permission.SUPPORT_READ)
def packages(request: PersonRequest) -> HttpResponse:
    """List the packages with where their measures stand."""
    found = packaging.packages(request.asof, request.reach)
    wanted = request.GET.get("state", "")
    counted = [(code, title, sum(p.state == code for p in found)) for code, title in PACKAGE_STATES.items()]
    context = {
        "rows": [line(p, request) for p in found if wanted in ("", p.state)][:200],
        "counts": [row for row in counted if row[2]],
        "wanted": wanted,
        "proposed": [
            (run.number, run.title, number) for run, number in plans.waiting(request.asof, request.reach).items()
        ]
        if request.user.may(Permission.PLANS_READ)
        else [],
    }
    return render(request, "support/packages.html", context)


def line(found: packaging.Package, request: PersonRequest) -> dict[str, Any]:
    """Return one package as lists and the page of its unit show it."""
    return {
        "id": found.package.pk,
        "number": found.package.number,
        "unit": found.package.unit.name,
        "title": found.package.title,
        "opened_on": found.package.opened_on,
        "state": PACKAGE_STATES[found.state],
        "tone": TONES.get(found.state, ""),
        "done": sum(s.state.state == "DONE" for s in found.measures),
        "of": sum(s.state.state != "DROPPED" for s in found.measures),
        "late": sum(s.is_late(request.asof.day) for s in found.measures),
    }


def _package_or_404(request: PersonRequest, package_id: int) -> packaging.Package:
    found = packaging.package_in(request.reach, package_id, request.asof)
    if found is None:
        raise Http404
    return found


@page(Permission.SUPPORT_READ)
def package(request: PersonRequest, package_id: int) -> HttpResponse:
    """Show one package."""
    return render(request, "support/package.html", _shown(request, _package_or_404(request, package_id)))


def _shown(request: PersonRequest, found: packaging.Package) -> dict[str, Any]:
    now, may = is_now(request), request.user.may
    return {
        "package": found.package,
        "unit": found.package.unit,
        "state": PACKAGE_STATES[found.state],
        "tone": TONES.get(found.state, ""),
        "done_on": found.done_on,
        "measures": [measure_line(standing, request) for standing in found.measures],
        "subjects": list(SUBJECTS.items()),
        "agencies": [(str(a.pk), Text(fa=a.name, en=a.name)) for a in accounts.agencies()],
        "requests": [
            (str(r.pk), Text(fa=r.number, en=r.number)) for r in asked.requests_of(found.package.unit_id, request.asof)
        ],
        "may_work": now and may(Permission.SUPPORT_WORK),
        "typed": Typed(),
        "refused": None,
        "refused_part": "",
    }


def measure_line(standing: packaging.Standing, request: PersonRequest) -> dict[str, Any]:
    """Return one measure with what may follow for the reader."""
    measure, state = standing.measure, standing.state
    is_agencys = not request.user.may(Permission.SUPPORT_WORK)
    ahead = [code for code in FOLLOWS[state.state] if not is_agencys or code in ("ANSWERED", "REFUSED")]
    may = request.user.may(Permission.PACKAGES_ANSWER) if is_agencys else True
    return {
        "id": measure.pk,
        "agency": measure.agency.name,
        "subject": SUBJECTS[measure.subject],
        "text": measure.text,
        "due_on": measure.due_on,
        "is_late": standing.is_late(request.asof.day),
        "code": state.state,
        "state": STATES[state.state],
        "tone": TONES.get(state.state, ""),
        "since_on": state.since_on,
        "note": state.note,
        "letter_no": state.letter_no,
        "by": state.by,
        "request": measure.request,
        "unit": measure.package.unit.name,
        "ahead": [(code, STATES[code]) for code in ahead] if may and is_now(request) else [],
    }


@page(Permission.SUPPORT_WORK)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Open a package for a unit."""
    unit = asked_unit(request)
    refused = None
    if request.method == "POST":
        try:
            made = packaging.open_package(
                unit=unit.pk,
                title=said.text(request, "title")[:200],
                on=said.day(request),
                resolution_no=said.text(request, "resolution_no")[:60],
                **who(request),
            )
            return redirect("package", made.pk)
        except Refused as error:
            refused = error.why
    context = {"unit": unit, "refused": refused, "typed": Typed(request.POST)}
    return render(request, "support/package_new.html", context, status=422 if refused else 200)


def _done(request: PersonRequest, package_id: int, act: Callable[[Any], Any], *, part: str) -> HttpResponse:
    found = _package_or_404(request, package_id)

    def again(why: dict[str, Any]) -> HttpResponse:
        return render(request, "support/package.html", _shown(request, found) | why)

    return acted(request, lambda: act(found.package), to="package", key=package_id, part=part, again=again)


@page(Permission.SUPPORT_WORK)
@require_POST
def measure(request: PersonRequest, package_id: int) -> HttpResponse:
    """Give an agency its part."""

    def act(found: Any) -> None:
        packaging.add_measure(
            package=found,
            agency=said.key(said.text(request, "agency")) or None,
            subject=said.text(request, "subject"),
            text=said.text(request, "text")[:400],
            due_on=said.day(request, "due_on", may_come=True),
            on=request.today,
            request=asked.request_in(request.reach, said.key(said.text(request, "request"))),
            **who(request),
        )

    return _done(request, package_id, act, part="measures")


@page(Permission.PACKAGES_ANSWER)
@require_POST
def state(request: PersonRequest, measure_id: int) -> HttpResponse:
    """Record an agency's answer, or that a measure is done, open again or dropped."""
    found = packaging.measure(measure_id)
    is_agencys = not request.user.may(Permission.SUPPORT_WORK)
    own = request.user.agency_id if is_agencys else None
    if found is None or (is_agencys and found.agency_id != own):
        raise Http404
    if not is_agencys:
        _package_or_404(request, found.package_id)

    def act() -> None:
        packaging.set_measure(
            measure=found,
            state=said.text(request, "state"),
            on=said.day(request),
            note=said.text(request, "note"),
            letter_no=said.text(request, "letter_no")[:60],
            agency=own,
            **who(request),
        )

    def again(why: dict[str, Any]) -> HttpResponse:
        if is_agencys:
            return render(request, "support/packages_mine.html", _mine(request) | why)
        return render(
            request, "support/package.html", _shown(request, _package_or_404(request, found.package_id)) | why
        )

    to, key = ("packages-mine", None) if is_agencys else ("package", found.package_id)
    return acted(request, act, to=to, key=key, part="measures", again=again)


@page(Permission.PACKAGES_ANSWER)
def mine(request: PersonRequest) -> HttpResponse:
    """List what the reader's own agency is to do within packages."""
    return render(request, "support/packages_mine.html", _mine(request))


def _mine(request: PersonRequest) -> dict[str, Any]:
    agency = request.user.agency
    found = packaging.measures_of(agency.pk, AsOf(request.today)) if agency else []
    rows = [measure_line(standing, request) for standing in found]
    return {
        "agency": agency.name if agency else "",
        "waiting": [row for row in rows if row["code"] in ("OPEN", "REFUSED")],
        "answered": [row for row in rows if row["code"] not in ("OPEN", "REFUSED")],
        "typed": Typed(),
        "refused": None,
        "refused_part": "",
    }
