"""Reads rules of eligibility as an office writes them, in Persian or English: one a line, each mistake at its line.

    # خط‌های # یادداشت است / lines with # are notes
    کار: وضعیت یکی از فعال، نیمه‌فعال
    sector: sector one of 2392, 2394, 23
    سهم انرژی دست‌کم ۱۰ درصد یا شاغل حداکثر ۱۰
    licence one of valid
    بدهی معوق حداکثر ۰ ریال

A rule is `[name:] fact sign value[, value …]`, and may offer several such conditions with «یا» / `or`. Signs: دست‌کم ≥,
حداکثر ≤, بیش از >, کمتر از <, یکی از (in), نه از (not in).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from hamahang.domain.eligibility import FACTS, SIGNS, Condition, FactKind, Kind, Rule, Sign, Value
from hamahang.domain.money import parse_amount, unit_in
from hamahang.domain.numbers import parse_number
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text, clean, fold

LONGEST = 20_000
MOST_RULES = 60
OR = re.compile(r"\s(?:یا|or)\s")
COMMA = re.compile(r"[,،]")
CODE = re.compile(r"\d{2,10}")
NUMERIC = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONTHS, Kind.RIALS})
SPELLINGS = {
    Sign.AT_LEAST: (">=", "≥", "دست‌کم", "حداقل", "at least"),
    Sign.AT_MOST: ("<=", "≤", "حداکثر", "دست‌بالا", "at most"),
    Sign.NONE_OF: ("not in", "is not", "none of", "نه از", "جز"),
    Sign.ABOVE: (">", "بیش از", "بیشتر از", "more than", "above"),
    Sign.BELOW: ("<", "کمتر از", "less than", "below"),
    Sign.ONE_OF: ("one of", "یکی از", "in", "is", "=", "برابر", "از"),
}
# what is written after a number and says nothing that the fact does not say itself
AFTER_NUMBER = re.compile(r"\s*(?:درصد|%|٪|percent|نفر|persons?|ماه|months?)$")
OTHER_STATUSES = {"زیر ظرفیت": "UNDERUSED", "semi-active": "UNDERUSED"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be read: where, what stands there, and how to mend it."""

    line: int
    said: str
    why: Text


@dataclass(frozen=True, slots=True)
class Book:
    """What a text of rules was read as. It may be used only where `faults` is empty."""

    rules: tuple[Rule, ...]
    faults: tuple[Fault, ...] = ()


class _Unread(Refused):
    """A line of rules cannot be read."""


NO_FACT = Text(
    fa="«{said}» با هیچ مشخصهٔ شناخته‌ای آغاز نمی‌شود؛ یکی از این‌ها را بنویسید: {names}",
    en="“{said}” begins with no fact that is known; write one of: {names}",
)
NO_SIGN = Text(
    fa="پس از «{fact}» یکی از این‌ها می‌آید: {signs}",
    en="after “{fact}” comes one of: {signs}",
)
NO_VALUE = Text(fa="پس از «{sign}» مقداری نیامده است", en="no value follows “{sign}”")
NOT_A_NUMBER = Text(fa="«{said}» عدد نیست؛ مانند ۱۰ بنویسید", en="“{said}” is no number; write it as 10")
NO_UNIT = Text(
    fa="واحد مبلغ «{said}» را بنویسید: ریال یا میلیون ریال", en="say the unit of “{said}”: rials or million rials"
)
NOT_A_PERCENT = Text(fa="«{said}» میان ۰ و ۱۰۰ نیست", en="“{said}” is not between 0 and 100")
NOT_A_CHOICE = Text(
    fa="«{said}» برای «{fact}» شناخته نیست؛ یکی از این‌ها: {names}",
    en="“{said}” is not known for “{fact}”; one of: {names}",
)
NOT_A_CODE = Text(
    fa="«{said}» کد نیست؛ رقم‌های کد را بنویسید، مانند ۲۳۹۲", en="“{said}” is no code; write its digits, as 2392"
)
NOT_FOR_IT = Text(fa="«{sign}» برای «{fact}» معنا ندارد؛ {cure}", en="“{sign}” means nothing for “{fact}”; {cure}")
USE_SIGNS = Text(fa="دست‌کم، حداکثر، بیش از یا کمتر از بنویسید", en="write at least, at most, more than or less than")
USE_LIST = Text(fa="«یکی از» یا «نه از» بنویسید", en="write one of, or none of")
EMPTY = Text(fa="هیچ قاعده‌ای نوشته نشده است", en="no rule is written")
TOO_LONG = Text(fa="متن بلندتر از اندازه است", en="the text is too long")


