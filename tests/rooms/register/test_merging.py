"""Two units made one: nothing is left behind, nothing counts twice, and what was known before stays known."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from hamahang.accounts.queries import EVERYTHING
from hamahang.casework import queries as casework
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.proof import Proof
from hamahang.indicators import queries as figures
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.guard import content
from hamahang.ledger.models import Fact, SourceTable
from hamahang.ledger.recording import recording
from hamahang.ledger.verification import verify_records
from hamahang.register import queries, relations
from hamahang.register.actions import UnitCannotBeCompared, UnitDraft, register_units, take_word_back, tell_units_apart
from hamahang.register.merging import SameUnit, UnitIsVoided, UnitsAreDistinct, would_merge
from hamahang.register.models import Company, DistinctUnits, HeadCount, Licence, Product, Unit, UnitAlias, UnitStatus
from hamahang.register.relations import RELATIONS, UnknownRelation, pointing
from hamahang.register.search import with_words
from hamahang.register.unmerging import (
    would_unmerge,
)
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.register.twice import LATER, SOON, merge, of_each_kind, part, said, standing

pytestmark = pytest.mark.django_db


# --- what moves ---


def test_everything_that_points_at_a_unit_comes_to_the_other_in_one_entry(keep: Unit, away: Unit) -> None:
    made = of_each_kind(away)
    before = ledger.head()[0]

    done = merge(keep, away)

    assert ledger.head()[0] == before + 1 == done.entry
    assert len(done.moved) == len(made)
    assert done.dropped == []
    for pointed in pointing():
        assert list(pointed.at(away.pk)) == [], pointed.model
        assert len(list(pointed.at(keep.pk))) == (2 if pointed.model is UnitAlias else 1), pointed.model
    assert Unit.objects.get(pk=away.pk).voided_entry_id == done.entry
    assert verify_records() is None
    assert ledger.verify_chain().fault is None


def test_a_moved_fact_keeps_its_day_proof_evidence_and_the_row_it_was_read_from(keep: Unit, away: Unit) -> None:
    table = SourceTable.objects.create(file="f.xlsx", sha256="0" * 64)
    letter = factories.evidence()
    factories.head_count(unit=away, persons=31, evidence=letter, source_table=table, source_row=7, proof=Proof.SEEN)

    merge(keep, away)

    (count,) = standing(HeadCount, unit=keep)
    assert (count.persons, count.since_on, count.proof, count.evidence) == (31, DAY, Proof.SEEN, letter)
    assert (count.source_table, count.source_row) == (table, 7)


def test_what_the_unit_has_already_is_dropped_and_told(keep: Unit, away: Unit) -> None:
    factories.product(unit=keep, name="آجر", capacity=40)
    factories.product(unit=away, name="آجر", capacity=50)
    factories.unit_status(unit=keep, status="ACTIVE")
    factories.unit_status(unit=away, status="IDLE")
    factories.unit_status(unit=away, status="IDLE", since_on=DAY + timedelta(days=1))

    done = merge(keep, away)

    assert {(thing.record.partition(":")[0], thing.differs) for thing in done.dropped} == {
        ("register.Product", ("capacity",)), ("register.UnitStatus", ("status",)),
    }  # fmt: skip
    assert standing(Product).get().capacity == 40
    assert set(standing(UnitStatus).values_list("unit", "status")) == {(keep.pk, "ACTIVE"), (keep.pk, "IDLE")}


def test_a_unit_takes_what_it_has_none_of_and_nothing_of_another_place(keep: Unit, away: Unit) -> None:
    estate = factories.estate(county=away.county)
    bare = factories.unit(county=away.county, company=None, isic="", plot="")
    elsewhere = factories.unit(company=None, isic="", plot="")
    for at, unit in enumerate((bare, elsewhere)):
        other = factories.unit(county=away.county, estate=estate, plot="۷", isic="1040", licence_no=f"71/9{at}")
        done = merge(unit, other)
        taken = {difference.field for difference in done.differences if difference.is_taken}
        stored = Unit.objects.get(pk=unit.pk)
        assert taken == ({"company_id", "isic", "estate_id", "plot"} if unit is bare else {"company_id", "isic"})
        assert (stored.company_id, stored.isic) == (other.company_id, "1040")
        assert (stored.estate_id, stored.plot) == ((estate.pk, "۷") if unit is bare else (None, ""))


def test_the_unit_is_found_by_the_name_and_licence_it_had(keep: Unit, away: Unit) -> None:
    merge(keep, away)

    for text in ("زاگرس ماشینی", "71/2", "71/1"):
        assert list(with_words(standing(Unit), text)) == [keep]
    assert queries.unit_of_licence(EVERYTHING, "۷۱/۲") == keep.pk
    assert queries.units_by_licence(["71/2"])["71/2"].pk == keep.pk
    by_name, _ = queries.units_by_name_and_id([away.name_key], [])
    assert [unit.pk for unit in by_name[away.name_key]] == [keep.pk]


def test_a_name_that_is_too_long_to_keep_beside_the_rest_stays_findable(keep: Unit, away: Unit) -> None:
    with recording(action="test", by="tester", at=AT):
        keep.search = "آ" * 400
        keep.save()

    merge(keep, away)
    found = list(with_words(standing(Unit), "71/2"))
    part()

    assert found == [keep]
    assert set(Unit.objects.get(pk=keep.pk).search) == {"آ"}


def test_a_list_that_still_has_both_licences_does_not_make_the_double_again(keep: Unit) -> None:
    draft = UnitDraft(licence_no="72/1", name="گچ سیوان", county=keep.county_id, status="ACTIVE", status_on=DAY)
    drafts = [draft, replace(draft, licence_no="72/2", name="سیوان گچ", company="شرکت سیوان", employees=9)]
    register_units(drafts=drafts, by="amar", at=AT)
    one, other = Unit.objects.filter(licence_no__startswith="72/").order_by("licence_no")
    merge(one, other)
    companies = Company.objects.count()
    before = content(Unit.objects.get(pk=one.pk))

    later = [replace(d, status_on=DAY + timedelta(days=30), employees=11) for d in drafts]
    assert register_units(drafts=drafts, by="amar", at=LATER) == [Effect.UNCHANGED] * 2
    assert register_units(drafts=later, by="amar", at=LATER) == [Effect.CREATED, Effect.UNCHANGED]

    assert list(standing(Unit, licence_no__startswith="72/")) == [one]
    assert content(Unit.objects.get(pk=one.pk)) == before
    assert Company.objects.count() == companies
    assert set(standing(HeadCount).values_list("unit", "persons")) == {(one.pk, 9), (one.pk, 11)}


def test_a_word_on_a_third_unit_is_kept_for_the_unit_that_stays(keep: Unit, away: Unit) -> None:
    third, fourth = factories.unit(), factories.unit()
    tell_units_apart(one=away.pk, other=third.pk, by="amar", at=AT)
    for unit in (keep, away):
        tell_units_apart(one=unit.pk, other=fourth.pk, by="amar", at=AT)
    before = said()

    merge(keep, away)
    assert queries.units_told_apart() == {(keep.pk, third.pk), (keep.pk, fourth.pk)}
    part()

    assert said() == before


# --- what is refused ---


def test_a_unit_is_not_merged_with_itself_or_with_one_that_is_gone(keep: Unit, away: Unit) -> None:
    with pytest.raises(SameUnit):
        merge(keep, keep)
    merge(keep, away)
    head = ledger.head()

    for pair in ((keep, away), (away, keep)):
        with pytest.raises(UnitIsVoided) as refused:
            merge(*pair)
        assert refused.value.unit == away.pk
    assert ledger.head() == head


def test_units_that_somebody_told_apart_are_not_merged_until_the_word_is_taken_back(keep: Unit, away: Unit) -> None:
    tell_units_apart(one=away.pk, other=keep.pk, by="amar", at=AT, reason="two halls")
    tell_units_apart(one=keep.pk, other=away.pk, by="other", at=AT, reason="again")

    with pytest.raises(UnitsAreDistinct) as refused:
        merge(keep, away)
    assert (refused.value.by, refused.value.reason) == ("amar", "two halls")

    take_word_back(one=keep.pk, other=away.pk, by="amar", at=SOON, reason="one hall after all")
    assert merge(keep, away).entry


def test_only_two_standing_units_are_told_apart(keep: Unit, away: Unit) -> None:
    merge(keep, away)

    for other in (keep, away):
        with pytest.raises(UnitCannotBeCompared):
            tell_units_apart(one=keep.pk, other=other.pk, by="amar", at=LATER)
    assert not DistinctUnits.objects.exists()


def test_an_unknown_relation_stops_a_merge_and_is_named(keep: Unit, away: Unit, monkeypatch: Any) -> None:
    known = {key: row for key, row in RELATIONS.items() if key != ("casework.Case", "unit")}
    monkeypatch.setattr(relations, "RELATIONS", known)
    head = ledger.head()

    with pytest.raises(UnknownRelation) as refused:
        merge(keep, away)

    assert refused.value.relation == "casework.Case.unit"
    assert ledger.head() == head


def test_each_key_to_a_unit_has_a_row_in_the_table_and_each_row_its_key() -> None:
    assert {(p.model._meta.label, key.removesuffix("_id")) for p in pointing() for key in p.keys} == set(RELATIONS)


def test_nothing_points_at_what_may_be_dropped_or_is_recorded_anew() -> None:
    models_that_go = {p.model for p in pointing() if issubclass(p.model, Fact) or p.relation.key}

    pointed = {
        field.related_model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    }

    assert models_that_go & pointed == set()


# --- looking beforehand ---


def test_a_look_says_what_a_merge_does_and_writes_nothing(keep: Unit, away: Unit) -> None:
    of_each_kind(away)
    factories.unit_status(unit=keep)
    before, head = said(), ledger.head()

    seen = would_merge(keep=keep.pk, away=away.pk, by="amar", at=SOON)

    assert (said(), ledger.head()) == (before, head)
    done = merge(keep, away)
    assert (seen.entry, done.entry) == (None, head[0] + 1)
    assert (seen.moved, seen.dropped, seen.differences) == (done.moved, done.dropped, done.differences)
    assert {d.field: (d.keep, d.away, d.is_taken) for d in seen.differences} == {
        "name": (keep.name, away.name, False), "licence_no": ("71/1", "71/2", False), "plot": ("", "۱۲", True),
    }  # fmt: skip

    here, head = said(), ledger.head()
    back = would_unmerge(alias=UnitAlias.objects.latest("pk").pk, by="amar", at=LATER)
    assert (said(), ledger.head()) == (here, head)
    after = part(UnitAlias.objects.latest("pk"))
    assert (back.unit, back.entry) == (None, None)
    names = [(thing.title, thing.name) for thing in after.moved + after.restored]
    assert [(thing.title, thing.name) for thing in back.moved + back.restored] == names
    assert after.kept == []


# --- what was known before ---


def test_a_question_about_what_was_known_sees_two_units_in_their_own_places(away: Unit) -> None:
    elsewhere = factories.unit(licence_no="81/1")
    stage = factories.case_stage(case=factories.case(unit=away))
    product = factories.product(unit=away)
    merge(elsewhere, away)

    def counties(known_at: Any) -> list[int | None]:
        asof = ledger.as_of(day=DAY, known_at=known_at)
        rows = figures.rows("idle_units_identified", asof=asof, scope=ALL, reach=EVERYTHING)
        return [row.county for row in rows]

    def of(unit: Unit, known_at: Any) -> tuple[Any, Any]:
        asof = ledger.as_of(day=DAY, known_at=known_at)
        return casework.cases_of(unit.pk, asof), queries.facts_of(unit.pk, asof)["products"]

    assert counties(AT) == [away.county_id]
    assert counties(SOON) == counties(None) == [elsewhere.county_id]
    assert of(away, AT) == ([stage.case], [product])
    assert of(elsewhere, AT) == of(away, None) == ([], [])
    assert of(elsewhere, None) == ([stage.case], [product])
    place = Scope("county", away.county.code)
    asof = ledger.as_of(day=DAY, known_at=AT)
    assert figures.compute("idle_units_identified", asof=asof, scope=place, reach=EVERYTHING).value == 1


def test_it_is_told_where_a_unit_went_and_when_it_came_back(keep: Unit, away: Unit) -> None:
    now, then = ledger.as_of(day=DAY), ledger.as_of(day=DAY, known_at=AT)
    assert queries.where_it_went(away.pk, now) is None
    merge(keep, away)
    gone, known = queries.where_it_went(away.pk, now), queries.aliases_of(keep.pk, now)
    assert gone is not None
    assert (gone.unit, gone.by, gone.reason, gone.is_back) == (keep.pk, "amar", "registered twice", False)
    assert [(alias.name, alias.licence_no, alias.entry.by) for alias in known] == [(away.name, "71/2", "amar")]
    assert queries.where_it_went(away.pk, ledger.as_of(day=DAY, known_at=AT)) is None
    assert queries.aliases_of(keep.pk, then) == []

    done = part()

    back = queries.where_it_went(away.pk, now)
    assert back is not None
    assert (back.unit, back.is_back) == (done.unit, True)


def test_licences_of_both_stay_in_force(keep: Unit, away: Unit) -> None:
    for unit in (keep, away):
        factories.licence(unit=unit, number=unit.licence_no)

    merge(keep, away)

    assert set(standing(Licence, unit=keep).values_list("number", flat=True)) == {"71/1", "71/2"}
