"""Planning visits, and recording the sheets that come from the phones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text, sort_key
from hamahang.domain.visits import Place, VisitDraft, VisitRefused, check, digest_of, said
from hamahang.ledger.recording import recording
from hamahang.papers import actions as papers
from hamahang.papers.models import Attachment
from hamahang.register import queries as register
from hamahang.register.models import Unit
from hamahang.territory.models import Estate
from hamahang.visits import following, queries
from hamahang.visits.models import Visit, VisitConflict, VisitFinding, VisitPhoto, VisitPlan, VisitStop


def plan_visits(
    *,
    estate: Estate,
    day: date,
    units: Sequence[int],
    plots: Sequence[str] = (),
    team: str = "",
    note: str = "",
    by: str,
    at: datetime,
) -> VisitPlan:
    """Plan a day on an estate: which units, and which plots without one, in the order given.

    :raises VisitRefused: if nothing is to be visited, or one of the units does not lie on the estate
    """
    wanted = list(dict.fromkeys(units))
    known = Unit.objects.filter(pk__in=wanted, estate=estate, voided_entry=None).in_bulk()
    bare = [plot.strip()[:40] for plot in dict.fromkeys(plots) if plot.strip()]
    if not wanted and not bare:
        raise VisitRefused(Text(fa="دست‌کم یک واحد یا قطعه را برگزینید", en="Choose at least one unit or plot"))
    if len(known) != len(wanted):
        raise VisitRefused(
            Text(fa="یکی از واحدها دیگر در این شهرک نیست؛ فهرست را تازه کنید", en="A unit is no longer on the estate")
        )
    with recording(action="visits.plan.made", by=by, at=at):
        plan = VisitPlan(estate=estate, day=day, team=team.strip()[:400], note=note.strip())
        plan.save()
        stops = [VisitStop(plan=plan, unit=known[unit], plot=known[unit].plot, order=0) for unit in wanted]
        stops += [VisitStop(plan=plan, plot=plot, order=0) for plot in bare]
        for order, stop in enumerate(stops, start=1):
            stop.order = order
            stop.save()
    return plan


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a sheet: its visit, whether this sending made it, and what is to be decided."""

    visit: Visit
    is_new: bool
    conflicts: Sequence[VisitConflict]


def record_visit(*, draft: VisitDraft, store: Path, limit: int, by: str, at: datetime) -> Kept:
    """Record a sheet, with all that follows, in one entry. Sent again it is the same visit, and nothing is doubled.

    The same key with other words is kept beside the visit, for a person to decide; so is what speaks against a status
    that somebody else recorded since the sheet was loaded.
    store, limit: where pictures are kept, and how large one may be in bytes
    :raises VisitRefused: see `domain.visits.check`; or if unit or estate are not known
    :raises hamahang.domain.papers.NotAccepted: if a picture is too large
    """
    check(draft, today=at.date())
    with recording(action="visits.visit.recorded", by=by, at=at):
        known = queries.visit_of_key(draft.key)
        pictures = Pictures(store, limit, by, at)
        if known is not None:
            _beside(known, draft, pictures)
        else:
            visit = _stored(draft, pictures)
            following.follow(visit=visit, loaded=draft.loaded, by=by, at=at)
    # asked when the entry is closed: who made a conflict is written with it
    visit = known or visit
    return Kept(visit, known is None, queries.conflicts_of([visit.pk]).get(visit.pk, []))


@dataclass(frozen=True, slots=True)
class Pictures:
    """Keeps the pictures of a sheet."""

    store: Path
    limit: int
    by: str
    at: datetime

    def keep(self, content: bytes, name: str) -> Attachment:
        """Keep one picture."""
        return papers.attach(chunks=[content], name=name, store=self.store, limit=self.limit, by=self.by, at=self.at)


