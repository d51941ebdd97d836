"""What the tables of several publications tell together: no small cell can be worked out by adding and subtracting."""

from datetime import timedelta
from typing import Any

import pytest

from hamahang.briefing import counted, protecting, telling
from hamahang.briefing.clearing import draft_figure, draft_report, take_step
from hamahang.briefing.frozen import freeze
from hamahang.briefing.models import Briefing, FrozenFigure
from hamahang.briefing.telling import Footprint
from hamahang.domain.briefing import Document
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.proof import Proof
from hamahang.domain.publishing import PublicationRefused
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.methods import subtraction
from hamahang.register.models import Unit
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
TITLE = Text(fa="گزارش", en="report")
FAMILY = ("units_registered", "units_active", "units_idle", "units_under_construction")


def published(indicator: str, scope: Scope = ALL, day: Any = DAY) -> Any:
    return through(draft_figure(indicator=indicator, scope=scope, day=day, on=DAY, by="amar", at=AT))


def through(made: Any) -> Any:
    """Take a draft to the public."""
    for by, step in (("amar", "check"), ("rais", "clear"), ("rais", "publish")):
        take_step(publication=made, step=step, reason="چنین شد", on=DAY, by=by, at=AT)
    return made


def units(county: Any, *, active: int = 0, idle: int = 0, built: int = 0) -> None:
    for status, number in (("ACTIVE", active), ("IDLE", idle), ("UNDER_CONSTRUCTION", built)):
        for _ in range(number):
            factories.unit_status(unit=factories.unit(county=county), status=status)


def shown(publication: Any) -> dict[str, int | None]:
    return {cell.code: cell.records for cell in counted.by_county(publication).cells}


def test_a_cell_is_not_left_over_when_the_figures_of_a_family_are_subtracted():
    one, two, three = (factories.county() for _ in range(3))
    units(one, active=7, idle=2, built=5)
    units(two, active=6, idle=3, built=4)
    units(three, active=9, idle=8, built=6)

    registered, active, idle, built = (shown(published(code)) for code in FAMILY)

    assert None not in {*registered.values(), *active.values()}
    assert (idle[one.code], idle[two.code], idle[three.code]) == (None, None, 8)
    # 14 registered less 7 at work less 5 being built would be the two that idle
    assert built.get(one.code) is None


def test_the_figure_of_a_county_is_refused_if_it_gives_another_away():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    assert shown(published("units_active")) == {few.code: None, many.code: None, most.code: 9}

    with pytest.raises(PublicationRefused, match="another figure hides"):
        published("units_active", Scope("county", many.code))
    published("units_active", Scope("county", most.code))


def test_what_the_figure_of_a_county_has_told_protects_no_other():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    published("units_active", Scope("county", many.code))

    assert shown(published("units_active")).get(most.code) is None


def test_one_new_record_does_not_give_away_those_before_it():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    published("units_registered")
    later = DAY + timedelta(days=30)
    factories.unit_status(unit=factories.unit(county=few), since_on=DAY + timedelta(days=9))

    # the total tells one new unit, so three in the county now would be two then
    assert shown(published("units_registered", day=later)).get(few.code) is None


def test_a_briefing_keeps_the_figure_of_a_place_to_itself_if_it_gives_a_small_cell_away():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    whole = published("units_active")

    assert printed(of_places(whole, few, many, most)) == [f"county:{most.code}"]


def test_a_briefing_asks_each_reader_once_however_many_figures_it_has(monkeypatch: pytest.MonkeyPatch):
    counties = [factories.county() for _ in range(9)]
    for number, county in enumerate(counties, start=3):
        units(county, active=number)
    whole = published("units_active")
    built = []
    make = subtraction.Reader.__init__

    def counting(self: subtraction.Reader, *sets: Any, **others: Any) -> None:
        built.append(self)
        make(self, *sets, **others)

    monkeypatch.setattr(subtraction.Reader, "__init__", counting)

    assert len(printed([*of_places(whole, *counties), frozen(whole, "all", whole.rows)])) == 10
    # those who see each of the tables: of a place one; of the whole, which has an edition that is left aside, four
    assert len(built) == 1 + len(telling.TABLES)


