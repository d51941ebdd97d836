"""A bank's list in the example, with a difference of every kind planted, and what was decided of some of them."""

import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from hamahang.cli.samples.names import EXAMPLE
from hamahang.domain.calendar import from_jalali, write_day
from hamahang.domain.ledger import AsOf
from hamahang.domain.reconciling import Kind, Paid
from hamahang.intake.actions import apply_batch, check_batch, receive_file
from hamahang.intake.sources import source_named
from hamahang.support import matched, settling

if TYPE_CHECKING:
    from hamahang.cli.samples.year_support import Support

UNTIL = from_jalali(1390, 12, 29)
MONTH = (from_jalali(1390, 3, 1), from_jalali(1390, 3, 31))
FAR = timedelta(days=40)
LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Planted:
    """How many differences of each kind were put into a list, as (kind, look, differs).

    joined: payments of ours and of the bank that only a person can tell to be the same
    """

    rows: list[Paid]
    found: dict[tuple[str, str, tuple[str, ...]], int]
    joined: tuple[tuple[tuple[Paid, ...], tuple[Paid, ...]], ...] = ()


def plant(ours: list[Paid]) -> Planted:
    """Return our payments as a bank would list them, with a difference of every kind in some of them.

    The payments that are touched lie after the frozen month, so that it can be signed, but for one in it.
    """
    rows = sorted(ours, key=lambda paid: (paid.on, paid.key))
    late = [at for at, paid in enumerate(rows) if paid.on > from_jalali(1390, 4, 11)]
    of_month = next(at for at, paid in enumerate(rows) if MONTH[0] <= paid.on <= MONTH[1] - timedelta(days=12))
    rows[late[0]] = replace(rows[late[0]], amount=rows[late[0]].amount + 27_000_000)
    rows[late[1]] = replace(rows[late[1]], amount=rows[late[1]].amount - 9_000_000)
    rows[late[2]] = replace(rows[late[2]], on=rows[late[2]].on + timedelta(days=8))
    rows[of_month] = replace(rows[of_month], on=rows[of_month].on + timedelta(days=5))
    gone = {late[3], late[4]}
    # one payment of ours is two of the bank's, without the document that would tell
    whole = rows[late[5]]
    part = whole.amount * 2 // 5
    rows[late[5]] = replace(whole, amount=part, document_no="")
    rest = replace(whole, key="rest", amount=whole.amount - part, document_no="", on=whole.on + timedelta(days=1))
    # what only a person sees: one of ours paid in two parts of another file far apart, and two of ours paid as one
    pair = next(two for two in combinations(late[6:], 2) if len({rows[at].file_no for at in two}) == 1)
    alone = next(at for at in late[6:] if rows[at].file_no != rows[pair[0]].file_no)
    one, first, second = (rows[at] for at in (alone, *pair))
    half = one.amount // 2
    parts = (
        replace(one, key="part1", file_no="99003", amount=half, document_no="881401", on=one.on + FAR, owner=""),
        replace(
            one, key="part2", file_no="99003", amount=one.amount - half, document_no="881402", on=one.on + 2 * FAR,
            owner="",
        ),
    )  # fmt: skip
    both = replace(
        first, key="both", file_no="99004", amount=first.amount + second.amount, document_no="881403",
        on=max(first.on, second.on) + FAR, owner="",
    )  # fmt: skip
    gone |= {alone, *pair}
    strangers = [
        Paid("x1", "99001", 3_300_000_000, from_jalali(1390, 6, 14), "881201", "", "شرکت ناشناس الف"),
        Paid("x2", "99002", 1_750_000_000, from_jalali(1390, 7, 3), "881317", "", "شرکت ناشناس ب"),
    ]
    kept = [paid for at, paid in enumerate(rows) if at not in gone]
    return Planted(
        rows=[*kept, rest, *strangers, *parts, both],
        found={
            ("DIFFERING", "DOCUMENT", ("amount",)): 2,
            ("DIFFERING", "DOCUMENT", ("day",)): 2,
            ("MATCHED", "SUM", ()): 1,
            ("ONLY_OURS", "NONE", ()): 2,
            ("ONLY_THEIRS", "NONE", ()): 2,
            ("DIFFERING", "PERSON", ("file",)): 2,
        },
        joined=(((one,), parts), ((first, second), (both,))),
    )


def write(path: Path, rows: list[Paid], bank: str) -> None:
    """Write a bank's list as a workbook."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("پرداخت‌ها")
    sheet.right_to_left()
    sheet.write_string(0, 0, EXAMPLE)
    heads = ("بانک", "شماره پرونده", "شماره سند", "نام مشتری", "شناسه ملی", "مبلغ پرداختی (ریال)", "تاریخ پرداخت")
    for column, head in enumerate(heads):
        sheet.write_string(2, column, head)
    for at, paid in enumerate(rows, start=3):
        day = write_day(paid.on).replace("-", "/")
        for column, text in enumerate((bank, paid.file_no, paid.document_no, paid.name, paid.owner)):
            sheet.write_string(at, column, text)
        sheet.write_number(at, 5, paid.amount)
        sheet.write_string(at, 6, day)
    book.close()


def send(support: "Support") -> Planted:
    """Let the first bank send its list of the year, take it in, and decide what can be decided."""
    bank = support.banks[0]
    planted = plant(matched.our_payments(bank.pk, AsOf(UNTIL)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mogayerat-bank-sanat.xlsx"
        write(path, planted.rows, bank.name)
        _take_in(support, path)
    _decide(support, bank)
    _join(support, bank.pk, planted)
    return planted


def _join(support: "Support", bank: int, planted: Planted) -> None:
    """Let the expert say of the bank's letters which payments are the same: one of ours in two, and two in one."""
    listed = {paid.document_no: paid.key for paid in matched.their_payments(bank, AsOf(UNTIL))}
    for ours, theirs in planted.joined:
        settling.join(
            bank=bank, ours=[paid.key for paid in ours], theirs=[listed[paid.document_no] for paid in theirs],
            reason="نامهٔ بانک: شمارهٔ پرونده در سامانهٔ تازه عوض شده است", on=UNTIL, **support.by("tashilat"),
        )  # fmt: skip


def _take_in(support: "Support", path: Path) -> None:
    source, store, who = source_named("bank_payments"), support.office.store, support.by("tashilat")
    received = receive_file(
        chunks=[path.read_bytes()], name=path.name, store=store, limit=LIMIT, source=source, **who
    )  # fmt: skip
    batch = check_batch(file=received, source=source, store=store, **who)
    apply_batch(batch=batch, store=store, without_bad_rows=True, **who)


def _decide(support: "Support", bank: object) -> None:
    """Decide the difference of the month of Khordad, and freeze and sign that month; the others are open."""
    pk: int = bank.pk  # type: ignore[attr-defined]
    on = from_jalali(1390, 4, 8)
    for group in matched.groups(pk, AsOf(on)):
        if group.kind is not Kind.MATCHED and _touches(group.ours + group.theirs, *MONTH):
            settling.decide(
                bank=pk,
                key=group.key,
                verdict="THEIRS",
                reason="روز سند بانک درست است",
                on=on,
                **support.by("tashilat"),
            )
    statement = settling.freeze(bank=pk, from_on=MONTH[0], until_on=MONTH[1], on=on, **support.by("tashilat"))
    settling.sign(statement=statement, side="OURS", on=on, **support.by("tashilat"))
    settling.sign(statement=statement, side="BANK", on=on + timedelta(days=2), **support.by("bank"))


def _touches(paid: tuple[Paid, ...], first: date, last: date) -> bool:
    return any(first <= one.on <= last for one in paid)
