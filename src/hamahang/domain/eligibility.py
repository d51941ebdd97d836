"""Who is eligible: rules over facts of a unit, each answered met, not met, or not known; unknown is not no.

Rules are text that an office reads and writes, see `domain.rulebook`; here is what they mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum

from hamahang.domain.money import say_number, say_rials
from hamahang.domain.register import STATUSES
from hamahang.domain.text import Text, to_persian_digits

Value = Decimal | str | bool


class Kind(Enum):
    """What a fact of a unit is."""

    NUMBER = "number"
    PERCENT = "percent"
    MONTHS = "months"
    RIALS = "rials"
    CHOICE = "choice"
    CLASS = "class"  # a code of a tree: 23 holds for 2392 too
    CODE = "code"
    YESNO = "yesno"


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact that rules may ask about. words: how it is written in rules; choices: code → title of a closed list."""

    code: str
    title: Text
    kind: Kind
    words: tuple[str, ...] = ()
    choices: Mapping[str, Text] | None = None


SIZES = {
    "MICRO": Text(fa="خرد", en="micro"),
    "SMALL": Text(fa="کوچک", en="small"),
    "MEDIUM": Text(fa="متوسط", en="medium"),
    "LARGE": Text(fa="بزرگ", en="large"),
}
# persons from which a class begins: the classes of the ministry's reports (fewer than 10, 10–49, 50–99, 100 and more)
SIZE_FROM = (("LARGE", 100), ("MEDIUM", 50), ("SMALL", 10), ("MICRO", 0))
LICENCES = {"VALID": Text(fa="معتبر", en="valid"), "EXPIRED": Text(fa="منقضی", en="expired")}
YES_NO = {"YES": Text(fa="بله", en="yes"), "NO": Text(fa="نه", en="no")}
FACTS = {
    fact.code: fact
    for fact in (
        FactKind("SECTOR", Text(fa="رشته", en="sector"), Kind.CLASS),
        FactKind("COUNTY", Text(fa="شهرستان", en="county"), Kind.CODE),
        FactKind("STATUS", Text(fa="وضعیت", en="status"), Kind.CHOICE, choices=STATUSES),
        FactKind("IDLE", Text(fa="مدت رکود", en="idle time"), Kind.MONTHS),
        FactKind("HEADS", Text(fa="شاغلان", en="head count"), Kind.NUMBER, ("شاغل", "heads")),
        FactKind("SIZE", Text(fa="اندازه", en="size"), Kind.CHOICE, choices=SIZES),
        FactKind("ENERGY_SHARE", Text(fa="سهم انرژی از هزینه", en="energy share"), Kind.PERCENT, ("سهم انرژی",)),
        FactKind("PROGRESS", Text(fa="پیشرفت فیزیکی", en="physical progress"), Kind.PERCENT),
        FactKind("LICENCE", Text(fa="مجوز", en="licence"), Kind.CHOICE, choices=LICENCES),
        FactKind("RETURNS", Text(fa="تأخیر آمار ماهانه", en="delay of returns"), Kind.MONTHS),
        FactKind("OVERDUE", Text(fa="بدهی معوق", en="overdue debt"), Kind.RIALS),
        FactKind("SUPPORTED", Text(fa="حمایت پیشین", en="supported before"), Kind.YESNO, choices=YES_NO),
    )
}


class Sign(StrEnum):
    """How a fact is compared."""

    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"
    ONE_OF = "in"
    NONE_OF = "not in"


SIGNS = {
    Sign.AT_LEAST: Text(fa="دست‌کم", en="at least"),
    Sign.AT_MOST: Text(fa="حداکثر", en="at most"),
    Sign.ABOVE: Text(fa="بیش از", en="more than"),
    Sign.BELOW: Text(fa="کمتر از", en="less than"),
    Sign.ONE_OF: Text(fa="یکی از", en="one of"),
    Sign.NONE_OF: Text(fa="نه از", en="none of"),
}

IS = Text(fa="برابر", en="is")


class Answer(StrEnum):
    """What a rule says of a unit."""

    MET = "MET"
    UNMET = "UNMET"
    UNKNOWN = "UNKNOWN"


ANSWERS = {
    Answer.MET: Text(fa="برقرار", en="met"),
    Answer.UNMET: Text(fa="نابرقرار", en="not met"),
    Answer.UNKNOWN: Text(fa="نامعلوم", en="not known"),
}
VERDICTS = {
    Answer.MET: Text(fa="واجد شرایط", en="qualifies"),
    Answer.UNMET: Text(fa="فاقد شرایط", en="does not qualify"),
    Answer.UNKNOWN: Text(fa="نامعلوم", en="not known"),
}