def test_what_two_lists_tell_together_is_set_against_each_of_them():
    few, many = factories.county(), factories.county()
    claimed_jobs(few, listed=2, confirmed=4, insured=6)
    units(few, active=5)
    units(many, active=6)
    of_both = published("units_registered", Scope("county", few.code))
    jobs = draft_figure(indicator="jobs_listed", scope=Scope("county", few.code), day=DAY, on=DAY, by="amar", at=AT)
    mixed = telling.records_of([*of_both.rows, *jobs.rows])
    seen = protecting.Seen((Footprint(known={"county": (mixed,)}),))

    # seven of both lists less five units would be two claims
    assert protecting._gives_away("county", [telling.records_of(of_both.rows)], [telling.records_of(jobs.rows)], seen)


def test_head_counts_do_not_tell_how_many_units_a_hidden_cell_holds():
    few, one, other, most = (factories.county() for _ in range(4))
    for county, number, persons in ((few, 2, 20), (one, 4, 50), (other, 4, 10), (most, 9, 20)):
        units(county, active=number)
        for unit in Unit.objects.filter(county=county):
            factories.head_count(unit=unit, persons=persons, proof=Proof.DECLARED)
    registered, jobs = (shown(published(code)) for code in ("units_registered", "actual_jobs"))

    assert (registered[few.code], registered[one.code], registered[other.code]) == (None, None, 4)
    # each unit has one head count: nineteen less four, four and nine would be two
    assert jobs.get(one.code) is None


def women(county: Any, *, claims: int, each: int) -> None:
    unit = factories.unit(county=county)
    for _ in range(claims):
        claim = factories.job_claim(unit=unit, county=county)
        factories.job_evidence(claim=claim, proof=Proof.CONFIRMED, persons=9, women=each)


def test_few_women_are_not_told_by_subtraction_though_the_number_of_claims_is_public():
    few, many, most = (factories.county() for _ in range(3))
    for county, claims, each in ((few, 4, 1), (many, 5, 5), (most, 6, 6)):
        women(county, claims=claims, each=each)
    assert None not in shown(published("jobs_verified")).values()
    assert shown(published("jobs_verified_women")) == {few.code: None, many.code: None, most.code: 6}

    # all sixty-five less the thirty-six less these twenty-five would be four
    with pytest.raises(PublicationRefused, match="another figure hides"):
        published("jobs_verified_women", Scope("county", many.code))


def test_a_figure_of_few_persons_of_a_place_is_refused_and_a_briefing_keeps_it_to_itself():
    few, most = factories.county(), factories.county()
    women(few, claims=4, each=1)
    women(most, claims=6, each=6)
    whole = draft_figure(indicator="jobs_verified_women", scope=ALL, day=DAY, on=DAY, by="amar", at=AT)
    figures = of_places(whole, few, most)
    for figure in figures:
        figure.unit = "person"

    assert printed(figures) == [f"county:{most.code}"]
    with pytest.raises(PublicationRefused, match="So few records or persons"):
        published("jobs_verified_women", Scope("county", few.code))


def of_places(whole: Any, *counties: Any) -> list[FrozenFigure]:
    """Return the figure of each county as a briefing freezes it."""
    return [
        frozen(whole, f"county:{county.code}", [row for row in whole.rows if row["county"] == county.code])
        for county in counties
    ]


def frozen(whole: Any, scope: str, rows: Any) -> FrozenFigure:
    return FrozenFigure(indicator=whole.indicator, scope=scope, rows=rows, definition=whole.definition)


def printed(figures: list[FrozenFigure]) -> list[str]:
    return [figure.scope for figure in protecting.printable(figures, day=DAY)]


def test_the_whole_is_refused_if_it_gives_away_what_the_counties_left_over():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    for county in (many, most):
        published("units_active", Scope("county", county.code))

    with pytest.raises(PublicationRefused, match="another figure hides"):
        published("units_active")


def test_a_whole_that_no_table_breaks_down_is_known_all_the_same():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, idle=number)
    published("idle_share")  # of 15 records
    published("units_registered", Scope("county", many.code))

    with pytest.raises(PublicationRefused, match="another figure hides"):
        published("units_registered", Scope("county", most.code))


