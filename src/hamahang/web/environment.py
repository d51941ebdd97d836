"""The templates' environment: both languages side by side, and values said only through the domain's own words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from hamahang.domain import calendar, money
from hamahang.domain.banks import bank_name
from hamahang.domain.proof import Proof
from hamahang.domain.register import JOB_KINDS, LICENCES, STATUSES
from hamahang.domain.text import Text, singular, to_persian_digits

NOTHING = "—"
ISOLATE, END = "\u2068", "\u2069"  # a value keeps its own direction inside a sentence
WORDS: Mapping[str, Mapping[str, Text]] = {"licence": LICENCES, "job": JOB_KINDS, "status": STATUSES}
KILOBYTE = 1024

Said = Text | Mapping[str, str] | str | None


def environment(**options: Any) -> Environment:
    """Return the environment of Django's Jinja2 backend."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)
    made.globals |= {
        "t": t,
        "current_language": current_language,
        "static": static,
        "url": url,
        "query": query,
        "address_with": address_with,
        "as_asked": as_asked,
        "asked_parts": asked_parts,
        "get_messages": get_messages,
        "bdi": bdi,
        "say_number": say_number,
        "say_rials": say_rials,
        "say_day": say_day,
    }
    filters: dict[str, Callable[..., object]] = {
        "text": say,
        "number": say_number,
        "rials": say_rials,
        "day": say_day,
        "moment": say_moment,
        "digits": say_digits,
        "size": say_size,
        "solar": say_solar,
        "solar_parameter": calendar.write_day,
        "day_of_parameter": calendar.read_day,
        "amount_and_unit": amount_and_unit,
        "unit_after": unit_after,
        "proof": say_proof,
        "word": say_word,
        "bdi": bdi,
        "bank": say_bank,
        "file_name": file_name,
    }
    made.filters |= {name: _when_written(rule) for name, rule in filters.items()}
    return made


def _when_written(rule: Callable[..., object]) -> Callable[..., object]:
    """Return a filter that is asked anew for each page.

    Of a constant Jinja would keep the answer in the language of whoever opened the page first.
    """

    @pass_context
    def written(_: Context, *parts: object, **named: object) -> object:
        return rule(*parts, **named)

    return written


def current_language() -> str:
    """Return the language of the page that is being written: fa or en."""
    return "en" if (get_language() or "fa").startswith("en") else "fa"


def t(fa: str, en: str, **values: object) -> str:
    """Return the words of the page's language, with values put in: numbers in its digits, other texts isolated."""
    words = en if current_language() == "en" else fa
    if not values:
        return words
    written = words.format(**{name: _said(value) for name, value in values.items()})
    return singular(written) if words is en and 1 in values.values() else written


def _said(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return say(None)
    if isinstance(value, int | Decimal):
        return say_number(value)
    if isinstance(value, datetime):
        return say_moment(value)
    if isinstance(value, date):
        return say_day(value)
    return f"{ISOLATE}{say(value)}{END}"  # type: ignore[arg-type]


def say(text: Said) -> str:
    """Return a text in the page's language; a plain string as it is, a dash for nothing."""
    if text is None:
        return NOTHING
    return text if isinstance(text, str) else text[current_language()]


def say_digits(text: object) -> str:
    """Return what is not a quantity (a number of a document, a code) in the page's digits."""
    return to_persian_digits(str(text)) if current_language() == "fa" else str(text)


def say_bank(name: str | None) -> str:
    """Return a bank's name in the page's language."""
    return say(bank_name(name) if name else None)


def say_number(number: int | Decimal | float | None) -> str:
    """Return a quantity in the page's digits, in groups of three."""
    if number is None:
        return NOTHING
    return money.say_number(Decimal(str(number)), current_language())


def say_rials(amount: int | None, scale: str = "auto") -> str:
    """Return an amount of money with its unit; to the last rial with scale `rial`."""
    return NOTHING if amount is None else money.say_rials(int(amount), current_language(), scale=scale)


def say_day(day: date | None, *, short: bool = False) -> str:
    """Return a day in the page's calendar."""
    if isinstance(day, datetime):
        day = localtime(day).date()
    return NOTHING if day is None else calendar.say_day(day, current_language(), short=short)


def say_solar(day: date) -> str:
    """Return a day as it is typed: year/month/day of the solar calendar, in the page's digits."""
    return say_digits(calendar.write_day(day).replace("-", "/"))


def say_moment(moment: datetime | None) -> str:
    """Return a day and the time of it in the office's time zone."""
    if moment is None:
        return NOTHING
    local = localtime(moment)
    return t("{day}، ساعت {time}", "{day} at {time}").format(
        day=say_day(local.date()), time=say_digits(local.strftime("%H:%M"))
    )


def say_size(size: int) -> str:
    """Return the size of a file in words."""
    kilobytes = max(1, round(size / KILOBYTE))
    if kilobytes < KILOBYTE:
        return t("{n} کیلوبایت", "{n} KB", n=kilobytes)
    return t("{n} مگابایت", "{n} MB", n=round(Decimal(kilobytes) / KILOBYTE, 1))


def say_proof(level: int | None) -> str:
    """Return the name of a level of proof."""
    return NOTHING if level is None else Proof(level).title[current_language()]


def say_word(code: str, kind: str) -> str:
    """Return the field's word for a code of a kind in WORDS; the code itself where it has none."""
    return say(WORDS[kind].get(code, code))


def amount_and_unit(value: Said) -> tuple[str, str]:
    """Return a said value in two parts: the number that is set large and the words after it, or words alone."""
    said = say(value)
    number, _, words = said.partition(" ")
    return (number, words) if any(letter.isdigit() for letter in number) else (said, "")


def unit_after(unit: Said, number: str) -> str:
    """Return the words of a unit as they stand after a number: of one, English has another form."""
    words = say(unit)
    return singular(f"1 {words}").removeprefix("1 ") if number == "1" and current_language() == "en" else words


def bdi(value: object) -> str:
    """Return a value that keeps its own direction, whatever the line around it."""
    return format_html("<bdi>{}</bdi>", value)


def file_name(name: str) -> str:
    """Return the name of a file that reads right in any line: its own words in their direction, then the ending."""
    path = PurePath(name)
    return format_html('<bdi dir="auto">{}<bdi dir="ltr">{}</bdi></bdi>', path.stem, path.suffix)


def url(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a page."""
    return reverse(name, args=args, kwargs=kwargs)


def query(**parts: object) -> str:
    """Return the end of an address that carries some parts; empty ones are left out."""
    kept = {name: str(value) for name, value in parts.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else ""


@pass_context
def asked_parts(context: Context) -> dict[str, str]:
    """Return the parts of an address that keep a page's point of view; none when it speaks of today."""
    if not (context.get("is_past") and context.get("asof")):
        return {}
    known_at = context["asof"].known_at
    return {"day": context["day_parameter"]} | ({"known_at": known_at.isoformat()} if known_at else {})


@pass_context
def as_asked(context: Context, address: str, **parts: object) -> str:
    """Return an address that is asked from this page's point of view: a link never leaves the day unnoticed."""
    return address_with(address, **asked_parts(context), **parts)


def address_with(path: str, **parts: object) -> str:
    """Return an address with some parts of its query replaced, or taken out where the new value is empty."""
    split = urlsplit(path)
    old = {name: value for name, value in parse_qsl(split.query) if name not in parts}
    return split.path + query(**old, **parts)
