"""The claims of texts against the records, as `hamahang statement check` prints them."""

import argparse
import sys
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamahang.cli import options
from hamahang.cli.reading import as_json, exact, text_of
from hamahang.domain.calendar import write_day
from hamahang.domain.figures import say_value

if TYPE_CHECKING:
    from hamahang.domain.statements import Reading
    from hamahang.domain.statements.between import Clash, Told
    from hamahang.statements.following import Promise
    from hamahang.statements.queries import Checked

KINDS = {".txt", ".docx", ".pdf", ".html", ".htm"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a folder: where it lies, its day, and what was read in it."""

    name: str
    day: date
    text: str
    is_plain: bool


def run(arguments: argparse.Namespace) -> int:
    """Check one text, or each text of a folder and what lies between them."""
    today = options.now().date()
    day = arguments.day or today
    if day > today:
        return options.refuse("این روز هنوز نیامده است.", "This day has not come yet.")
    if arguments.file != "-" and Path(arguments.file).is_dir():
        return _folder(Path(arguments.file), day, is_json=arguments.json)
    given = text_of(arguments.file)
    if given is None:
        return 1
    checked = _check(Text(arguments.file, day, *given))
    if arguments.json:
        options.print_json(checked["json"])
    else:
        _say(checked)
    return 0


def _check(text: Text) -> dict[str, Any]:
    """Return a text's claims with their verdicts: as they are, and as JSON."""
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.domain.ledger import AsOf
    from hamahang.domain.statements import read_claims
    from hamahang.domain.statements.between import Told
    from hamahang.domain.statements.inside import contradictions
    from hamahang.domain.statements.said import said_in
    from hamahang.statements import following, queries

    reading = read_claims(text.text, day=text.day)
    told = Told(0, text.name, text.day, said_in(reading))
    claims = queries.check(told.claims, day=text.day, reach=EVERYTHING, zone=options.zone())
    promises = following.promises([told], asof=AsOf(text.day), reach=EVERYTHING)
    doubts = queries.doubted(told.claims, day=text.day)
    found = contradictions(reading)
    return {
        "told": told, "claims": claims, "inside": found, "doubts": doubts, "promises": promises,
        "json": _json(text, reading, found, claims, doubts, promises),
    }  # fmt: skip


def _json(
    text: Text, reading: "Reading", found: Any, claims: list["Checked"], doubts: Any, promises: list["Promise"]
) -> dict[str, Any]:
    printed = as_json(reading, found)
    for claim, checked in zip(printed["claims"], claims, strict=True):
        claim.update(verdict_json(checked))
    printed["warnings"] = [
        {
            "kind": "implausible_share", "spans": [[doubt.said.start, doubt.said.end]],
            "share": str(round(doubt.share, 1)), "message": doubt.message.fa, "message_en": doubt.message.en,
            "source": doubt.source,
        }
        for doubt in doubts
    ]  # fmt: skip
    printed["promises"] = [promise_json(promise) for promise in promises]
    return printed | ({} if text.is_plain else {"text": text.text})


def verdict_json(checked: "Checked") -> dict[str, Any]:
    """Return what came of a claim, in the fixed form and what stands beside it."""
    judgement, window = checked.judgement, checked.window
    return {
        "verdict": judgement.verdict.value,
        "indicator": checked.code or None,
        "ours": exact(_decimal(checked.value)),
        "difference": exact(judgement.difference),
        "ours_then": exact(_decimal(checked.then)),
        "binding": checked.binding.how,
        "candidates": [candidate.indicator for candidate in checked.binding.proposals],
        "scope": str(checked.scope) if checked.scope else None,
        "asked": {"first": _day(window.first), "last": _day(window.last)} if window else None,
        "why": judgement.why.fa if judgement.why else None,
        "why_en": judgement.why.en if judgement.why else None,
        "sentence": checked.sentence.fa if checked.sentence else None,
        "sentence_en": checked.sentence.en if checked.sentence else None,
        **bond_json(checked),
    }


def bond_json(checked: "Checked") -> dict[str, Any]:
    """Return the commitment that a promise is, with the target of the text's day; all null for what is no promise."""
    bond = checked.bond
    held = bond.held if bond else None
    return {
        "commitment": held.number if held else None,
        "commitment_binding": bond.how if bond else None,
        "commitments": [each.number for each in bond.proposals] if bond else [],
        "target": bond.target if bond and held else None,
        "target_differs": not bond.is_same if bond and held else None,
    }


def promise_json(promise: "Promise") -> dict[str, Any]:
    """Return a promise: what, how much, by whom, for when, and what became of it."""
    said, reached = promise.said, promise.reached
    return {
        "text": promise.title, "said_on": _day(promise.said_on), "start": said.start, "end": said.end,
        "counted": said.counted, "low": exact(said.low), "high": exact(said.high), "unit": said.dimension,
        "place": said.place or None, "holder": promise.holder or None, "due_on": _day(promise.due_on),
        "verdict": promise.checked.judgement.verdict.value, **bond_json(promise.checked),
        "indicator": reached.code if reached else None, "reached": exact(_decimal(promise.stands_at)),
        "verified": promise.outcome.verified if promise.outcome else None,
        "counted_by": promise.stands_by or None,
        "outcome": promise.end.fa if promise.end else None,
        "outcome_en": promise.end.en if promise.end else None,
    }  # fmt: skip


def _decimal(value: int | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _day(day: date | None) -> str | None:
    return write_day(day) if day else None


# --- a folder of texts ---


def _folder(folder: Path, day: date, *, is_json: bool) -> int:
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.domain.ledger import AsOf
    from hamahang.domain.statements.between import Told, clashes
    from hamahang.statements import following

    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS)
    lying = _texts(files, day)
    status = 0 if len(lying) == len(files) else 1  # what could not be read was named
    if not lying:
        return options.refuse(
            "در پوشه متنی نیست: txt، docx، pdf یا html.", "No text lies in the folder: .txt, .docx, .pdf or .html."
        )
    checked = {text.name: _check(text) for text in lying}
    told = [Told(at, name, each["told"].day, each["told"].claims) for at, (name, each) in enumerate(checked.items())]
    promises = following.promises(told, asof=AsOf(day), reach=EVERYTHING)
    between = clashes(told)
    if is_json:
        texts = [{"file": name, **each["json"]} for name, each in checked.items()]
        options.print_json(
            {
                "texts": texts,
                "promises": [promise_json(promise) for promise in promises],
                "between": [clash_json(clash, told) for clash in between],
            }
        )
        return status
    for name, each in checked.items():
        sys.stdout.write(f"— {name}\n")
        _say(each)
    for clash in between:
        sys.stdout.write(f"! {told[clash.one[0]].title} / {told[clash.other[0]].title}: {clash.message.fa}\n")
        sys.stdout.write(f"  {clash.message.en}\n")
    if promises:
        sys.stdout.write("— وعده‌ها / promises\n")
    for promise in promises:
        _say_promise(promise, where=f"{promise.title} · ")
    return status


def _texts(files: list[Path], day: date) -> list[Text]:
    """Return the texts of files; the day of one is that which its name begins with, else the day asked."""
    from hamahang.statements.naming import day_of_name

    found = []
    for path in files:
        given = text_of(str(path), name=path.name)
        if given is not None:
            found.append(Text(path.name, day_of_name(path.name) or day, *given))
    return found


def clash_json(clash: "Clash", told: list["Told"]) -> dict[str, Any]:
    """Return what does not go together between two texts."""
    return {
        "kind": clash.kind, "message": clash.message.fa, "message_en": clash.message.en,
        "texts": [
            {"file": told[key].title, "day": _day(told[key].day), "span": [said.start, said.end]}
            for key, said in (clash.one, clash.other)
        ],
    }  # fmt: skip


def _say(checked: dict[str, Any]) -> None:
    """Print verdicts, then what is wrong inside the text, then what was promised."""
    from hamahang.indicators.catalogue import indicator
    from hamahang.statements.queries import KNOWN_THEN

    for each in checked["claims"]:
        verdict = each.judgement.verdict.words
        sys.stdout.write(f"{each.said.text}  {verdict.fa} / {verdict.en}  {each.code}\n")
        if each.sentence:
            sys.stdout.write(f"    {each.sentence.fa}\n    {each.sentence.en}\n")
        if each.then is not None:
            then = KNOWN_THEN.format(value=say_value(each.then, indicator(each.judgement.code).unit))
            sys.stdout.write(f"    {then.fa}\n    {then.en}\n")
        if each.judgement.why:
            sys.stdout.write(f"    {each.judgement.why.fa}\n    {each.judgement.why.en}\n")
    for found in (*checked["inside"], *checked["doubts"]):
        sys.stdout.write(f"! {found.message.fa}\n  {found.message.en}\n")
    for promise in checked["promises"]:
        _say_promise(promise)


def _say_promise(promise: "Promise", where: str = "") -> None:
    """Print what was promised, by whom, for when, and what became of it."""
    bond = promise.checked.bond
    parts = [
        promise.said.about or promise.said.text,
        promise.holder or "—",
        _day(promise.due_on) or "—",
        bond.held.number if bond and bond.held else "",
        f"{promise.end.fa} / {promise.end.en}" if promise.end else "",
        str(exact(_decimal(promise.stands_at))) if promise.end else "",
    ]
    sys.stdout.write(f"→ {where}{' · '.join(part for part in parts if part)}\n")
