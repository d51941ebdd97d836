"""What texts promised: by whom, for when, and what became of it, to be narrowed and taken away as a list."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.domain.figures import UNITS, say_value
from hamahang.domain.text import Text, fold
from hamahang.indicators import promises
from hamahang.statements import following, promised, queries
from hamahang.statements.promised import KEPT, MISSED, RUNNING
from hamahang.web import sheets
from hamahang.web.access import PersonRequest, page
from hamahang.web.statements.bonds import announcing, bond_words
from hamahang.web.statements.marking import TONES, list_address

UNKNOWN = Text(fa="دانسته نیست", en="not known")
ENDS = {"kept": KEPT, "missed": MISSED, "running": RUNNING, "unknown": UNKNOWN}
TONES_OF_ENDS = {KEPT: "good", MISSED: "bad"}
FILTERS = ("text", "end", "holder")
HEADS = (
    Text(fa="وعده", en="Promise"),
    Text(fa="از زبان", en="Said by"),
    Text(fa="تا", en="Due"),
    Text(fa="گفته‌شده در", en="Said on"),
    Text(fa="متن", en="Text"),
    Text(fa="در ثبت ما", en="In our records"),
    Text(fa="تعهد", en="Commitment"),
    Text(fa="هدف", en="Target"),
    Text(fa="رسیده به", en="Reached"),
    Text(fa="یکا", en="Unit"),
    Text(fa="رقم", en="Figure"),
    Text(fa="سطح اثبات", en="Level of proof"),
    Text(fa="شمرده از", en="Counted from"),
    Text(fa="سرانجام", en="What became of it"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which promises are asked for."""

    text: str
    end: str
    holder: str

    def takes(self, promise: following.Promise) -> bool:
        """Return whether a promise is among them."""
        words = fold(f"{promise.said.about} {promise.title} {promise.holder}")
        is_of_end = not self.end or (promise.end or UNKNOWN) is ENDS.get(self.end)
        return fold(self.text) in words and is_of_end and self.holder in ("", promise.holder)


@page(Permission.STATEMENTS_READ)
def promised_in_texts(request: PersonRequest) -> HttpResponse:
    """List what was promised in texts: by whom, for when, and where it stands."""
    every = following.promises(queries.told(is_promises=True), asof=request.asof, reach=request.reach)
    text, end, holder = (request.GET.get(name, "").replace("\0", "")[:200] for name in FILTERS)
    wanted = Wanted(text.strip(), end, holder)
    found = [promise for promise in every if wanted.takes(promise)]
    if sheets.wanted(request):
        title = Text(fa="وعده‌ها", en="Promises")
        rows = [_line(each) for each in found]
        return sheets.sent(request, name="promises", title=title, heads=HEADS, rows=rows)
    holders = sorted({promise.holder for promise in every if promise.holder})
    context = {
        "rows": [_promise(each) for each in found],
        "wanted": wanted,
        "ends": list(ENDS.items()),
        "holders": [(name, Text(fa=name, en=name)) for name in holders],
        "sheets": sheets.offered(request, FILTERS),
        "may_announce": request.user.may(Permission.COMMITMENTS_ANNOUNCE),
    }
    return render(request, "statements/promises.html", context)


def _promise(promise: following.Promise) -> dict[str, Any]:
    end = promise.end
    return {
        "text_id": promise.statement,
        "title": promise.title,
        "said_on": promise.said_on,
        "about": promise.said.about,
        "holder": promise.holder,
        "due_on": promise.due_on,
        "verdict": promise.checked.judgement.verdict.words,
        "tone": TONES[promise.checked.judgement.verdict],
        "bond": bond_words(promise.checked.bond),
        "announce": announcing(promise.said, promise.checked.bond, title=promise.title, said_on=promise.said_on),
        "outcome": _outcome(promise.outcome) if promise.outcome else None,
        "end": end,
        "end_tone": TONES_OF_ENDS.get(end, "") if end else "",
        "reached": _reached(promise.reached) if promise.reached else None,
        "figure": _figure(promise),
    }


OF = Text(fa=" از {target}", en=" of {target}")
AT_MOST_OF = Text(fa="؛ حداکثر {target}", en="; at most {target}")


def _outcome(outcome: promised.Outcome) -> dict[str, Text]:
    unit = promises.unit_of(outcome.figure)
    words = AT_MOST_OF if outcome.goal.is_at_most else OF
    return {
        "verified": say_value(outcome.verified, unit),
        "target": words.format(target=say_value(outcome.target, unit)),
    }


def _reached(reached: following.Reached) -> dict[str, Any]:
    return {
        "value": say_value(reached.value, promises.unit_of(reached.code)),
        "href": list_address(reached.code, reached.scope, reached.asof, since=reached.since),
    }


def _figure(promise: following.Promise) -> dict[str, Any] | None:
    """Return the figure that tells where a promise stands, how well it is proven, and from which day it is counted."""
    if not promise.stands_by:
        return None
    known = promises.known(promise.stands_by)
    reached = promise.reached if promise.outcome is None else None
    return {
        "title": promises.title_of(promise.stands_by),
        "unit": UNITS[promises.unit_of(promise.stands_by)],
        "level": known.level.title if known and known.level is not None else None,
        "since": reached.since if reached else None,
    }


def _line(promise: following.Promise) -> list[sheets.Cell]:
    bond, figure = promise.checked.bond, _figure(promise) or {}
    held, outcome = (bond.held if bond else None), promise.outcome
    return [
        promise.said.about, promise.holder, promise.due_on, promise.said_on, promise.title,
        promise.checked.judgement.verdict.words, held.number if held else None,
        outcome.target if outcome else None, promise.stands_at, figure.get("unit"), figure.get("title"),
        figure.get("level"), figure.get("since"), promise.end or UNKNOWN,
    ]  # fmt: skip
