"""Every component of the pages on one page, in the reader's language: to look at, and to copy from."""

from datetime import date
from types import SimpleNamespace

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.lists.intake import MESSAGES
from hamahang.domain.proof import Proof
from hamahang.domain.register import STATUSES
from hamahang.domain.text import Text
from hamahang.web.access import PersonRequest, page
from hamahang.web.days import DayField

EVENTS = (
    SimpleNamespace(
        on=date(2011, 4, 10),
        text=Text(fa="وضعیت: راکد", en="Status: idle"),
        level=Proof.SEEN.title,
        by="expert",
        source=SimpleNamespace(file="فهرست واحدها 1390.xlsx", sheet="واحدها", cell="H12"),
    ),
    SimpleNamespace(
        on=date(2002, 8, 3),
        text=Text(fa="پروانهٔ بهره‌برداری (ایجادی) ۱۱۸/۲۲۴۰", en="Operating licence (new) 118/2240"),
        level=Proof.LICENCE.title,
        by="expert",
        source=None,
    ),
)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(max_length=40)
    county = forms.ChoiceField()
    day = DayField()


def _form(language: str) -> SampleForm:
    """Return the form as it comes back with an impossible day."""
    form = SampleForm({"name": "", "county": "1601", "day": "1390/13/40"})
    labels = {
        "name": Text(fa="نام واحد", en="Name of the unit"),
        "county": Text(fa="شهرستان", en="County"),
        "day": Text(fa="روز", en="Day"),
    }
    for name, label in labels.items():
        form.fields[name].label = label[language]
    form.fields["county"].choices = [("1601", Text(fa="ایلام", en="Ilam")[language])]  # type: ignore[attr-defined]
    return form


@page(Permission.HOME_READ)
def gallery(request: PersonRequest) -> HttpResponse:
    """Show the components with invented values."""
    message = MESSAGES["impossible_day"].format(value="1390/13/40")
    problems = [
        {"severity": severity, "message": message, "cell": "F12", "value": "1390/13/40"}
        for severity in ("error", "warning", "note")
    ]
    context = {
        "events": EVENTS,
        "form": _form(request.LANGUAGE_CODE),
        "problems": problems,
        "statuses": list(STATUSES.items()),
    }
    return render(request, "gallery/gallery.html", context)
