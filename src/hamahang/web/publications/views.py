"""Clearing figures: drafting one, checking it, clearing it by a second person, publishing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import Reach
from hamahang.briefing import cleared, counted, queries
from hamahang.briefing.clearing import draft_figure, draft_report, take_step
from hamahang.briefing.reports import reports
from hamahang.domain.calendar import say_day
from hamahang.domain.figures import say_value
from hamahang.domain.indicators import Figure, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.publishing import PUBLIC, PUBLISHED, STATES, STEPS, Finding, Step
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import indicators
from hamahang.territory import queries as territory
from hamahang.territory.places import county_name
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.days import DayField
from hamahang.web.figures import figure_address
from hamahang.web.publications.open_pages import WHOLE, figures_shown, line, parts_shown, reason_of

SHOWN = 200
GRADES = {
    "good": Text(fa="درست", en="good"),
    "warning": Text(fa="هشدار", en="warning"),
    "blocking": Text(fa="مانع", en="blocking"),
}
TONES = {"good": "good", "warning": "warn", "blocking": "bad"}
NOT_YET = ("DRAFT", "CHECKED", "CLEARED")  # of which the check is shown as it would be now
CLEARING = ("clear", "publish", "withdraw")
NOT_THEN = Text(fa="این شهرستان در آن روز نبود", en="There was no such county on that day")
IN_FUTURE = Text(fa="این روز هنوز نیامده است", en="This day has not come yet")


class FigureForm(forms.Form):
    """Which figure, over which place, of which day."""

    indicator = forms.ChoiceField()
    scope = forms.ChoiceField()
    day = DayField()

    def __init__(self, *args: Any, language: str, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language, self.today = language, today
        figures = sorted((found.title[language], code) for code, found in indicators().items())
        self.fields["indicator"].choices = [(code, title) for title, code in figures]  # type: ignore[attr-defined]
        self.fields["scope"].choices = _scopes(language)  # type: ignore[attr-defined]
        for name, label in (
            ("indicator", Text(fa="رقم", en="Figure")),
            ("scope", Text(fa="جا", en="Place")),
            ("day", Text(fa="روز", en="Day")),
        ):
            self.fields[name].label = label[language]

    def clean_day(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(IN_FUTURE[self.language])
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a county that was not there on the day."""
        given = super().clean() or {}
        kind, _, code = given.get("scope", "").partition(":")
        if kind == "county" and "day" in given and not territory.counties_on(given["day"]).filter(code=code).exists():
            self.add_error("scope", NOT_THEN[self.language])
        return given


def _scopes(language: str) -> list[tuple[str, str]]:
    """Return the places that a figure may be published of: the whole, and every county the home province ever had."""
    home = territory.home_province()
    counties = territory.counties_of(home) if home else []
    named = {each.code: county_name(each) for each in counties}
    return [("all", WHOLE[language]), *((f"county:{code}", getattr(name, language)) for code, name in named.items())]


@page(Permission.BRIEFING_READ)
def publications(request: PersonRequest) -> HttpResponse:
    """List publications with their states; draft one."""
    may_draft = request.user.may(Permission.PUBLICATIONS_DRAFT)
    posted = request.POST if request.method == "POST" and may_draft else None
    if posted and posted.get("briefing"):
        return _from_briefing(request, posted["briefing"])
    form = FigureForm(posted, language=request.LANGUAGE_CODE, today=request.today)
    if form.is_bound and form.is_valid():
        drafted = draft_figure(
            indicator=form.cleaned_data["indicator"],
            scope=Scope.parse(form.cleaned_data["scope"]),
            day=form.cleaned_data["day"],
            on=request.today,
            **who(request),
        )
        return redirect("publication", drafted.pk)
    state = request.GET.get("state", "")
    rows = [_listed(each, request.reach) for each in cleared.standing(*([state] if state in STATES else ()))[:SHOWN]]
    context = {
        "rows": rows,
        "wanted": state,
        "states": list(STATES.items()),
        "form": form,
        "may_draft": may_draft,
        "briefings": _briefings(request.LANGUAGE_CODE),
    }
    return render(request, "publications/publications.html", context, status=400 if form.is_bound else 200)


def _listed(standing: cleared.Standing, reach: Reach) -> dict[str, Any]:
    """Return a publication as the office lists it: with what a published figure counts today, if that is another."""
    found, now = standing.publication, None
    if _may_compare(found, standing.state.state, reach) and (value := cleared.value_now(found)) != cleared.value_of(
        found
    ):
        now = say_value(value, found.unit)
    return line(standing) | {"id": found.pk, "now": now}


def _may_compare(found: Any, state: str, reach: Reach) -> bool:
    """Return whether a reader sees what a published figure counts today: whoever may list all that it counts."""
    return state == PUBLISHED and bool(found.indicator) and reach.covers(Scope.parse(found.scope))


