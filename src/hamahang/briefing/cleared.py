"""Reading publications: where each stands, what its check finds, what is public, and what was corrected."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.cache import cache
from django.db import models

from hamahang.accounts.queries import EVERYTHING
from hamahang.briefing import counted, protecting
from hamahang.briefing.figures import PROMISE
from hamahang.briefing.models import Briefing, FrozenFigure, Publication, PublicationState
from hamahang.briefing.queries import Difference, difference, figures_of
from hamahang.briefing.telling import few_by_itself
from hamahang.domain import publishing
from hamahang.domain.calendar import from_jalali, jalali, month_length
from hamahang.domain.differences import Part, few_joined
from hamahang.domain.indicators import ALL, Reduction, Scope, reduce
from hamahang.domain.ledger import AsOf
from hamahang.domain.publishing import CHECKED, CLEARED, DRAFT, PUBLIC, PUBLISHED, SUPERSEDED, WITHDRAWN, Finding
from hamahang.domain.speaking import rounded, sentence
from hamahang.domain.suppression import LEAST_RECORDS
from hamahang.domain.text import Text
from hamahang.indicators import queries as indicators
from hamahang.indicators.catalogue import indicator
from hamahang.indicators.catalogue import indicators as catalogue
from hamahang.territory.places import name_of_scope

MONTHS = 12
NOTES_ARE_OPEN = "are_notes_open"  # whoever wrote a reason was told beforehand that everybody will read it
HEAVY = ("rows", "replaces__rows", "briefing__document")  # not asked for where only the value is shown


@dataclass(frozen=True, slots=True)
class Standing:
    """A publication and the state it stands in."""

    publication: Publication
    state: PublicationState


def publication_by_id(pk: int) -> Publication | None:
    """Return a publication."""
    return _all().filter(pk=pk).first()


def publication_of(code: str) -> Publication | None:
    """Return the publication of a public code, if it is or was public."""
    found = _all().filter(code=code.lower()).first()
    return found if found is not None and state_of(found).state in PUBLIC else None


def _all() -> models.QuerySet[Publication]:
    return Publication.objects.filter(voided_entry=None).select_related("entry", "replaces", "briefing")


def state_of(publication: Publication) -> PublicationState:
    """Return the state a publication stands in: the last that was recorded."""
    return history_of(publication)[-1]


def history_of(publication: Publication) -> list[PublicationState]:
    """Return the states of a publication, the oldest first."""
    states = PublicationState.objects.filter(publication=publication, voided_entry=None)
    return list(states.select_related("entry").order_by("pk"))


def published_days(publications: Iterable[Publication]) -> dict[int, date]:
    """Return the days on which publications went out, one query."""
    out = PublicationState.objects.filter(publication__in=[each.pk for each in publications], state=PUBLISHED)
    return dict(out.filter(voided_entry=None).values_list("publication_id", "since_on"))


def warnings_of(history: list[PublicationState]) -> dict[str, Text]:
    """Return by its code what the last check of a publication warned of."""
    last = next((state for state in reversed(history) if state.findings), None)
    found = last.findings if last else []
    return {each["code"]: Text(**each["message"]) for each in found if each["grade"] == publishing.WARNING}


def notes_of(publication: Publication) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """Return what was warned of before a figure went out, and what was said of it: everybody reads both.

    What was said in a round that was sent back stays inside, and so does what was said before the form told of it.
    """
    history = history_of(publication)
    warnings = tuple(warnings_of(history).values())
    if not publication.definition.get(NOTES_ARE_OPEN):
        return warnings, ()
    round_began = max(number for number, state in enumerate(history) if state.state == DRAFT)
    said = [
        each.reason for each in history[round_began:] if each.reason and each.state in (CHECKED, CLEARED, PUBLISHED)
    ]
    return warnings, tuple(dict.fromkeys(said))


def standing(*states: str) -> list[Standing]:
    """Return the publications that stand in some states, the newest first; with none asked, all."""
    last = PublicationState.objects.filter(publication=models.OuterRef("publication"), voided_entry=None)
    now = PublicationState.objects.filter(pk=models.Subquery(last.order_by("-pk").values("pk")[:1]))
    found = now.filter(state__in=states) if states else now
    rows = found.select_related("entry", "publication__entry", "publication__briefing", "publication__replaces")
    rows = rows.defer(*(f"publication__{name}" for name in HEAVY)).order_by("-publication__day", "-pk")
    return [Standing(row.publication, row) for row in rows]


def published_before(*, indicator: str, scope: str, by: date) -> Publication | None:
    """Return the latest figure that is public of the same thing, of a day or before."""
    found = [
        each.publication
        for each in standing(PUBLISHED)
        if (each.publication.indicator, each.publication.scope) == (indicator, scope) and each.publication.day <= by
    ]
    return max(found, key=lambda each: (each.day, each.pk), default=None)


def report_published_before(briefing: Briefing) -> Publication | None:
    """Return what is public of the same report, place and day."""
    return next((each.publication for each in standing(PUBLISHED) if _is_of(each.publication, briefing)), None)


def _is_of(publication: Publication, briefing: Briefing) -> bool:
    own = publication.briefing
    return own is not None and all(getattr(own, name) == getattr(briefing, name) for name in ("report", "place", "day"))


def is_overtaken(publication: Publication) -> bool:
    """Return whether another of the same was published, or taken back, since it was drafted."""
    if publication.briefing is not None:
        before = report_published_before(publication.briefing)
    else:
        before = published_before(indicator=publication.indicator, scope=publication.scope, by=publication.day)
    return (before.pk if before else None) != publication.replaces_id


def value_of(publication: Publication) -> int | Decimal | None:
    """Return a published value."""
    return number(publication.value)


def number(written: str) -> int | Decimal | None:
    """Return a value as it was kept: whole where it is whole."""
    if not written:
        return None
    value = Decimal(written)
    return int(value) if value == value.to_integral_value() else value.normalize()


def title_of(publication: Publication) -> Text:
    """Return what is published, with its place where that is not the whole."""
    title = Text(**publication.definition["title"])
    place = name_of_scope(Scope.parse(publication.scope), day=publication.day)
    return Text(fa=f"{title.fa}، {place.fa}", en=f"{title.en}, {place.en}") if place else title


def spoken(publication: Publication) -> Text | None:
    """Return the sentence in which a published figure is said aloud."""
    value = value_of(publication)
    if value is None or not publication.indicator:
        return None
    place = name_of_scope(Scope.parse(publication.scope), day=publication.day)
    title = Text(**publication.definition["title"])
    return sentence(title=title, value=value, unit=publication.unit, day=publication.day, place=place)


def is_rounded(publication: Publication) -> bool:
    """Return whether a figure is said with a smaller number than its exact one."""
    value = value_of(publication)
    return value is not None and rounded(value, publication.unit).is_more


# --- checks ---


def findings(publication: Publication) -> tuple[Finding, ...]:
    """Return what the check of a publication finds now."""
    if publication.briefing is not None:
        return _of_report(publication)
    figure, scope = indicator(publication.indicator), Scope.parse(publication.scope)
    value, asof = value_of(publication), AsOf(publication.day)
    rows = indicators.rows(figure.code, asof=asof, scope=scope, reach=EVERYTHING)
    before, now = publication.replaces, reduce(figure.reduction, rows)
    is_ratio = figure.reduction is Reduction.RATIO
    are_rows_same = _weights(publication.rows) == _weights(counted.public_rows(rows))
    found = [
        publishing.recount(value, number("" if now is None else str(now)), are_rows_same=are_rows_same),
        publishing.denominator(is_ratio=is_ratio, bases=rows.bases() if is_ratio else 0),
        publishing.basis(value=value, version=publication.definition["version"], now=figure.version),
        publishing.outlier(value, _months_before(publication, scope)),
        publishing.earlier(
            value, value_of(before) if before else None, is_same_day=bool(before and before.day == publication.day)
        ),
        publishing.restated(is_changed=_is_restated(publication)),
        publishing.small_cell(is_few=scope != ALL and bool(few_by_itself(publication))),
        publishing.subtraction(is_giving_away=protecting.is_giving_away(publication)),
    ]
    if figure.reduction.is_added_up:
        parts = rows.by("county", summed=figure.reduction is Reduction.SUM)
        found.insert(1, publishing.cross_foot(value, parts))
    return tuple(found)


def _weights(rows: Iterable[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    """Return what rows bring to a figure and its tables."""
    return Counter((row["record"], row["county"], row["level"], _amount(row)) for row in rows)


def _amount(row: dict[str, Any]) -> Decimal | None:
    return None if row["amount"] is None else Decimal(row["amount"])


def _is_restated(publication: Publication) -> bool:
    """Return whether anything that is public of the same figure and place, of whichever day, counts otherwise now."""
    before = publication.replaces
    if before is not None and changed_since(before):
        return True
    series = (each.publication for each in standing(PUBLISHED))
    own = (publication.indicator, publication.scope)
    return any((each.indicator, each.scope) == own and value_now(each) != value_of(each) for each in series)


def _of_report(publication: Publication) -> tuple[Finding, ...]:
    """Return what is found of a briefing: whether its figures still count as they were frozen, and may still be told
    beside what was published since it was drafted.
    """
    assert publication.briefing is not None  # noqa: S101 - the caller looked
    frozen, codes = list(figures_of(publication.briefing)), {figure["code"] for figure in publication.figures}
    differences = {each.code: difference(each) for each in frozen}
    are_same = all(_is_same(each, differences[each.code]) for each in frozen if each.code in codes)
    is_changed = any(each is None or not each.is_none for each in differences.values())
    may_be_told = {each.code for each in protecting.printable(frozen, day=publication.briefing.day)}
    return (
        publishing.recount(None, None, are_rows_same=are_same),
        publishing.restated(is_changed=is_changed),
        publishing.subtraction(is_giving_away=not codes <= may_be_told),
    )


def _is_same(frozen: FrozenFigure, found: Difference | None) -> bool:
    """Return whether a frozen figure counts the same now; who wrote a record, or under which name, does not matter."""
    if found is None or number(found.value) != number(frozen.value) or found.added or found.removed:
        return False
    return all((then["level"], _amount(then)) == (now["level"], _amount(now)) for then, now in found.changed)


def _months_before(publication: Publication, scope: Scope) -> list[int | Decimal]:
    """Return the values at the ends of the twelve months before."""
    year, month, _ = jalali(publication.day)
    values = []
    for _ in range(MONTHS):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        day = from_jalali(year, month, month_length(year, month))
        value = indicators.compute(publication.indicator, asof=AsOf(day), scope=scope, reach=EVERYTHING).value
        values.append(value)
    return [value for value in values if value]


# --- differences ---


def changed_since(publication: Publication) -> tuple[Part, ...]:
    """Return why a published figure counts otherwise today, reason by reason; nothing where it is no longer kept."""
    if publication.indicator not in catalogue():
        return ()
    before, now = counted.edition(publication), counted.edition_now(publication)
    scope = Scope.parse(publication.scope)
    return counted.parts_between(before, now, code=publication.indicator, scope=scope)


def value_now(publication: Publication) -> int | Decimal | None:
    """Return what a published figure counts today; what was published where it is no longer kept."""
    if publication.indicator not in catalogue():
        return value_of(publication)
    scope = Scope.parse(publication.scope)
    value = indicators.compute(publication.indicator, asof=AsOf(publication.day), scope=scope, reach=EVERYTHING).value
    return None if value is None else number(str(value))


def differs_from_before(publication: Publication) -> tuple[Part, ...]:
    """Return why a published figure differs from the one published before."""
    before = publication.replaces
    if before is None or not publication.indicator:
        return ()
    scope = Scope.parse(publication.scope)
    return counted.parts_between(
        counted.edition(before), counted.edition(publication), code=publication.indicator, scope=scope
    )


def told_differences(publications: Iterable[Publication]) -> dict[int, tuple[Part, ...]]:
    """Return by its key why each of some figures differs from the one before, as everybody is told.

    Of a place, reasons of few records are not told apart. Of what went out it is counted once: it does not change.
    """
    found = list(publications)
    keys = {pk: f"why:{seal}" for pk, seal in protecting.seals_of(found).items()}
    kept = cache.get_many(keys.values())
    why = {each.pk: kept[keys[each.pk]] if keys.get(each.pk) in kept else _told_difference(each) for each in found}
    cache.set_many({key: why[pk] for pk, key in keys.items() if key not in kept}, protecting.KEPT)
    return why


def told_difference(publication: Publication) -> tuple[Part, ...]:
    """Return why a figure differs from the one before, as everybody is told."""
    return told_differences([publication])[publication.pk]


def _told_difference(publication: Publication) -> tuple[Part, ...]:
    parts = differs_from_before(publication)
    return parts if publication.scope == str(ALL) else few_joined(parts, LEAST_RECORDS)


def corrections() -> list[Standing]:
    """Return what was published and no longer stands, the newest first."""
    return sorted(standing(SUPERSEDED, WITHDRAWN), key=lambda each: -each.state.pk)


def successor_of(publication: Publication) -> Publication | None:
    """Return what was published after a publication of the same figure or report, place and day."""
    return successors(standing(*PUBLIC)).get(publication.pk)


def successors(public: Iterable[Standing]) -> dict[int, Publication]:
    """Return of publications that were public what was published next of the same, place and day."""
    by_thing: defaultdict[tuple[str, ...], list[Publication]] = defaultdict(list)
    for each in sorted((found.publication for found in public), key=lambda publication: publication.pk):
        by_thing[_thing(each)].append(each)
    return {one.pk: other for same in by_thing.values() for one, other in pairwise(same)}


def _thing(publication: Publication) -> tuple[str, ...]:
    report = publication.briefing.report if publication.briefing else ""
    return publication.indicator, report, publication.scope, publication.day.isoformat()


def pages_of(publication: Publication) -> dict[str, str]:
    """Return by the printed code of a published briefing's figures the code of the page that tells all of them."""
    assert publication.briefing is not None  # noqa: S101 - the caller looked
    known = {
        (each.publication.indicator, each.publication.scope, each.publication.day): each.publication.code
        for each in standing(PUBLISHED)
    }
    own = {
        each.code: known.get((each.indicator, each.scope, publication.day))
        for each in figures_of(publication.briefing)
        if not each.definition.get(PROMISE)  # a promise has no page of its own among the published figures
    }
    return {printed: code for printed, code in own.items() if code}


def frozen_figures(briefing: Briefing) -> list[dict[str, Any]]:
    """Return the figures of a briefing for the public: no rows, no names."""
    return [
        {
            "code": frozen.code,
            "title": frozen.definition["title"],
            "definition": frozen.definition["definition"],
            "level": frozen.definition["level"],
            "scope": frozen.scope,
            "value": frozen.value,
            "unit": frozen.unit,
            "records": len(frozen.rows),
        }
        for frozen in protecting.printable(figures_of(briefing), day=briefing.day)
    ]
