"""A person says which of two versions holds. Both stay in the record, with who decided."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hamahang.domain.text import Text
from hamahang.domain.visits import DECISIONS, VisitRefused
from hamahang.ledger.recording import recording
from hamahang.visits import following, queries
from hamahang.visits.models import Visit, VisitConflict, VisitFinding, VisitPhoto

# what a sheet says of the visit itself; what is not here is where it was, and does not change
SAID = ("state", "persons_seen", "notes", "obstacles", "present", "signed_by")
REASON = "the other version of the sheet holds"


def decide(*, conflict: VisitConflict, decision: str, by: str, at: datetime) -> VisitConflict:
    """Say which version holds: SENT, what the sheet says, or HELD, what was recorded when it came.

    :raises VisitRefused: if it was decided already, or the decision is neither
    """
    if decision not in DECISIONS:
        raise VisitRefused(Text(fa="یکی از دو صورت را برگزینید", en="Choose one of the two versions"))
    with recording(action=f"visits.conflict.{decision.lower()}", by=by, at=at):
        stored = VisitConflict.objects.select_related("visit").get(pk=conflict.pk)
        if stored.decision or stored.voided_entry_id:
            raise VisitRefused(
                Text(
                    fa=f"{stored.decided_by} در این باره تصمیم گرفته است",
                    en=f"It was decided already by {stored.decided_by}",
                )
            )
        stored.decision, stored.decided_by = decision, by
        stored.save()
        if decision == "SENT" and stored.kind == "REGISTER":
            _let_the_visit_hold(stored, by, at)
        elif decision == "SENT":
            _rewrite(stored, by, at)
    return stored


def _let_the_visit_hold(conflict: VisitConflict, by: str, at: datetime) -> None:
    visit = conflict.visit
    following.give_way(visit=visit, fact=conflict.held.get("fact"))
    following.see(visit=visit, by=by, at=at)
    following.into_cases(visit=visit, is_sure=True, by=by, at=at)


def _rewrite(conflict: VisitConflict, by: str, at: datetime) -> None:
    """Let the visit say what the other version says, and the register and the cases after it."""
    visit, sent = conflict.visit, conflict.sent
    following.unreport(visit=visit, reason=REASON, by=by, at=at)
    following.unsee(visit)
    for waiting in queries.conflicts_of([visit.pk]).get(visit.pk, []):
        if waiting.kind == "REGISTER":
            waiting.void()  # it was about what the visit no longer says
    _correct(visit, sent, conflict.digest)
    _findings(visit, sent["findings"])
    _photos(visit, sent["pictures"])
    # whoever decides has the register in front of them: nothing was loaded before
    following.follow(visit=visit, loaded=None, by=by, at=at)


def _correct(visit: Visit, sent: dict[str, Any], digest: str) -> None:
    for name in SAID:
        setattr(visit, name, sent[name])
    visit.visited_on = date.fromisoformat(sent["visited_on"])
    latitude, _, longitude = sent["place"].partition(" ")
    visit.latitude, visit.longitude = (Decimal(latitude), Decimal(longitude)) if longitude else (None, None)
    visit.signature_id = sent["signature_kept"]
    visit.written_at = datetime.fromisoformat(sent["written_at"])
    visit.sheet = {name: value for name, value in sent.items() if name in visit.sheet}
    # sent again, the version that holds now says nothing new
    visit.digest = digest
    visit.save()


def _findings(visit: Visit, said: list[list[str]]) -> None:
    wanted = {(cause, note) for cause, note in said}
    for finding in queries.findings_of(visit):
        if (finding.cause, finding.note) in wanted:
            wanted.discard((finding.cause, finding.note))
        else:
            finding.void()
    for cause, note in sorted(wanted):
        VisitFinding(visit=visit, cause=cause, note=note).save()


def _photos(visit: Visit, pictures: list[dict[str, Any]]) -> None:
    wanted = {picture["attachment"]: picture for picture in pictures}
    for photo in queries.photos_of(visit):
        if (same := wanted.get(photo.attachment_id)) and same["caption"] == photo.caption:
            del wanted[photo.attachment_id]
        else:
            photo.void()
    for attachment, picture in wanted.items():
        VisitPhoto(
            visit=visit,
            attachment_id=attachment,
            caption=picture["caption"],
            taken_at=datetime.fromisoformat(picture["taken_at"]) if picture["taken_at"] else None,
            latitude=Decimal(picture["latitude"]) if picture["latitude"] else None,
            longitude=Decimal(picture["longitude"]) if picture["longitude"] else None,
        ).save()
