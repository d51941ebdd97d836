"""Keeping texts with their claims, and what people decide that claims are about."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import shorten

from django.db import transaction

from hamahang.commitments import queries as commitments
from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_number
from hamahang.domain.refusal import Refused
from hamahang.domain.statements import read_claims
from hamahang.domain.statements.binding import NOT_KEPT
from hamahang.domain.statements.said import said_in
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import indicators
from hamahang.ledger.recording import bulk_record, recording
from hamahang.statements import queries
from hamahang.statements.keeping import as_values
from hamahang.statements.models import ClaimBinding, PromiseBinding, StatedClaim, Statement

LONGEST = 200_000
MOST_CLAIMS = 2_000  # a page shows them all
TITLE = 200
SHORT = 90  # letters of a first line that stands for a title


class StatementRefused(Refused):
    """A text cannot be kept, or a claim not be bound so; `why` tells the repair in both languages."""


EMPTY = Text(fa="متنی نیست؛ متن را بنویسید یا فایلی بفرستید", en="There is no text; paste it or send a file")
TOO_LONG = Text(
    fa=f"متن از {say_number(LONGEST, 'fa')} نویسه درازتر است؛ بخش‌هایش را جدا بفرستید",
    en=f"Longer than {say_number(LONGEST, 'en')} letters; send it in parts",
)
TOO_MANY = Text(
    fa=f"بیش از {say_number(MOST_CLAIMS, 'fa')} رقم در متن است؛ بخش‌هایش را جدا بفرستید",
    en=f"More than {say_number(MOST_CLAIMS, 'en')} figures; send it in parts",
)
NO_REASON = Text(fa="دلیل را بنویسید", en="Say why")
OTHER_UNIT = Text(
    fa="یکای این رقم با ادعا یکی نیست: پول، درصد و شمار با هم سنجیده نمی‌شود",
    en="This figure is in another unit than the claim: money, percent and numbers are not compared",
)
UNKNOWN = Text(fa="چنین رقمی نیست؛ یکی از فهرست برگزینید", en="There is no such figure; choose one of the list")

NO_COMMITMENT = Text(
    fa="چنین تعهدی نیست؛ یکی از فهرست برگزینید", en="There is no such commitment; choose one of the list"
)


@dataclass(frozen=True, slots=True)
class TextDraft:
    """A text to be kept. day: when it was said or published; name: of its file, to tell which one is refused"""

    text: str
    title: str
    source: str
    day: date
    name: str = ""


def keep_statements(*, drafts: Sequence[TextDraft], by: str, at: datetime) -> list[Statement]:
    """Keep texts that were given together, all or none, and return them.

    :raises StatementRefused: if one of them cannot be kept; it names the file
    """
    with transaction.atomic():
        return [_keep(draft, by, at) for draft in drafts]


def _keep(draft: TextDraft, by: str, at: datetime) -> Statement:
    try:
        return keep_statement(text=draft.text, title=draft.title, source=draft.source, day=draft.day, by=by, at=at)
    except StatementRefused as refused:
        if not draft.name:
            raise
        why = refused.why
        raise StatementRefused(Text(fa=f"{draft.name}: {why.fa}", en=f"{draft.name}: {why.en}")) from refused


def keep_statement(*, text: str, title: str, source: str = "", day: date, by: str, at: datetime) -> Statement:
    """Keep a text with the claims read in it, and return it; the same text of the same day is kept once.

    day: when it was said or published
    :raises StatementRefused: if it is empty or too long, or says too many figures
    """
    if not any(letter.isalnum() for letter in text):  # marks of direction alone are no text
        raise StatementRefused(EMPTY)
    if len(text) > LONGEST:
        raise StatementRefused(TOO_LONG)
    text = text.replace("\0", "")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    known = queries.statement_of_hash(sha256, day)
    if known is not None:
        return known
    said = said_in(read_claims(text, day=day))
    if len(said) > MOST_CLAIMS:
        raise StatementRefused(TOO_MANY)
    name = title.strip()[:TITLE] or _first_line(text)
    statement = Statement(title=name, source=source.strip()[:TITLE], day=day, text=text, sha256=sha256)
    with recording(action="statements.statement.kept", by=by, at=at):
        statement.save()
        bulk_record(
            [
                StatedClaim(
                    statement_id=statement.pk,
                    start=each.start,
                    end=each.end,
                    meaning=each.meaning,
                    modality=each.modality,
                    due_on=each.last,
                    said=as_values(each),
                )
                for each in said
            ]
        )
    return statement


def _first_line(text: str) -> str:
    """Return the first line that says something, cut between words where it is long."""
    line = next(line for line in text.splitlines() if any(letter.isalnum() for letter in line))
    short = shorten(line, SHORT, placeholder="…")
    return short if len(short) > 1 else f"{line.strip()[:SHORT]}…"


def take_out(*, statement: Statement, reason: str, by: str, at: datetime) -> None:
    """Let a text stand no longer: of a wrong day, or never said; it stays in the ledger with why.

    :raises StatementRefused: if nobody says why
    """
    if not reason.strip():
        raise StatementRefused(NO_REASON)
    with recording(action="statements.statement.taken_out", by=by, at=at, reason=reason):
        statement.void()


def bind_meaning(*, meaning: str, indicator: str, reason: str = "", by: str, at: datetime) -> ClaimBinding:
    """Remember which figure claims of a meaning are about; "" where the register keeps none. A new choice takes
    the place of the old one, which stays to be seen.

    :raises StatementRefused: if there is no such figure, or it is of another kind of unit than the claims
    """
    if indicator != NOT_KEPT and indicator not in indicators():
        raise StatementRefused(UNKNOWN)
    if indicator != NOT_KEPT and not queries.is_comparable(meaning, indicator):
        raise StatementRefused(OTHER_UNIT)
    known = ClaimBinding.objects.filter(meaning=meaning, voided_entry=None).first()
    if known is not None and known.indicator == indicator:
        return known
    binding = ClaimBinding(meaning=meaning, indicator=indicator)
    with recording(action="statements.meaning.bound", by=by, at=at, reason=reason):
        if known is not None:
            known.void()
        binding.save()
    return binding


def bind_promise(*, key: str, commitment: int | None, reason: str = "", by: str, at: datetime) -> PromiseBinding:
    """Remember which commitment promises of a meaning, place and deadline are; None where the register has none.

    A new choice takes the place of the old one, which stays to be seen.

    :raises StatementRefused: if there is no such commitment
    """
    if commitment is not None and commitments.commitment(commitment, AsOf(at.date())) is None:
        raise StatementRefused(NO_COMMITMENT)
    known = PromiseBinding.objects.filter(meaning=key, voided_entry=None).first()
    if known is not None and known.commitment_id == commitment:
        return known
    binding = PromiseBinding(meaning=key, commitment_id=commitment)
    with recording(action="statements.promise.bound", by=by, at=at, reason=reason):
        if known is not None:
            known.void()
        binding.save()
    return binding