def _briefings(language: str) -> list[tuple[int, str]]:
    found = queries.briefings()[:20]
    titles = {code: report.title[language] for code, report in reports().items()}
    return [(each.pk, f"{titles.get(each.report, each.report)} · {say_day(each.day, language)}") for each in found]


def _from_briefing(request: PersonRequest, written: str) -> HttpResponse:
    found = queries.briefing_by_id(said.key(written))
    if found is None:
        raise Http404
    drafted = draft_report(briefing=found, on=request.today, **who(request))
    return redirect("publication", drafted.pk)


@page(Permission.BRIEFING_READ)
def publication(request: PersonRequest, publication_id: int) -> HttpResponse:
    """Show a publication on its way: what its check finds, who did what and why, and the steps ahead."""
    found = cleared.publication_by_id(publication_id)
    if found is None:
        raise Http404
    problem, reason = None, ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:2000].replace("\0", "")
        problem = _step(request, found, request.POST.get("step", ""), reason)
        if problem is None:
            return redirect("publication", publication_id)
    history = cleared.history_of(found)
    state = history[-1]
    context = {
        "publication": line(cleared.Standing(found, state)) | {"id": found.pk},
        "changed": _changed(found, state.state, request.reach),
        "seen": _seen_by_all(found),
        "figures": figures_shown(found) if found.briefing else [],
        "again": {
            "indicator": found.indicator,
            "scope": found.scope,
            "day": say_day(found.day, "fa", short=True),
        },
        "may_draft": request.user.may(Permission.PUBLICATIONS_DRAFT),
        "is_public": state.state in PUBLIC,
        "findings": [_finding(each) for each in cleared.findings(found)] if state.state in NOT_YET else _kept(history),
        "history": [_past(each) for each in history],
        "steps": [step for step in STEPS.values() if state.state in step.froms and _may(request, step)],
        "reason": reason,
        "problem": problem,
    }
    return render(request, "publications/publication.html", context, status=400 if problem else 200)


def _seen_by_all(found: Any) -> dict[str, Any] | None:
    """Return what the public page will tell of a figure, and where its list opens inside; None for a briefing."""
    if not found.indicator:
        return None
    level, before, tables = found.definition["level"], found.replaces, counted.tables(found)
    figure = Figure(
        found.indicator, Scope.parse(found.scope), cleared.value_of(found), found.unit, len(found.rows), level
    )
    return {
        "sentence": cleared.spoken(found),
        "by_county": parts_shown(tables.by_county, found.unit),
        "by_level": parts_shown(tables.by_level, found.unit) if level is not None else None,
        "before": line(cleared.Standing(before, cleared.state_of(before))) if before else None,
        "why": [reason_of(part, found.unit) for part in cleared.told_difference(found)],
        "list": figure_address(figure, AsOf(found.day)),
    }


def _changed(found: Any, state: str, reach: Reach) -> dict[str, Any] | None:
    """Return what a published figure counts today and why, if it is not what was published."""
    parts = cleared.changed_since(found) if _may_compare(found, state, reach) else ()
    if not parts:
        return None
    return {
        "value": say_value(cleared.value_now(found), found.unit),
        "why": [reason_of(part, found.unit) for part in parts],
    }


def _may(request: PersonRequest, step: Step) -> bool:
    """Return whether somebody may take a step; whoever clears a figure may send it back too."""
    drafts, clears = (request.user.may(each) for each in (Permission.PUBLICATIONS_DRAFT, Permission.PUBLICATIONS_CLEAR))
    return clears if step.code in CLEARING else drafts or (step.code == "return" and clears)


def _step(request: PersonRequest, found: Any, code: str, reason: str) -> Text | None:
    """Take a step; return what is wrong, if anything is."""
    step = STEPS.get(code)
    if step is None or not _may(request, step):
        raise Http404
    try:
        take_step(
            publication=found,
            step=code,
            reason=reason,
            on=request.today,
            **who(request),
        )
    except Refused as refused:
        return refused.why
    messages.info(request, STATES[step.to][request.LANGUAGE_CODE])
    return None


def _finding(finding: Finding) -> dict[str, Any]:
    return {"message": finding.message, "grade": GRADES[finding.grade], "tone": TONES[finding.grade]}


def _kept(history: list[Any]) -> list[dict[str, Any]]:
    """Return what the last check found, as it was kept."""
    found: list[Any] = next((state.findings for state in reversed(history) if state.findings), [])
    return [
        {"message": Text(**each["message"]), "grade": GRADES[each["grade"]], "tone": TONES[each["grade"]]}
        for each in found
    ]


def _past(state: Any) -> dict[str, Any]:
    return {"state": STATES[state.state], "by": state.entry.by, "at": state.entry.at, "reason": state.reason}