def test_the_whole_may_be_corrected_though_a_county_became_small():
    few, most = factories.county(), factories.county()
    units(few, active=2)
    units(most, active=9)
    last = factories.unit_status(unit=factories.unit(county=few), status="ACTIVE")
    assert shown(published("units_active")) == {few.code: 3, most.code: 9}
    with recording(action="tests.voided", by="tests", at=AT, reason="چنین شد"):
        last.void()

    assert shown(published("units_active")).get(few.code) is None


def test_a_briefing_tells_no_small_cell_by_its_own_figures():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    whole = draft_figure(indicator="units_active", scope=ALL, day=DAY, on=DAY, by="amar", at=AT)
    figures = [*of_places(whole, few, many, most), frozen(whole, "all", whole.rows)]

    # fifteen less four less nine would be two
    assert printed(figures) == [f"county:{many.code}", "all"]


def test_a_share_of_a_county_does_not_give_its_numerator_away():
    few, many = factories.county(), factories.county()
    units(few, active=7, idle=2)
    units(many, active=5, idle=4)
    published("units_idle")

    with pytest.raises(PublicationRefused, match="So few records"):  # 22.2 % of 9
        published("idle_share", Scope("county", few.code))


def test_the_share_of_one_county_does_not_give_away_the_numerator_of_another():
    few, many = factories.county(), factories.county()
    units(few, active=7, idle=2)
    units(many, active=5, idle=4)
    published("units_idle")

    with pytest.raises(PublicationRefused, match="another figure hides"):  # six that idle less 44.4 % of 9
        published("idle_share", Scope("county", many.code))


def claimed_jobs(county: Any, *, listed: int, confirmed: int, insured: int) -> None:
    unit = factories.unit(county=county)
    for proof, number in ((Proof.LISTED, listed), (Proof.CONFIRMED, confirmed), (Proof.INSURED, insured)):
        for _ in range(number):
            claim = factories.job_claim(unit=unit, county=county)
            factories.job_evidence(claim=claim, proof=proof, persons=9)


def test_a_cell_by_county_and_level_is_not_told_by_the_county_table_of_another_figure():
    few, many, most = (factories.county() for _ in range(3))
    claimed_jobs(few, listed=2, confirmed=4, insured=6)
    claimed_jobs(many, listed=5, confirmed=6, insured=7)
    claimed_jobs(most, listed=8, confirmed=7, insured=9)
    grid = protecting.hidden_of(published("jobs_claimed")).both
    assert grid is not None
    levels = (Proof.LISTED, Proof.CONFIRMED)
    assert grid == {(county.code, str(level.value)) for county in (few, many) for level in levels}

    # twelve claimed there less six insured less four confirmed would be the two that are only listed
    assert shown(published("jobs_confirmed")).get(few.code) is None


def test_a_table_of_which_nothing_would_be_left_is_not_shown():
    few, many = factories.county(), factories.county()
    claimed_jobs(few, listed=2, confirmed=4, insured=6)
    claimed_jobs(many, listed=8, confirmed=7, insured=9)

    assert counted.tables(published("jobs_claimed")).grid is None


def test_a_county_is_named_as_it_was_on_the_day_of_the_figure():
    until = DAY + timedelta(days=30)
    then = factories.county(name="شیروان و چرداول", valid_to=until)
    factories.county(name="چرداول", code=then.code, province=then.province, valid_from=until)
    units(then, active=4)
    units(factories.county(), active=5)

    (named,) = [cell.title.fa for cell in counted.by_county(published("units_active")).cells if cell.code == then.code]

    assert named == "شیروان و چرداول"


def test_what_was_hidden_when_a_figure_went_out_is_kept_with_it():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)

    went_out = published("units_active").states.get(state="PUBLISHED")

    assert went_out.hidden["county"] == sorted([few.code, many.code])
    assert went_out.hidden["both"] is None