def _stored(draft: VisitDraft, pictures: Pictures) -> Visit:
    """Store the visit of a draft with its findings and pictures."""
    unit = _unit(draft.unit)
    estate = _estate(draft, unit)
    county = unit.county_id if unit else estate.county_id if estate else None
    if county is None:
        raise VisitRefused(Text(fa="این واحد یا شهرک شناخته نیست", en="The unit or the estate is not known"))
    sheet = said(draft)
    name = unit.name if unit else f"{estate}، قطعهٔ {draft.plot}"
    visit = Visit(
        key=draft.key,
        stop=_stop(draft, unit, estate),
        unit=unit,
        estate=estate,
        county_id=county,
        name=name[:200],
        sort_key=sort_key(name[:200]),
        plot=draft.plot or (unit.plot if unit else ""),
        visited_on=draft.visited_on,
        state=draft.state,
        persons_seen=draft.persons_seen,
        notes=draft.notes,
        obstacles=draft.obstacles,
        present=draft.present,
        **_place(draft.place),
        written_at=draft.written_at,
        signature=pictures.keep(draft.signature, "signature.png") if draft.signature else None,
        signed_by=draft.signed_by,
        digest=digest_of(sheet),
        sheet=sheet,
    )
    visit.save()
    for finding in draft.findings:
        VisitFinding(visit=visit, cause=finding.cause, note=finding.note).save()
    for photo in _pictures_of(draft, pictures):
        VisitPhoto(visit=visit, **photo).save()
    return visit


def _unit(unit_id: int | None) -> Unit | None:
    """Return the unit of a sheet, or the one that it was merged with since the sheet was loaded."""
    if unit_id is None:
        return None
    found = Unit.objects.filter(pk=unit_id).first()
    gone = register.where_it_went(unit_id, AsOf(date.max)) if found and found.voided_entry_id else None
    if gone is not None:
        found = Unit.objects.filter(pk=gone.unit).first()
    if found is None or found.voided_entry_id:
        raise VisitRefused(Text(fa="این واحد دیگر در دفتر نیست", en="The unit is no longer in the register"))
    return found


def _estate(draft: VisitDraft, unit: Unit | None) -> Estate | None:
    if unit is not None and unit.estate_id:
        return unit.estate
    return Estate.objects.filter(pk=draft.estate, voided_entry=None).first() if draft.estate else None


def _stop(draft: VisitDraft, unit: Unit | None, estate: Estate | None) -> VisitStop | None:
    """Return the stop that a sheet was filled for, if it is one of that unit, or of a bare plot on that estate."""
    stop = VisitStop.objects.filter(pk=draft.stop or 0, voided_entry=None).select_related("plan").first()
    if stop is None:
        return None
    is_same = stop.unit_id == unit.pk if unit else stop.unit_id is None and estate == stop.plan.estate
    return stop if is_same else None


def _place(place: Place | None) -> dict[str, Any]:
    return {"latitude": place.latitude if place else None, "longitude": place.longitude if place else None}


def _pictures_of(draft: VisitDraft, pictures: Pictures) -> list[dict[str, Any]]:
    """Keep the pictures of a sheet; the same picture twice is one."""
    kept: dict[int, dict[str, Any]] = {}
    for photo in draft.photos:
        attachment = pictures.keep(photo.content, "visit.jpg")
        kept.setdefault(
            attachment.pk,
            {"attachment": attachment, "taken_at": photo.taken_at, "caption": photo.caption, **_place(photo.place)},
        )
    return list(kept.values())


def _beside(visit: Visit, draft: VisitDraft, pictures: Pictures) -> None:
    """Keep another version of a sheet beside its visit; one that came before, decided or not, says nothing new."""
    sheet = said(draft)
    digest = digest_of(sheet)
    versions = VisitConflict.objects.filter(visit=visit, kind="CONTENT", voided_entry=None)
    known = {visit.digest, *versions.values_list("digest", flat=True)}
    known |= {digest_of(version.held) for version in versions}
    if digest in known:
        return
    sent = sheet | {
        "pictures": [
            {
                "attachment": photo["attachment"].pk,
                "caption": photo["caption"],
                "taken_at": photo["taken_at"].isoformat() if photo["taken_at"] else "",
                "latitude": str(photo["latitude"] or ""),
                "longitude": str(photo["longitude"] or ""),
            }
            for photo in _pictures_of(draft, pictures)
        ],
        "signature_kept": pictures.keep(draft.signature, "signature.png").pk if draft.signature else None,
        "written_at": draft.written_at.isoformat(),
    }
    VisitConflict(visit=visit, kind="CONTENT", digest=digest, held=visit.sheet, sent=sent).save()
