"""What forms and addresses name, found within the reader's reach: a unit, a county; and places by their names."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404

from hamahang.domain.text import Text
from hamahang.register import queries as register
from hamahang.territory import queries as territory
from hamahang.web import said
from hamahang.web.access import PersonRequest

Choices = Sequence[tuple[str, Text]]
NO_COUNTY = Text(fa="شهرستان را برگزینید", en="Choose the county")


def asked_unit(request: PersonRequest) -> Any:
    """Return the unit that a form, or the address that leads to it, names.

    :raises Http404: if there is none, or it is not the reader's to see
    """
    key = said.key(request.POST.get("unit") or request.GET.get("unit", ""))
    unit = register.unit_in(request.reach, key) if key else None
    if unit is None:
        raise Http404
    return unit


def name_of(place: Any) -> Text:
    """Return a place's name in both languages."""
    return Text(fa=place.name, en=place.name_en or place.name)


def place_of(thing: Any) -> Text:
    """Return the estate that a unit or project lies in, else its county."""
    return name_of(thing.estate or thing.county)


def counties(request: PersonRequest) -> Choices:
    """Return the counties of the home province by code."""
    found = territory.counties_on(request.asof.day, province=territory.home_province())
    return [(county.code, name_of(county)) for county in found]


def county_of(request: PersonRequest, code: str) -> int:
    """Return the key of a county of the home province that is within the reader's reach.

    :raises WrongForm: if it is none
    """
    inside = request.reach.places is None or {code, code[:2]} & request.reach.places
    found = territory.counties_on(request.today, province=territory.home_province())
    county = next((row.pk for row in found if row.code == code), None) if inside else None
    if county is None:
        raise said.WrongForm(NO_COUNTY)
    return county