NOWHERE = Text(fa="", en="")


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as it is known of a unit: its value and where from.

    high: where only bounds are known, the upper one; then `value` is the lower
    """

    value: Value
    source: Text = NOWHERE
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of one fact. values: one number, or the codes of a list."""

    fact: str
    sign: Sign
    values: tuple[Value, ...]

    def answer(self, facts: Mapping[str, Known]) -> Answer:
        """Return whether it holds for a unit."""
        known = facts.get(self.fact)
        if known is None:
            return Answer.UNKNOWN
        holds = {self._holds(known.value), self._holds(known.value if known.high is None else known.high)}
        # bounds on both sides of a line: it may hold, or not
        return Answer.UNKNOWN if len(holds) > 1 else Answer.MET if holds.pop() else Answer.UNMET

    def _holds(self, value: Value) -> bool:
        if self.sign in (Sign.ONE_OF, Sign.NONE_OF):
            is_tree = FACTS[self.fact].kind is Kind.CLASS
            among = any(str(value).startswith(str(said)) if is_tree else value == said for said in self.values)
            return among == (self.sign is Sign.ONE_OF)
        number, line = Decimal(value), Decimal(self.values[0])
        return {
            Sign.AT_LEAST: number >= line,
            Sign.AT_MOST: number <= line,
            Sign.ABOVE: number > line,
            Sign.BELOW: number < line,
        }[self.sign]

    def said(self) -> Text:
        """Return it in words."""
        values = [say_value(self.fact, value) for value in self.values]
        fa, en = "، ".join(value.fa for value in values), ", ".join(value.en for value in values)
        title, sign = FACTS[self.fact].title, SIGNS[self.sign]
        if self.sign is Sign.ONE_OF and len(values) == 1:
            sign = IS
        return Text(fa=f"{title.fa} {sign.fa} {fa}", en=f"{title.en} {sign.en} {en}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of the rules: met when one of its conditions is. line: where it stands in the text, from 1."""

    line: int
    conditions: tuple[Condition, ...]
    name: str = ""

    def answer(self, facts: Mapping[str, Known]) -> Answer:
        """Return whether it holds for a unit."""
        answers = {condition.answer(facts) for condition in self.conditions}
        return next((a for a in (Answer.MET, Answer.UNKNOWN) if a in answers), Answer.UNMET)

    def said(self) -> Text:
        """Return it in words."""
        said = [condition.said() for condition in self.conditions]
        return Text(fa=" یا ".join(words.fa for words in said), en=" or ".join(words.en for words in said))


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule says of one unit, and the facts it looked at; None for a fact that is not known."""

    rule: Rule
    answer: Answer
    facts: tuple[tuple[str, Known | None], ...]

    def said(self) -> Text:
        """Return the facts in words: «سهم انرژی از هزینه: ۴ درصد»."""
        parts = [say_fact(code, known) for code, known in self.facts]
        return Text(fa="؛ ".join(part.fa for part in parts), en="; ".join(part.en for part in parts))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all rules together say of a unit."""

    answer: Answer
    reasons: tuple[Reason, ...]

    @property
    def against(self) -> tuple[Reason, ...]:
        """The rules that are not met, or not known to be."""
        return tuple(reason for reason in self.reasons if reason.answer is not Answer.MET)


def judge(rules: Sequence[Rule], facts: Mapping[str, Known]) -> Verdict:
    """Return what rules say of a unit: it qualifies if all are met, does not if one is not, else it is not known."""
    reasons = tuple(
        Reason(rule, rule.answer(facts), tuple((c.fact, facts.get(c.fact)) for c in rule.conditions)) for rule in rules
    )
    answers = {reason.answer for reason in reasons}
    whole = next((a for a in (Answer.UNMET, Answer.UNKNOWN) if a in answers), Answer.MET)
    return Verdict(whole, reasons)


def size_of(persons: int) -> str:
    """Return the size class of a number of persons."""
    return next(code for code, least in SIZE_FROM if persons >= least)


UNKNOWN = Text(fa="نامعلوم", en="not known")


def say_fact(code: str, known: Known | None) -> Text:
    """Return a fact with its value, and in brackets where it is known from."""
    title = FACTS[code].title
    value = UNKNOWN if known is None else say_known(code, known)
    fa, en = f"{title.fa}: {value.fa}", f"{title.en}: {value.en}"
    if known and known.source.fa:
        return Text(fa=f"{fa} ({known.source.fa})", en=f"{en} ({known.source.en})")
    return Text(fa=fa, en=en)


def say_known(code: str, known: Known) -> Text:
    """Return the value of a fact in words, both bounds where only these are known."""
    if known.high is None or known.high == known.value:
        return say_value(code, known.value)
    low, high = say_value(code, known.value), say_value(code, known.high)
    return Text(fa=f"از {low.fa} تا {high.fa}", en=f"{low.en} to {high.en}")


MEASURES = {
    Kind.PERCENT: Text(fa=" درصد", en=" %"),
    Kind.MONTHS: Text(fa=" ماه", en=" months"),
    Kind.NUMBER: Text(fa=" نفر", en=" persons"),
}


def say_value(code: str, value: Value) -> Text:
    """Return a value of a fact in words."""
    fact = FACTS[code]
    if fact.choices is not None:
        return fact.choices.get(str(value), Text(fa=str(value), en=str(value)))
    if fact.kind is Kind.RIALS:
        # rounded for a reader, but never so that two lines of rules look the same
        scale = "auto" if int(value) % 10**8 == 0 else "rial"
        return Text(fa=say_rials(int(value), "fa", scale=scale), en=say_rials(int(value), "en", scale=scale))
    if fact.kind in MEASURES:
        number, measure = Decimal(value).normalize(), MEASURES[fact.kind]
        number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number
        return Text(fa=f"{say_number(number, 'fa')}{measure.fa}", en=f"{say_number(number, 'en')}{measure.en}")
    return Text(fa=to_persian_digits(str(value)), en=str(value))
