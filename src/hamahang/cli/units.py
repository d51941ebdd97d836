"""`hamahang units`: pairs that are likely one unit, merging two by their licences, and taking a merge back."""

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from hamahang.cli import options, setup
from hamahang.domain.register import EVIDENCE_NAMES

if TYPE_CHECKING:
    from hamahang.register.duplicates import Pair
    from hamahang.register.merging import Merge
    from hamahang.register.relations import Thing
    from hamahang.register.unmerging import Unmerge


def add(parsers: Any) -> None:
    """Register the command."""
    units = parsers.add_parser("units", help="units registered twice / واحدهای دوبار ثبت‌شده")
    verbs = units.add_subparsers(dest="verb", required=True, metavar="VERB")
    listing = verbs.add_parser("duplicates", help="pairs that are likely one / جفت‌هایی که شاید یکی باشند")
    listing.add_argument("--limit", type=_number, help="so many, the heaviest")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=duplicates)
    merging = verbs.add_parser("merge", help="make two units one / یکی کردن دو واحد")
    merging.add_argument("keep", metavar="KEEP", help="licence number of the unit that stays")
    merging.add_argument("away", metavar="AWAY", help="licence number of the unit that goes into it")
    merging.set_defaults(run=merge)
    parting = verbs.add_parser("unmerge", help="take a merge back / برگرداندن یکی شدن")
    parting.add_argument("licence", metavar="LICENCE", help="licence number of the unit that went into another")
    parting.set_defaults(run=unmerge)
    for parser in (merging, parting):
        parser.add_argument("--yes", action="store_true", help="do it; without it, only say what it would do")
        parser.add_argument("--reason", default="", help="kept in the ledger")
        parser.add_argument("--json", action="store_true")