def test_of_a_figure_the_last_editions_are_held_against_what_comes_and_all_of_them_against_its_own():
    one, other = factories.county(), factories.county()
    units(one, active=4)
    units(other, active=5)
    days = [DAY + timedelta(days=number) for number in range(protecting.EDITIONS + 1)]
    for day in days:
        published("units_active", day=day)
        factories.unit_status(unit=factories.unit(county=one), since_on=day + timedelta(days=1))

    drafted = draft_figure(indicator="units_active", scope=ALL, day=days[-1], on=DAY, by="amar", at=AT)
    seen = protecting.seen_before(drafted)

    assert len(seen.footprints) == protecting.EDITIONS
    assert len(seen.editions["county"]) == protecting.EDITIONS + 1

    # an older one of the very day is held too
    first = draft_figure(indicator="jobs_confirmed", scope=ALL, day=days[0], on=DAY, by="amar", at=AT)
    assert len(protecting.seen_before(first).footprints) == protecting.EDITIONS + 1
    assert len(protecting.seen_before(None, days[0]).footprints) == protecting.EDITIONS + 1
    assert len(protecting.seen_before(None).footprints) == protecting.EDITIONS


def test_what_a_published_briefing_kept_to_itself_is_not_given_away_later():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    whole = draft_figure(indicator="units_active", scope=ALL, day=DAY, on=DAY, by="amar", at=AT)
    briefing_of([*of_places(whole, few), frozen(whole, "all", whole.rows)])
    published("units_active", Scope("county", many.code))

    with pytest.raises(PublicationRefused, match="another figure hides"):
        published("units_active", Scope("county", most.code))


def test_a_drafted_briefing_is_held_back_when_what_was_published_since_makes_it_tell_too_much():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    whole = draft_figure(indicator="units_active", scope=ALL, day=DAY, on=DAY, by="amar", at=AT)
    drafted = draft_report(briefing=compiled(of_places(whole, many)), on=DAY, by="amar", at=AT)
    assert [figure["scope"] for figure in drafted.figures] == [f"county:{many.code}"]
    published("units_active")

    with pytest.raises(PublicationRefused, match="another figure hides"):
        through(drafted)


def test_a_briefing_whose_figures_count_otherwise_now_is_not_published():
    county = factories.county()
    units(county, active=5)
    whole = draft_figure(indicator="units_active", scope=ALL, day=DAY, on=DAY, by="amar", at=AT)
    drafted = draft_report(briefing=compiled([frozen(whole, "all", whole.rows)]), on=DAY, by="amar", at=AT)
    units(county, active=1)

    with pytest.raises(PublicationRefused, match="counts otherwise now"):
        through(drafted)


def test_a_unit_that_moved_to_another_county_is_found_though_the_whole_stayed_the_same():
    one, other = factories.county(), factories.county()
    units(one, active=5)
    units(other, active=5)
    drafted = draft_figure(indicator="units_active", scope=ALL, day=DAY, on=DAY, by="amar", at=AT)
    moved = Unit.objects.filter(county=one)[0]
    with recording(action="tests.moved", by="tests", at=AT, reason="چنین شد"):
        moved.county = other
        moved.save()

    with pytest.raises(PublicationRefused, match="counts otherwise now"):
        through(drafted)


def test_the_whole_that_a_published_briefing_told_is_known_in_every_table_and_a_place_by_county():
    one, other = factories.county(), factories.county()
    units(one, active=4)
    units(other, active=5)
    whole = draft_figure(indicator="units_active", scope=ALL, day=DAY, on=DAY, by="amar", at=AT)
    briefing_of([*of_places(whole, one), frozen(whole, "all", whole.rows)])

    known = protecting.seen_before(None).known

    assert {table: sorted(map(len, sets)) for table, sets in known.items()} == {
        "county": [4, 9],
        "level": [9],
        "both": [9],
        "every": [4, 9],
    }


def briefing_of(figures: list[FrozenFigure]) -> Any:
    """Publish a briefing that froze some figures."""
    return through(draft_report(briefing=compiled(figures), on=DAY, by="amar", at=AT))


def compiled(figures: list[FrozenFigure]) -> Briefing:
    with recording(action="tests.compiled", by="amar", at=AT):
        briefing = Briefing(
            report="tir10", place="31", day=DAY, compiled_at=AT, compiled_by="amar", head_number=1, head_seal="",
            document=freeze(Document(title=TITLE, subtitle=TITLE, place=TITLE, day=DAY, blocks=())),
        )  # fmt: skip
        briefing.save()
        for number, figure in enumerate(figures):
            figure.briefing, figure.code, figure.value, figure.unit = (
                briefing,
                f"f{number}",
                str(len(figure.rows)),
                "unit",
            )
            figure.save()
    return briefing