def read_rules(text: str) -> Book:
    """Return the rules of a text; what cannot be read is told by line, and the other lines are read all the same."""
    if len(text) > LONGEST or len(text.splitlines()) > MOST_RULES * 3:
        return Book((), (Fault(1, "", TOO_LONG),))
    rules: list[Rule] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        said = clean(line)
        if not said or said.startswith("#"):
            continue
        try:
            rules.append(_rule(number, said))
        except _Unread as error:
            faults.append(Fault(number, said, error.why))
    if not rules and not faults:
        faults.append(Fault(1, "", EMPTY))
    return Book(tuple(rules), tuple(faults))


def _rule(number: int, said: str) -> Rule:
    name, colon, rest = said.partition(":")
    body = rest if colon else said
    conditions = tuple(_condition(fold(part)) for part in OR.split(f" {body} "))
    return Rule(number, conditions, name.strip() if colon else "")


def _condition(said: str) -> Condition:
    fact, rest = _fact(said)
    sign, rest = _sign(fact, rest)
    parts = [part.strip() for part in COMMA.split(rest) if part.strip()]
    if not parts:
        raise _Unread(NO_VALUE.format(sign=SIGNS[sign]))
    is_list = sign in (Sign.ONE_OF, Sign.NONE_OF)
    if fact.kind in NUMERIC:
        # thousands may be set apart by commas
        if is_list:
            raise _Unread(NOT_FOR_IT.format(sign=SIGNS[sign], fact=fact.title, cure=USE_SIGNS))
        return Condition(fact.code, sign, (_number(fact, rest.strip()),))
    if not is_list:
        raise _Unread(NOT_FOR_IT.format(sign=SIGNS[sign], fact=fact.title, cure=USE_LIST))
    return Condition(fact.code, sign, tuple(_word(fact, part) for part in parts))


def _names() -> list[tuple[str, FactKind]]:
    """Return all spellings of facts with what they mean, the longest first."""
    found = {
        fold(word): fact for fact in FACTS.values() for word in (fact.title.fa, fact.title.en, *fact.words, fact.code)
    }
    return sorted(found.items(), key=lambda pair: -len(pair[0]))


def _fact(said: str) -> tuple[FactKind, str]:
    for word, fact in _names():
        if said.startswith(word) and not said[len(word) : len(word) + 1].isalnum():
            return fact, said[len(word) :].strip()
    raise _Unread(NO_FACT.format(said=said, names=_close(said)))


def _close(said: str) -> Text:
    """Return the facts that a misspelt one may have meant; all of them where none is near."""
    begins = " ".join(said.split()[:2])
    spelt = dict(_names())
    near = get_close_matches(begins, spelt, n=3, cutoff=0.5)
    facts = list(dict.fromkeys(spelt[word].code for word in near)) or list(FACTS)
    return _listed(FACTS[code].title for code in facts)


def _listed(texts: Iterable[Text]) -> Text:
    found = list(texts)
    return Text(fa="، ".join(text.fa for text in found), en=", ".join(text.en for text in found))


def _sign(fact: FactKind, said: str) -> tuple[Sign, str]:
    for sign, spellings in SPELLINGS.items():
        for spelling in map(fold, spellings):
            after = said[len(spelling) : len(spelling) + 1]
            if said.startswith(spelling) and not (spelling[-1].isalnum() and after.isalnum()):
                return sign, said[len(spelling) :].strip()
    raise _Unread(NO_SIGN.format(fact=fact.title, signs=_listed(SIGNS.values())))


def _number(fact: FactKind, said: str) -> Decimal:
    if fact.kind is Kind.RIALS:
        reading = parse_amount(said, unit_in(said))
        if reading.value is None:
            raise _Unread((NO_UNIT if reading.problem == "no_unit" else NOT_A_NUMBER).format(said=said))
        return Decimal(reading.value)
    read = parse_number(AFTER_NUMBER.sub("", said)).value
    if read is None or read < 0:
        raise _Unread(NOT_A_NUMBER.format(said=said))
    if fact.kind is Kind.PERCENT and read > 100:
        raise _Unread(NOT_A_PERCENT.format(said=said))
    return read


def _word(fact: FactKind, said: str) -> Value:
    if fact.choices is None:
        if not CODE.fullmatch(said):
            raise _Unread(NOT_A_CODE.format(said=said))
        return said
    known = {fold(word): code for code, title in fact.choices.items() for word in (title.fa, title.en, code)}
    known |= {fold(word): code for word, code in OTHER_STATUSES.items()} if fact.code == "STATUS" else {}
    if said not in known:
        raise _Unread(NOT_A_CHOICE.format(said=said, fact=fact.title, names=_listed(fact.choices.values())))
    return known[said]