def _number(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 2**31:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above zero / عددی بزرگ‌تر از صفر بنویسید")
    return int(text)


def duplicates(arguments: argparse.Namespace) -> int:
    """Print the pairs, the heaviest first."""
    setup.django()
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.register import queries
    from hamahang.register.duplicates import find_duplicates

    pairs = find_duplicates(reach=EVERYTHING, limit=arguments.limit)
    units = queries.standing_units(EVERYTHING, {unit for pair in pairs for unit in (pair.first, pair.second)})
    if arguments.json:
        options.print_json([_as_json(pair, units) for pair in pairs])
        return 0
    for pair in pairs:
        one, other = units[pair.first], units[pair.second]
        sys.stdout.write(f"{pair.weight:+.1f}  {one.licence_no} {one.name}  =  {other.licence_no} {other.name}\n")
        said = (f"{EVIDENCE_NAMES[r.evidence].fa} {r.level.fa} {r.bits:+.1f}".replace("  ", " ") for r in pair.reasons)
        sys.stdout.write(f"       {' · '.join(said)}\n")
    sys.stdout.write(f"{len(pairs)} جفت · {len(pairs)} pairs\n")
    return 0


def _as_json(pair: "Pair", units: dict[int, Any]) -> dict[str, Any]:
    return {
        "weight": pair.weight,
        "units": [
            {"licence": units[unit].licence_no, "name": units[unit].name, "county": units[unit].county.name}
            for unit in (pair.first, pair.second)
        ],
        "reasons": [{"evidence": r.evidence, "level": r.level.en, "bits": r.bits} for r in pair.reasons],
    }


def merge(arguments: argparse.Namespace) -> int:
    """Say what a merge would do; do it with --yes."""
    setup.django()
    from hamahang.register.merging import SameUnit, UnitsAreDistinct, merge_units, would_merge

    pair: dict[str, int] = {}
    for name in ("keep", "away"):
        found = _unit(getattr(arguments, name))
        if found is None:
            return _no_unit(getattr(arguments, name))
        pair[name] = found
    by, at = options.operator(), options.now()
    try:
        done = would_merge(**pair, by=by, at=at)
        _say_merge(done, arguments)
        if arguments.yes:
            done = merge_units(**pair, by=by, at=at, reason=arguments.reason)
    except SameUnit:
        return options.refuse("این دو پروانه از یک واحدند.", "Both licences are of one unit.")
    except UnitsAreDistinct as word:
        return options.refuse(
            f"{word.by} گفته است که این دو یکی نیستند: {word.reason}",
            f"{word.by} said that these two are not the same: {word.reason}",
        )
    return _end(done.entry, arguments, _merge_as_json(done))


def unmerge(arguments: argparse.Namespace) -> int:
    """Say what taking a merge back would do; do it with --yes."""
    setup.django()
    from hamahang.register import queries
    from hamahang.register.unmerging import LicenceIsTaken, MergedFurther, unmerge, would_unmerge

    alias = queries.alias_of_licence(arguments.licence)
    if alias is None:
        return options.refuse(
            f"واحدی با پروانهٔ {arguments.licence} با دیگری یکی نشده است.",
            f"No unit of the licence {arguments.licence} was merged with another.",
        )
    by, at = options.operator(), options.now()
    try:
        done = would_unmerge(alias=alias.pk, by=by, at=at)
        _say_parting(done, alias, arguments)
        if arguments.yes:
            done = unmerge(alias=alias.pk, by=by, at=at, reason=arguments.reason)
    except MergedFurther:
        into = alias.unit.licence_no
        return options.refuse(
            f"این واحد پس از آن با واحد {into} یکی شده است؛ نخست آن را برگردانید.",
            f"The unit was merged again since, with {into}; take that merge back first.",
        )
    except LicenceIsTaken:
        return options.refuse(
            f"واحد دیگری با پروانهٔ {arguments.licence} ثبت شده است؛ نخست آن را درست کنید.",
            f"Another unit was registered under the licence {arguments.licence}; mend that one first.",
        )
    return _end(done.entry, arguments, _parting_as_json(done))


def _unit(licence: str) -> int | None:
    """Return the standing unit of a licence number, not one that merely had it once."""
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.register import queries

    found = queries.unit_of_licence(EVERYTHING, licence)
    alias = queries.alias_of_licence(licence)
    return None if alias is not None and found == alias.unit_id else found


def _no_unit(licence: str) -> int:
    return options.refuse(f"هیچ واحد برقراری پروانهٔ {licence} ندارد.", f"No standing unit has the licence {licence}.")


def _say_merge(seen: "Merge", arguments: argparse.Namespace) -> None:
    if arguments.json:
        return
    write = sys.stdout.write
    write(f"{arguments.away} → {arguments.keep}\n")
    _say_things("می‌آید · moves", seen.moved)
    _say_things("تکراری است و کنار می‌رود · dropped as a double", seen.dropped)
    for difference in seen.differences:
        mark = "  ←" if difference.is_taken else ""
        write(f"  {difference.field:12} {difference.keep} | {difference.away}{mark}\n")


def _say_parting(seen: "Unmerge", alias: Any, arguments: argparse.Namespace) -> None:
    if arguments.json:
        return
    from hamahang.ledger.queries import names_of

    sys.stdout.write(f"{alias.unit.licence_no} → {alias.licence_no} {alias.name}\n")
    _say_things("به آن برمی‌گردد · goes back to it", seen.moved)
    _say_things("دوباره ثبت می‌شود · recorded again", seen.restored)
    names = names_of(kept.record for kept in seen.kept)
    for kept in seen.kept:
        sys.stdout.write(f"  می‌ماند · stays: {kept.record:28} {kept.why:16} {names.get(kept.record, '')}\n")


def _say_things(heading: str, things: "Iterable[Thing]") -> None:
    listed = list(things)
    if listed:
        sys.stdout.write(f"{heading}: {len(listed)}\n")
    for thing in listed:
        since = f" {thing.since_on.isoformat()}" if thing.since_on else ""
        differs = f" ({', '.join(thing.differs)})" if thing.differs else ""
        sys.stdout.write(f"  {thing.title.fa} · {thing.title.en}: {thing.name}{since}{differs}\n")


def _merge_as_json(done: "Merge") -> dict[str, Any]:
    return {
        "moved": _things_as_json(done.moved),
        "dropped": _things_as_json(done.dropped),
        "differences": [
            {"field": d.field, "keep": d.keep, "away": d.away, "is_taken": d.is_taken} for d in done.differences
        ],
    }


def _parting_as_json(done: "Unmerge") -> dict[str, Any]:
    return {
        "moved": _things_as_json(done.moved),
        "restored": _things_as_json(done.restored),
        "kept": [{"record": kept.record, "why": kept.why, "entry": kept.entry} for kept in done.kept],
    }


def _things_as_json(things: "Iterable[Thing]") -> list[dict[str, Any]]:
    return [
        {"record": thing.record, "name": thing.name, "since_on": thing.since_on, "differs": thing.differs}
        for thing in things
    ]


def _end(entry: int | None, arguments: argparse.Namespace, as_json: dict[str, Any]) -> int:
    """Say that it is done, or how to have it done."""
    if arguments.json:
        options.print_json({"entry": entry} | as_json)
    elif entry is None:
        sys.stdout.write("چیزی نوشته نشد؛ برای انجام آن --yes بنویسید · nothing was written; give --yes to do it\n")
    else:
        sys.stdout.write(f"انجام شد، ثبت شمارهٔ {entry} · done, entry {entry}\n")
    return 0
