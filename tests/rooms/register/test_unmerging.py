"""A merge taken back: all is as before it, and what others touched since is left to them and named."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamahang.casework.models import Case
from hamahang.domain.proof import Proof
from hamahang.ledger import queries as ledger
from hamahang.ledger.guard import content
from hamahang.ledger.recording import recording
from hamahang.ledger.undoing import Why
from hamahang.ledger.verification import verify_records
from hamahang.register.actions import UnitDraft, register_units
from hamahang.register.models import Product, Unit, UnitAlias, UnitStatus
from hamahang.register.unmerging import (
    LicenceIsTaken,
    MergedFurther,
    NothingMerged,
    alias_of_entry,
)
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.register.twice import LATER, SOON, merge, part, report, said, standing

pytestmark = pytest.mark.django_db


# --- taking back ---


def case_of(unit: Unit, since: Any, proof: int) -> None:
    factories.case_stage(case=factories.case(unit=unit), since_on=since)


def claim_of(unit: Unit, since: Any, proof: int) -> None:
    claim = factories.job_claim(unit=unit, county=unit.county)
    factories.job_evidence(claim=claim, persons=3, since_on=since, proof=Proof(proof))


def facility_of(unit: Unit, since: Any, proof: int) -> None:
    factories.disbursement(facility=factories.credit_facility(unit=unit), since_on=since)


def product_of(unit: Unit, since: Any, proof: int) -> None:
    if not standing(Product, unit=unit, name=str(since)).exists():
        factories.product(unit=unit, name=str(since), capacity=Decimal(proof))


def resolution_of(unit: Unit, since: Any, proof: int) -> None:
    factories.resolution_state(resolution=factories.resolution(unit=unit), since_on=since)


def status_of(unit: Unit, since: Any, proof: int) -> None:
    status = ("ACTIVE", "IDLE")[(unit.pk + since.day) % 2]
    factories.unit_status(unit=unit, since_on=since, proof=Proof(proof), status=status)


KINDS: dict[str, Callable[[Unit, Any, int], object]] = {
    "status": status_of,
    "count": lambda unit, since, proof: factories.head_count(unit=unit, since_on=since, proof=proof, persons=unit.pk),
    "licence": lambda unit, since, proof: factories.licence(unit=unit, since_on=since, proof=proof, number=str(since)),
    "product": product_of,
    "case": case_of,
    "claim": claim_of,
    "facility": facility_of,
    "resolution": resolution_of,
    "decision": lambda unit, since, proof: factories.link_decision(unit=unit),
}


def records_of(unit: Unit, drawn: list[tuple[str, int, int]]) -> None:
    """Record what was drawn of a unit: of one kind, day and proof once, as lists are recorded."""
    for kind, days, proof in dict.fromkeys(drawn):
        KINDS[kind](unit, DAY + timedelta(days=days), proof)


DRAWN = st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 2), st.integers(1, 4)), max_size=7)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.tuples(DRAWN, DRAWN, DRAWN), chained=st.booleans())
def test_merged_and_taken_back_all_is_as_before_and_the_past_never_changed(
    drawn: tuple[list[Any], ...], chained: bool, db: None
) -> None:
    with transaction.atomic():
        whole_circle(drawn, chained=chained)
        transaction.set_rollback(True)


def whole_circle(drawn: tuple[list[Any], ...], *, chained: bool) -> None:
    """Merge two units, maybe both into a third, and take it back; everything is asked before, between and after."""
    counties = [factories.county(province=factories.province(code="16"))]
    counties.append(factories.county(province=counties[0].province))
    units = [factories.unit(county=counties[number % 2]) for number in range(3)]
    for unit, kinds in zip(units, drawn, strict=True):
        records_of(unit, kinds)
    keep, away, third = units
    days = [DAY + timedelta(days=n) for n in (0, 1, 2)]
    before, counted = said(), [report(day) for day in days]
    known = ledger.head()[0]

    first = merge(keep, away)
    if chained:
        merge(third, keep)
    assert [report(day, AT) for day in days] == counted
    for alias in UnitAlias.objects.filter(voided_entry=None).order_by("-pk"):
        assert part(UnitAlias.objects.get(pk=alias.pk)).kept == []

    assert said() == before
    assert [report(day) for day in days] == counted
    assert [report(day, AT) for day in days] == counted
    assert first.entry == known + 1
    assert verify_records() is None
    assert ledger.verify_chain().fault is None


def test_the_unit_that_comes_back_has_its_licence_and_values_and_a_key_of_its_own(keep: Unit, away: Unit) -> None:
    merge(keep, away)

    done = part()

    assert done.unit is not None
    back = Unit.objects.get(pk=done.unit)
    assert back.pk not in (keep.pk, away.pk)
    assert content(back) == content(Unit.objects.get(pk=away.pk))
    assert Unit.objects.get(pk=keep.pk).search == keep.search
    assert not standing(UnitAlias).exists()
    register_units(
        drafts=[UnitDraft(licence_no="71/2", name=back.name, county=back.county_id, status="IDLE", status_on=DAY)],
        by="amar",
        at=LATER,
    )
    assert standing(UnitStatus).get().unit_id == back.pk


def test_what_others_touched_since_stays_and_is_named(keep: Unit, away: Unit) -> None:
    case, other = factories.case(unit=away), factories.case(unit=away)
    factories.unit_status(unit=away, status="IDLE")
    merge(keep, away)
    with recording(action="test", by="other", at=SOON) as entry:
        case.refresh_from_db()
        case.main_cause = "LIQUIDITY"
        case.save()
        status = standing(UnitStatus).get()
        status.void()
        UnitStatus(unit=keep, status="ACTIVE", since_on=DAY, proof=status.proof).save()
        moved = Unit.objects.get(pk=keep.pk)
        moved.plot = "۹۹"
        moved.save()

    done = part()

    assert Case.objects.get(pk=case.pk).unit_id == keep.pk
    assert Case.objects.get(pk=other.pk).unit_id == done.unit
    assert standing(UnitStatus).get().unit_id == keep.pk
    assert Unit.objects.get(pk=keep.pk).plot == "۹۹"
    assert {(kept.record.partition(":")[0], kept.why, kept.fields) for kept in done.kept} == {
        ("casework.Case", Why.CORRECTED, ()),
        ("register.UnitStatus", Why.REPLACED, ()),
        ("register.Unit", Why.CORRECTED, ("plot",)),
    }
    assert {kept.entry for kept in done.kept} == {entry.number, None}


def test_merges_are_taken_back_from_the_last_to_the_first(keep: Unit, away: Unit) -> None:
    third = factories.unit()
    merge(keep, away)
    first = UnitAlias.objects.get()
    merge(third, keep)
    last = UnitAlias.objects.exclude(pk=first.pk).get()

    with pytest.raises(MergedFurther) as refused:
        part(first)
    assert refused.value.alias == last.pk

    part(last)
    part(first)
    assert not standing(UnitAlias).exists()
    with pytest.raises(NothingMerged):
        part(first)


def test_a_licence_that_was_given_away_since_is_not_taken_back(keep: Unit, away: Unit) -> None:
    merge(keep, away)
    factories.unit(licence_no="71/2")
    head = ledger.head()

    with pytest.raises(LicenceIsTaken):
        part()
    assert ledger.head() == head


def test_a_merge_is_known_by_its_entry(keep: Unit, away: Unit) -> None:
    done = merge(keep, away)

    assert done.entry is not None
    assert alias_of_entry(done.entry) == UnitAlias.objects.get().pk
    assert alias_of_entry(done.entry - 1) is None
