"""A text in pieces: what stands between figures, claims with their verdicts, and figures that were not understood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.domain.indicators import Figure, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_number
from hamahang.domain.statements import Unread
from hamahang.domain.statements.claims import Alternative
from hamahang.domain.statements.judging import Verdict
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import indicator
from hamahang.statements.queries import Checked
from hamahang.web.figures import figure_address

TONES = {
    Verdict.SUPPORTED: "good",
    Verdict.OTHER_LEVEL: "warn",
    Verdict.UNDERSTATED: "warn",
    Verdict.OVERSTATED: "bad",
    Verdict.CONTRADICTED: "bad",
    Verdict.NOT_IN_RECORDS: "",
    Verdict.NOT_CHECKABLE: "",
}
UNREAD = Text(fa="نخوانده", en="not understood")


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of a text. number: of the claim they are, 0 for none; words: what is said of them."""

    text: str
    number: int = 0
    tone: str = ""
    words: Text | None = None


DOUBTFUL = Text(fa="فهمیده شد، ولی چند نشانه‌اش سست است", en="understood, but several of its cues are weak")
DOUBTS = {
    "counted": Text(fa="آنچه شمرده شده از رقم دور است", en="what is counted stands far from the figure"),
    "change": Text(fa="رشد یا کاهش است", en="it says a rise or a fall"),
    "place": Text(fa="جای آن از متن برداشت شده است", en="its place is taken from the text"),
    "modality": Text(
        fa="آینده بودنش تنها از فعل جمله برداشت شده است", en="that it is yet to come is inferred from the verb alone"
    ),
    "period": Text(fa="زمان آن از رقم دور است", en="its time stands far from the figure"),
}


def unsure(doubts: Iterable[str]) -> Text | None:
    """Return in words what of a claim rests on a weak cue."""
    said = [DOUBTS[doubt] for doubt in doubts]
    if not said:
        return None
    fa, en = "، ".join(each.fa for each in said), ", ".join(each.en for each in said)
    return Text(fa=f"با احتیاط بخوانید: {fa}", en=f"Read with care: {en}")


READINGS = {
    "dropped_word": Text(fa="اگر واژه‌ای افتاده باشد", en="if a word was dropped"),
    "two_numbers": Text(fa="اگر دو عدد باشد", en="if these are two numbers"),
    "half_of_one": Text(fa="اگر نیمِ یک واحد باشد", en="if it is half of one"),
    "own_scale": Text(fa="اگر هر عدد مقیاس خود را داشته باشد", en="if each number has a scale of its own"),
}
REASONS = {
    "counted_unknown": Text(fa="دانسته نشد چه شمرده شده است", en="what is counted is not known"),
    "fraction": Text(fa="کسری است که پایه‌اش روشن نیست", en="a fraction of something that is not clear"),
    "doubtful": DOUBTFUL,
}


def other_readings(alternatives: Iterable[Alternative]) -> Text | None:
    """Return in words how else a figure may be read, and why."""
    said = [_reading(each) for each in alternatives]
    if not said:
        return None
    return Text(fa="؛ ".join(each.fa for each in said), en="; ".join(each.en for each in said))


def _reading(other: Alternative) -> Text:
    ends = [end for end in dict.fromkeys((other.low, other.high)) if end is not None]
    fa, en = (" … ".join(say_number(_plain(end), language) for end in ends) for language in ("fa", "en"))
    why = READINGS.get(other.reason)
    told = Text(fa=f"، {why.fa}", en=f", {why.en}") if why else Text(fa="", en="")
    return Text(fa=f"شاید {fa}{told.fa}", en=f"Perhaps {en}{told.en}")


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def not_understood(unread: Iterable[Unread]) -> list[dict[str, object]]:
    """Return the figures that were not understood, each with why."""
    return [{"text": f"{each.text} {each.noun}".strip(), "why": REASONS.get(each.reason, UNREAD)} for each in unread]


def pieces(text: str, checked: Sequence[Checked], unread: Iterable[Unread]) -> list[Piece]:
    """Return a text whole, cut at its figures; of figures that overlap the first is marked."""
    marks = [
        (each.said.start, each.said.end, number, TONES[each.judgement.verdict], each.judgement.verdict.words)
        for number, each in enumerate(checked, start=1)
    ]
    marks += [
        (each.start, each.end, 0, "unknown", DOUBTFUL if each.reason == "doubtful" else UNREAD) for each in unread
    ]
    found, at = [], 0
    for start, end, number, tone, words in sorted(marks, key=lambda mark: mark[:2]):
        if start < at or end > len(text):
            continue
        found += [Piece(text[at:start]), Piece(text[start:end], number, tone, words)]
        at = end
    return [piece for piece in (*found, Piece(text[at:])) if piece.text]


def list_address(code: str, scope: Scope, asof: AsOf, *, since: date | None) -> str:
    """Return where the list behind our figure opens. since: the first day it is counted from"""
    return figure_address(Figure(code, scope, None, indicator(code).unit, 0, None), asof, since=since)
