"""The forms of senders: what an office's headings mean, learnt once, used every month, shared as a file."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hamahang.domain.lists.headers import HEADER_WITHIN
from hamahang.domain.lists.intake import Sheet, Source
from hamahang.domain.lists.layouts import Meanings
from hamahang.domain.lists.mapping import heading_key
from hamahang.domain.money import MoneyUnit
from hamahang.domain.text import clean, fold
from hamahang.intake.answers import meanings_from, plain_meanings
from hamahang.intake.models import SenderForm
from hamahang.intake.sources import UnknownSource, source_named

WHAT = "hamahang sender form"
VERSION = 1
LARGEST = 200_000
LONGEST_SENDER = 120
MOST_HEADINGS = 500
Headings = Mapping[str, str]


class BadForm(ValueError):
    """A file is no form of a sender. Repair: export one anew, or mend what the message names."""


def sender_key(sender: str) -> str:
    """Return what two spellings of an office's name share."""
    return fold(sender)[:LONGEST_SENDER]


def form_for(source: Source, sender: str, sheets: Iterable[Sheet]) -> SenderForm | None:
    """Return the form by which a file is read: its sender's, or else the one whose headings all stand in the file.

    Of several whose headings stand in it, the one with most; none if two have as many.
    """
    forms = list(SenderForm.objects.filter(source=source.code).order_by("pk"))
    own = [form for form in forms if sender and form.sender_key == sender_key(sender)]
    if own or not forms:
        return own[0] if own else None
    present = _headings(sheets)
    fitting = [(len(telling), form) for form in forms if (telling := meanings_from(form.meanings).telling) <= present]
    best = [form for size, form in fitting if size and size == max(size for size, _ in fitting)]
    return best[0] if len(best) == 1 else None


def _headings(sheets: Iterable[Sheet]) -> frozenset[str]:
    rows = (row for sheet in sheets for row in sheet.rows[:HEADER_WITHIN])
    return frozenset(heading_key(cell.text) for row in rows for cell in row.cells.values() if cell.kind == "text")


@transaction.atomic
def remember(*, source: str, sender: str, meanings: Meanings, money: str = "", by: str, at: datetime) -> SenderForm:
    """Add to what is known of a sender's headings; what is told now stands in place of what was."""
    name = clean(sender)[:LONGEST_SENDER]
    form = SenderForm.objects.select_for_update().filter(source=source, sender_key=sender_key(name)).first()
    known = meanings_from(form.meanings) if form else Meanings()
    form = form or SenderForm(source=source, sender_key=sender_key(name))
    form.sender, form.meanings, form.by, form.at = name, plain_meanings(known.with_more(meanings)), by, at
    form.money = money or form.money
    form.save()
    return form


def forget(*, form: SenderForm) -> None:
    """Take a form away; lists that were read by it stay as they are."""
    form.delete()


def export_form(form: SenderForm) -> str:
    """Return a form as a file to share: JSON."""
    said = {
        "what": WHAT,
        "version": VERSION,
        "source": form.source,
        "sender": form.sender,
        "money": form.money,
        **form.meanings,
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def import_form(content: bytes, *, by: str, at: datetime) -> SenderForm:
    """Take in a form that another office shared; it is added to what is known of the sender.

    :raises BadForm: naming what is wrong
    """
    if len(content) > LARGEST:
        raise BadForm(f"more than {LARGEST} bytes")
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadForm(f"no JSON: {error}"[:200]) from error
    if not isinstance(said, dict) or said.get("what") != WHAT or said.get("version") != VERSION:
        raise BadForm(f'"what" is not "{WHAT}", version {VERSION}')
    source, sender = _text(said, "source"), clean(_text(said, "sender"))
    money = str(said.get("money", ""))
    if money and money not in {unit.value for unit in MoneyUnit}:
        raise BadForm(f"money: {money[:40]}")
    meanings = _meanings(said, source)
    return remember(source=source, sender=sender, meanings=meanings, money=money, by=by, at=at)


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_SENDER or "\0" in value:
        raise BadForm(name)
    return value


def _meanings(said: Mapping[str, Any], source: str) -> Meanings:
    try:
        known = {column.name for table in source_named(source).tables for column in table.columns}
    except UnknownSource as error:
        raise BadForm(f"source: {source}") from error
    fields, pieces = said.get("fields", {}), said.get("pieces", {})
    if not isinstance(fields, dict) or not isinstance(pieces, dict) or len(fields) > MOST_HEADINGS:
        raise BadForm("fields")
    for heading, name in fields.items():
        if not heading_key(heading) or not isinstance(name, str) or (name and name not in known):
            raise BadForm(f"fields: {heading[:80]}")
    for name, piece in pieces.items():
        if name not in known or not _is_piece(piece):
            raise BadForm(f"pieces: {name[:80]}")
    return meanings_from({"fields": fields, "pieces": pieces})


def _is_piece(piece: object) -> bool:
    if not isinstance(piece, dict) or set(piece) != {"headings", "separator", "at"}:
        return False
    headings = piece["headings"]
    is_listed = isinstance(headings, list) and 0 < len(headings) <= 5 and all(isinstance(h, str) for h in headings)
    return (
        is_listed and isinstance(piece["separator"], str) and len(piece["separator"]) <= 5 and piece["at"] in range(10)
    )
