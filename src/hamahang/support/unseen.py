"""Flags of progress that nobody saw: what requests rest on, and tranches released without the proof they wait for."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.flags import Flag
from hamahang.domain.ledger import AsOf
from hamahang.domain.projects import COMPONENTS
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.projects import following
from hamahang.projects import queries as projects
from hamahang.projects.models import ComponentProgress, InvestmentProject
from hamahang.support.models import SupportRequest, TrancheRelease

SEEN_FROM = ("EXAMINED", "GROUP", "REFERRED", "BANK", "CONTRACT")


def progress_flags(asof: AsOf, reach: Reach) -> list[Flag]:
    """Return the requests that rest on progress nobody has seen, and the tranches released without a look at it."""
    return [*_rested_on(asof, reach), *_released(asof, reach)]


def _rested_on(asof: AsOf, reach: Reach) -> list[Flag]:
    """Return the requests whose project's progress is listed or claimed, and not seen since."""
    named = (
        SupportRequest.objects.known(asof)
        .exclude(project_no="")
        .filter(stages__stage__in=SEEN_FROM, stages__since_on__lte=asof.day, stages__voided_entry=None)
    )
    asked = narrowed(named, reach, county="unit__county", bank="bank__code").select_related("unit").distinct()
    by_number: dict[str, list[SupportRequest]] = {}
    for request in asked.order_by("pk"):
        by_number.setdefault(request.project_no, []).append(request)
    return [
        Flag(
            rule="PROGRESS",
            records=(f"support.SupportRequest:{request.pk}", *records),
            about=request.unit.name,
            amount=0,
            said=said,
            units=(request.unit_id,),
        )
        for number, records, said in (*_listed(asof, by_number), *_claimed(asof, by_number))
        for request in by_number[number]
    ]


Unseen = tuple[str, tuple[str, ...], Text]  # number of a project, labels of records, what they say


def _listed(asof: AsOf, numbers: Iterable[str]) -> list[Unseen]:
    """Return the projects whose progress as a whole comes from a list."""
    found = projects.progress(asof).filter(project__number__in=numbers, proof__lt=Proof.SEEN).order_by("pk")
    return [
        (
            number,
            (f"projects.ProgressObservation:{pk}",),
            Text(fa="پیشرفت {percent} درصد، بی‌بازدید", en="progress of {percent} %, not seen").format(percent=percent),
        )
        for pk, number, percent in found.values_list("pk", "project__number", "percent")
    ]


def _claimed(asof: AsOf, numbers: Iterable[str]) -> list[Unseen]:
    """Return the projects of which more is claimed than was seen, the parts of one project together."""
    known = InvestmentProject.objects.known(asof).filter(number__in=numbers)
    number_of = dict(known.order_by("pk").values_list("pk", "number"))
    claims = following.components(asof, number_of, seen=False)
    inspected = following.components(asof, number_of, seen=True)
    found = []
    for pk, number in number_of.items():
        verified = inspected.get(pk, {})
        rows = [row for row in claims.get(pk, {}).values() if _is_beyond(row, verified.get(row.component))]
        if rows:
            records = tuple(f"projects.ComponentProgress:{row.pk}" for row in sorted(rows, key=lambda row: row.pk))
            found.append((number, records, _said(rows, verified)))
    return found


def _is_beyond(claim: ComponentProgress, verified: ComponentProgress | None) -> bool:
    """Tell whether a claim is newer than what was verified of its component, and says more."""
    return verified is None or (claim.since_on > verified.since_on and claim.percent > verified.percent)


def _said(rows: Sequence[ComponentProgress], verified: dict[str, ComponentProgress]) -> Text:
    parts = []
    for row in rows:
        before = verified.get(row.component)
        words = Text(fa="{part} {percent} درصد (دیده: {seen})", en="{part} {percent} % (seen: {seen})")
        parts.append(words.format(part=COMPONENTS[row.component], percent=row.percent, seen=_percent(before)))
    claimed = Text(fa="، ".join(part.fa for part in parts), en=", ".join(part.en for part in parts))
    return Text(fa="اظهار بی‌بازدید: {parts}", en="claimed, not seen: {parts}").format(parts=claimed)


def _percent(row: ComponentProgress | None) -> Any:
    return row.percent if row else Text(fa="هیچ", en="nothing")


def _released(asof: AsOf, reach: Reach) -> list[Flag]:
    """Return the tranches released for a reason: no inspection is named, or it saw less than they wait for."""
    # what waits for no progress, an advance, has nothing to be seen
    unproven = Q(observation=None, visit=None, tranche__percent__gt=0) | Q(percent__lt=F("tranche__percent"))
    released = TrancheRelease.objects.standing(asof).filter(unproven, tranche__voided_entry=None)
    county, bank = "tranche__facility__unit__county", "tranche__facility__bank__code"
    seen = narrowed(released, reach, county=county, bank=bank).select_related("tranche__facility__unit")
    return [
        Flag(
            rule="PROGRESS",
            records=(f"support.CreditFacility:{row.tranche.facility_id}", f"support.TrancheRelease:{row.pk}"),
            about=row.tranche.facility.unit.name,
            amount=row.tranche.amount,
            said=_release(row.tranche.number, row.tranche.percent, row.percent, row.reason),
            units=(row.tranche.facility.unit_id,),
        )
        for row in seen.order_by("pk")
    ]


def _release(number: int, needed: Decimal, seen: Decimal | None, reason: str) -> Text:
    before = Text(fa="بی‌بازدید", en="without an inspection") if seen is None else _less(seen)
    return Text(
        fa="مرحلهٔ {number} (پیشرفت {needed} درصد) {before} آزاد شد: {reason}",
        en="tranche {number} (progress of {needed} %) released {before}: {reason}",
    ).format(number=number, needed=needed, before=before, reason=reason)


def _less(seen: Decimal) -> Text:
    words = Text(fa="با دیدن {seen} درصد", en="on {seen} % seen")
    return words.format(seen=seen)
