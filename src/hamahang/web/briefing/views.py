"""Briefings: compiling, reading, downloading; and the list behind each printed figure, with what changed since."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hamahang.accounts.permissions import Permission
from hamahang.briefing import queries
from hamahang.briefing.actions import compile_briefing
from hamahang.briefing.example import notice_of_example
from hamahang.briefing.render.files import FORMATS, file_name, render_file
from hamahang.briefing.reports import reports
from hamahang.domain.figures import UNITS, say_value
from hamahang.domain.indicators import Scope
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.territory.places import name_of_scope
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.days import DayField


class CompileForm(forms.Form):
    """Which report for which day."""

    report = forms.ChoiceField()
    day = DayField()

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        report = self.fields["report"]
        report.choices = [(code, found.title[language]) for code, found in reports().items()]  # type: ignore[attr-defined]
        report.label = Text(fa="گزارش", en="Report")[language]
        self.fields["day"].label = Text(fa="روز", en="Day")[language]


@page(Permission.BRIEFING_READ)
def briefings(request: PersonRequest) -> HttpResponse:
    """List the frozen briefings; compile one."""
    may_compile = request.user.may(Permission.BRIEFING_COMPILE)
    form = CompileForm(request.POST or None, language=request.LANGUAGE_CODE)
    if request.method == "POST" and may_compile and form.is_valid():
        made = compile_briefing(
            report=form.cleaned_data["report"],
            day=form.cleaned_data["day"],
            anew=bool(request.POST.get("anew")),
            notice=notice_of_example(settings.IS_EXAMPLE_FILE),
            **who(request),
        )
        return redirect("briefing", made.pk)
    rows = [_line(found) for found in queries.briefings()[:200]]
    context = {"rows": rows, "form": form, "may_compile": may_compile}
    return render(request, "briefing/briefings.html", context, status=400 if form.is_bound else 200)


def _line(found: Any) -> dict[str, Any]:
    return {
        "id": found.pk,
        "title": reports()[found.report].title if found.report in reports() else Text(found.report, found.report),
        "day": found.day,
        "compiled_at": found.compiled_at,
        "compiled_by": found.compiled_by,
        "head_number": found.head_number,
        "seal": found.head_seal[:16],
    }


@page(Permission.BRIEFING_READ)
def briefing(request: PersonRequest, briefing_id: int) -> HttpResponse:
    """Show one frozen briefing: its figures with their codes, its files, and which figures have changed since."""
    found = _find(briefing_id)
    figures = [_figure(frozen) for frozen in queries.figures_of(found)]
    context = {
        "briefing": _line(found),
        "figures": figures,
        "changed": [figure for figure in figures if figure["has_changed"]],
        "notice": notice_of_example(settings.IS_EXAMPLE_FILE),
        "files": [(language, kind) for language in ("fa", "en") for kind in FORMATS],
        "may_compile": request.user.may(Permission.BRIEFING_COMPILE),
    }
    return render(request, "briefing/briefing.html", context)


def _find(briefing_id: int) -> Any:
    found = queries.briefing_by_id(briefing_id)
    if found is None:
        raise Http404
    return found


def _value(frozen: Any, value: str) -> Text:
    return say_value(Decimal(value) if value else None, frozen.unit)


def _figure(frozen: Any) -> dict[str, Any]:
    difference = queries.difference(frozen)
    return {
        "code": frozen.code,
        "title": Text(**frozen.definition["title"]),
        "place": name_of_scope(Scope.parse(frozen.scope), day=frozen.briefing.day),
        "value": _value(frozen, frozen.value),
        "unit": UNITS.get(frozen.unit) if frozen.unit != "rial" else None,
        "rows": len(frozen.rows),
        "has_changed": difference is None or not difference.is_none,
        "now": _value(frozen, difference.value) if difference else None,
    }


@page(Permission.BRIEFING_READ)
def download(request: PersonRequest, briefing_id: int, language: str, kind: str) -> HttpResponse:
    """Send one file of a frozen briefing."""
    found = _find(briefing_id)
    if kind not in FORMATS or language not in ("fa", "en"):
        raise Http404
    content = render_file(found, kind=kind, language=language, base_url=request.build_absolute_uri("/").rstrip("/"))
    response = HttpResponse(content, content_type=FORMATS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(found, kind, language)}"'
    return response


@page(Permission.BRIEFING_READ)
def frozen(request: PersonRequest, code: str) -> HttpResponse:
    """Open the list behind a printed figure as it was frozen, and what changed since, record by record."""
    found = queries.frozen_figure(code)
    if found is None:
        raise Http404
    difference = queries.difference(found)
    context = {
        "figure": _figure(found),
        "definition": Text(**found.definition["definition"]),
        "briefing": _line(found.briefing),
        "rows": [_row(values) for values in found.rows],
        "added": [_row(values) for values in difference.added] if difference else [],
        "removed": [_row(values) for values in difference.removed] if difference else [],
        "changed": [(_row(then), _row(now)) for then, now in difference.changed] if difference else [],
        "notice": notice_of_example(settings.IS_EXAMPLE_FILE),
        "digest": found.rows_digest,
    }
    return render(request, "briefing/frozen.html", context)


def _row(values: dict[str, Any]) -> dict[str, Any]:
    level = values["level"]
    return {
        **values,
        "on": date.fromisoformat(values["on"]) if values["on"] else None,
        "level": Proof(level).title if level is not None else None,
    }
