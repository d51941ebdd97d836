"""A form of a sender made from nothing: what kind of list it is, and what the office writes above each column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hamahang.accounts.permissions import Permission
from hamahang.domain.lists.headers import LONGEST_HEADING
from hamahang.domain.lists.intake import Column, Kind, Source
from hamahang.domain.lists.layouts import NO_FIELD, Meanings
from hamahang.domain.lists.mapping import heading_key
from hamahang.domain.text import Text
from hamahang.intake import queries
from hamahang.intake.forms import LONGEST_SENDER, remember
from hamahang.intake.sources import source_named, sources
from hamahang.web.access import PersonRequest, page
from hamahang.web.intake.words import MONEY

BETWEEN = "|"
KEPT = Text(fa="فرم «{sender}» نگه داشته شد: {n} سرستون.", en="The form of “{sender}” is kept: {n} headings.")
NO_SENDER = Text(fa="نام فرستنده را بنویسید.", en="Write the sender's name.")
NO_HEADING = Text(fa="دست‌کم یک سرستون بنویسید.", en="Write one heading at least.")
TWICE = Text(
    fa="سرستون «{heading}» برای دو فیلد نوشته شده است؛ یکی را بردارید.",
    en="The heading “{heading}” stands beside two fields; take one away.",
)


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the page: the sender, the unit of its amounts, the headings by field, and those not to be read."""

    sender: str
    money: str
    headings: Mapping[str, str]
    skipped: str

    @classmethod
    def of(cls, said: Any) -> "Written":
        """Return what was sent."""
        headings = {name[8:]: _text(str(said.get(name, ""))) for name in said if name.startswith("heading:")}
        money = said.get("money", "")
        sender = _text(said.get("sender", ""))[:LONGEST_SENDER]
        return cls(sender, money if money in MONEY else "", headings, _text(said.get("skipped", "")))


@page(Permission.INTAKE_UPLOAD)
@require_http_methods(["GET", "POST"])
def new_form(request: PersonRequest) -> HttpResponse:
    """Ask for the headings of an office's list, and keep them as its form."""
    said = request.POST if request.method == "POST" else request.GET
    code = said.get("source", "")
    if code not in sources():
        return render(request, "intake/newform.html", {"source": None, "sources": _titles(), "problem": None})
    source, written = source_named(code), Written.of(said)
    if request.method == "GET":
        return render(request, "intake/newform.html", _context(source, written, None))
    meanings, twice = _meanings(source, written)
    if problem := _problem(written.sender, meanings, twice):
        return render(request, "intake/newform.html", _context(source, written, problem), status=400)
    by, at = request.user.username, timezone.localtime()
    remember(source=code, sender=written.sender, meanings=meanings, money=written.money, by=by, at=at)
    messages.info(request, KEPT.format(sender=written.sender, n=len(meanings.fields))[request.LANGUAGE_CODE])
    return redirect("sender-forms")


def _context(source: Source, written: Written, problem: Text | None) -> dict[str, Any]:
    columns = _columns(source)
    return {
        "source": {"code": source.code, "title": source.title, "sender": source.sender},
        "fields": [_field(column, written.headings.get(column.name, "")) for column in columns],
        "sender": written.sender,
        "senders": queries.senders(),
        "skipped": written.skipped,
        "units": list(MONEY.items()) if any(column.kind is Kind.RIALS for column in columns) else [],
        "money": written.money,
        "problem": problem,
    }


def _titles() -> list[tuple[str, Text]]:
    return [(code, source.title) for code, source in sources().items()]


def _columns(source: Source) -> list[Column]:
    """Return the fields of a list that may be named, each once."""
    found = {column.name: column for table in source.tables for column in table.columns if not column.is_private}
    return list(found.values())


def _field(column: Column, written: str) -> dict[str, Any]:
    title = Text(fa=column.titles[0], en=column.name.replace("_", " "))
    return {"name": column.name, "title": title, "required": column.required, "written": written}


def _text(written: str) -> str:
    return written.replace("\0", "").strip()[:400]


def _meanings(source: Source, written: Written) -> tuple[Meanings, str]:
    """Return what the headings mean, and one that was written for two fields, "" if none was."""
    fields: dict[str, str] = {}
    shown: dict[str, str] = {}
    told = [(column.name, written.headings.get(column.name, "")) for column in _columns(source)]
    for name, texts in (*told, (NO_FIELD, written.skipped)):
        for text in texts.split(BETWEEN):
            key = heading_key(text[:LONGEST_HEADING])
            if key in fields and fields[key] != name:
                return Meanings(), text.strip()
            if key:
                fields[key], shown[key] = name, text.strip()[:LONGEST_HEADING]
    return Meanings(fields, {}, shown), ""


def _problem(sender: str, meanings: Meanings, twice: str) -> Text | None:
    if twice:
        return TWICE.format(heading=twice)
    if not sender:
        return NO_SENDER
    return None if meanings.telling else NO_HEADING
