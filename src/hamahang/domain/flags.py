"""Flags: support that a second look is due at, each with its rule; computed from records, decided by people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from hamahang.domain.text import Text

RULES = {
    "TWICE_UNIT": Text(fa="یک واحد دو بار برای یک هدف", en="a unit supported twice for one purpose"),
    "TWICE_OWNER": Text(fa="یک مالک دو بار برای یک هدف", en="an owner supported twice for one purpose"),
    "TWICE_PLOT": Text(fa="یک قطعهٔ زمین دو بار برای یک هدف", en="a plot supported twice for one purpose"),
    "TWICE_ACCOUNT": Text(fa="یک حساب بانکی برای دو دریافت‌کننده", en="one account for two recipients"),
    "SHARE_UNIT": Text(fa="تمرکز بر یک واحد", en="concentration on one unit"),
    "SHARE_OWNER": Text(fa="تمرکز بر یک مالک", en="concentration on one owner"),
    "SHARE_BANK": Text(fa="تمرکز بر یک بانک", en="concentration on one bank"),
    "PAID_EARLY": Text(fa="پرداخت پیش از تصویب", en="paid before the approval"),
    "PAID_LATE": Text(fa="پرداخت پس از انقضای اعتبار", en="paid after the money lapsed"),
    "PROGRESS": Text(fa="پیشرفت بی‌بازدید", en="progress claimed without an inspection"),
}
VERDICTS = {
    "ALLOWED": Text(fa="درست است؛ دلیل دارد", en="right, with a reason"),
    "MENDED": Text(fa="اصلاح شد", en="mended"),
    "STOPPED": Text(fa="متوقف شد", en="stopped"),
    "INSPECT": Text(fa="به بازرسی رفت", en="sent to inspection"),
}


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to look at. records: labels with keys; about: names for the reader; amount: rials.

    subject: who it is about, where it stays the same flag when further records come; else the records say it
    """

    rule: str
    records: tuple[str, ...]
    about: str
    amount: int
    said: Text
    units: tuple[int, ...] = ()
    subject: str = ""

    @property
    def key(self) -> str:
        """What a decision is kept under: the rule and the subject, or the very records."""
        about = (self.subject,) if self.subject else tuple(sorted(self.records))
        return sha256("|".join((self.rule, *about)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Given:
    """Support that was contracted: what it is compared by. on: empty texts compare with nothing."""

    record: str
    unit: int
    name: str
    purpose: str
    amount: int
    owner: str = ""
    plot: str = ""
    account: str = ""
    bank: str = ""
    bank_name: str = ""


TWICE: tuple[tuple[str, Callable[[Given], str]], ...] = (
    ("TWICE_UNIT", lambda given: str(given.unit)),
    ("TWICE_OWNER", lambda given: given.owner),
    ("TWICE_PLOT", lambda given: given.plot),
)
# who a share is of, and what that one is called
SHARE_OF: Mapping[str, Callable[[Given], tuple[str, str]]] = {
    "SHARE_UNIT": lambda given: (str(given.unit), given.name),
    "SHARE_OWNER": lambda given: (given.owner, given.name),
    "SHARE_BANK": lambda given: (given.bank, given.bank_name),
}


def doubled(given: Iterable[Given], *, titles: Mapping[str, Text]) -> list[Flag]:
    """Return what was supported twice for one purpose, by unit, by owner and by plot; and one account of two units.

    An owner's or a plot's flag tells of several units; two of one unit are told once, by the unit.
    """
    listed = list(given)
    flags = []
    for rule, key in TWICE:
        for (said, purpose), rows in _grouped((key(row), row.purpose, row) for row in listed).items():
            units = {row.unit for row in rows}
            if said and len(rows) > 1 and (rule == "TWICE_UNIT" or len(units) > 1):
                flags.append(_twice(rule, rows, titles.get(purpose, Text(fa=purpose, en=purpose))))
    for (account, _), rows in _grouped((row.account, "", row) for row in listed).items():
        if account and len({row.unit for row in rows}) > 1:
            flags.append(_twice("TWICE_ACCOUNT", rows, Text(fa="حساب", en="account")))
    return flags


def _grouped(rows: Iterable[tuple[str, str, Given]]) -> dict[tuple[str, str], list[Given]]:
    found: dict[tuple[str, str], list[Given]] = {}
    for key, purpose, row in rows:
        found.setdefault((key, purpose), []).append(row)
    return found


def _twice(rule: str, rows: Sequence[Given], what: Text) -> Flag:
    names = "، ".join(dict.fromkeys(row.name for row in rows))
    n = len(rows)
    return Flag(
        rule=rule,
        records=tuple(sorted(row.record for row in rows)),
        about=names,
        amount=sum(row.amount for row in rows),
        said=Text(fa="{n} حمایت؛ {what}", en="{n} supports; {what}").format(n=n, what=what),
        units=tuple(sorted({row.unit for row in rows})),
    )


def concentrated(given: Iterable[Given], *, limits: Mapping[str, Decimal]) -> list[Flag]:
    """Return the units, owners and banks whose share of all is above a limit. limits: rule → percent 0–100."""
    listed = list(given)
    whole = sum(row.amount for row in listed)
    flags = []
    for rule, limit in limits.items():
        for (said, _), rows in _grouped((SHARE_OF[rule](row)[0], "", row) for row in listed).items():
            amount = sum(row.amount for row in rows)
            if not said or not whole or Decimal(100) * amount / whole <= limit:
                continue
            percent = round(Decimal(100) * amount / whole, 1)
            words = Text(fa="{percent} درصد از کل؛ حد {limit} درصد", en="{percent} % of all; limit {limit} %")
            told = words.format(percent=percent, limit=limit)
            records = tuple(sorted(row.record for row in rows))
            units = tuple(sorted({row.unit for row in rows})) if rule != "SHARE_BANK" else ()
            flags.append(Flag(rule, records, SHARE_OF[rule](rows[0])[1], amount, told, units, subject=said))
    return flags
