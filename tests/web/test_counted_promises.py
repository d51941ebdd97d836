"""Pages of promises of other figures: what is told where a past is short or long, of a state, to whom, and when."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hamahang.commitments.promised import Share
from hamahang.commitments.warning import at_risk
from hamahang.domain.commitments import Attained
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.indicators.promises import count
from hamahang.web.commitments import telling
from tests import factories
from tests.factories import DAY
from tests.personas import persona

pytestmark = pytest.mark.django_db
BILLION = 10**9
YEAR = timedelta(days=365)


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    client.cookies["hamahang_language"] = "en"
    return client


def page(client: Client, address: str, day: str = "1390-04-10") -> str:
    response = client.get(address, {"day": day})
    assert response.status_code == 200
    return re.sub(r"[\u2068\u2069]", "", response.content.decode())


def promised(metric: str, amount: int, **values: Any) -> Any:
    found = factories.commitment(metric=metric, title=f"وعدهٔ {metric}", **values)
    factories.target(commitment=found, county=None, amount=amount)
    return found


def paid(amount: int, days: int) -> None:
    factories.disbursement(amount=amount, since_on=DAY + timedelta(days=days), proof=Proof.LISTED)


def test_a_target_is_split_only_by_what_its_figure_tells_apart(secretary: Client) -> None:
    events, state = promised("idle_units_restarted", 10), promised("active_estates", 9)

    def offered(found: Any) -> set[str]:
        return {
            part
            for part in ("county", "agency", "sector", "month")
            if secretary.get(f"/commitments/{found.pk}/shares/{part}/").status_code == 200
        }

    assert offered(events) == {"county", "sector", "month"}
    assert offered(state) == {"county"}


def test_a_short_past_is_told_and_no_chance(secretary: Client) -> None:
    found = promised("facilities_paid", 50 * BILLION)
    paid(2 * BILLION, 5)

    said = page(secretary, f"/commitments/{found.pk}/")

    assert "<bdi>cannot be said</bdi>" in said
    assert "in billion rials" in said
    assert "The past is too short: it takes 3 windows" in said
    assert "2 billion rials of 50 billion rials" in said


def test_a_long_past_foretells_and_shows_how_it_would_have_done(secretary: Client) -> None:
    found = promised("facilities_paid", 50 * BILLION, due_on=DAY + timedelta(days=130))
    for days in range(-200, 111, 5):
        paid(BILLION, days)

    said = page(secretary, f"/commitments/{found.pk}/")

    assert "cannot be said" not in said
    assert "One window after another until this day" in said
    assert "were inside the 80 % interval" in said
    assert "the mean of the windows" in said


def test_of_a_state_nothing_is_foretold_and_its_growth_is_counted(secretary: Client) -> None:
    found = promised("units_active", 3, baseline=1, baseline_on=DAY)
    for days in (-9, 4, 5):
        factories.unit_status(since_on=DAY + timedelta(days=days))

    said = page(secretary, f"/commitments/{found.pk}/")

    assert "2 units of 3 units" in said
    assert "1 unit on" in said
    [(address, counted)] = re.findall(r'href="(/figures/units_active/[^"]+)">(counted of [^<]+)<', said)
    assert counted.endswith(": 1 unit")
    assert "day=1390-01-01" in address
    assert "nothing is foretold of it" in said
    assert "cannot be said" in said


def test_after_its_last_day_it_was_met_or_missed(secretary: Client) -> None:
    kept, missed = promised("facilities_paid", BILLION), promised("facilities_paid", 9 * BILLION)
    paid(2 * BILLION, 5)

    for found, words in ((kept, "met"), (missed, "missed")):
        said = page(secretary, f"/commitments/{found.pk}/", day="1391-02-01")
        assert re.search(rf"<bdi>{words}</bdi>", said)
        assert re.search(rf'data-label="What became of it">{words}<', said)  # of each version
        assert "Likely at the end" not in said
        assert "Pace needed" not in said
        assert "Pace over its whole time" in said
        assert "by its last day, 20 March 2012" in said


def test_long_after_its_last_day_its_pace_is_still_that_of_its_own_time(secretary: Client) -> None:
    found = promised("facilities_paid", 9 * BILLION)
    paid(12 * BILLION, 5)

    def pace(day: str) -> list[str]:
        said = page(secretary, f"/commitments/{found.pk}/", day)
        return re.findall(r"Pace over its whole time</h2>\s*<p class=\"value\"><bdi>([^<]+)", said)

    assert pace("1391-01-02") == pace("1405-09-07") == ["998"]


@pytest.mark.parametrize("address", ["/commitments/{}/", "/commitments/"])
def test_a_promise_of_cases_that_is_over_is_told_nothing_that_could_still_be_done(
    secretary: Client, address: str
) -> None:
    found = promised("idle_units_restarted", 10)

    running, over = (page(secretary, address.format(found.pk), day) for day in ("1390-06-01", "1391-02-01"))

    for words in ("What moves the chance", "under way", "For a chance of"):
        assert words not in over
        assert words in running or address == "/commitments/"


def test_the_desk_and_the_agenda_hear_of_it_in_its_own_unit(secretary: Client) -> None:
    found = promised("facilities_paid", 50 * BILLION, due_on=DAY + timedelta(days=200))
    paid(BILLION, 5)

    [one] = at_risk(AsOf(DAY + timedelta(days=150)), count)

    assert (one.id, one.verified, one.figure) == (found.pk, BILLION, "facilities_paid")
    desk = secretary.get("/desk/").content.decode()
    assert "Promises at risk" not in desk  # of today the promise is over


def test_a_promise_is_not_listed_before_it_was_told(secretary: Client) -> None:
    found = promised("facilities_paid", BILLION, announced_on=DAY + timedelta(days=50))
    later = factories.commitment(metric="facilities_paid", title="دیرتر", announced_on=DAY + timedelta(days=60))

    listed = page(secretary, "/commitments/")

    assert found.title in listed
    assert "دیرتر" in listed
    assert "دیرتر" not in page(secretary, "/commitments/", day="1390-02-01")
    assert later.pk


def test_an_officer_of_a_county_sees_the_total_and_his_part(client: Client) -> None:
    here = factories.county()
    found = promised("idle_units_restarted", 10)
    for county in (here, factories.county()):
        case = factories.case(unit=factories.unit(county=county))
        factories.case_stage(case=case, stage="RESTARTED", since_on=DAY + timedelta(days=5), proof=Proof.LISTED)
    client.force_login(persona("COUNTY", places=here.code))
    client.cookies["hamahang_language"] = "en"

    said = page(client, f"/commitments/{found.pk}/")

    assert "2 units of 10 units" in said
    assert "the tables show your counties only" in said
    assert len(re.findall("<tr><th", said.partition('id="county"')[2].partition("</section>")[0])) <= 2


def test_a_promise_of_a_county_is_shown_to_whoever_may_see_that_county(client: Client) -> None:
    here, there = factories.county(), factories.county()
    began = timezone.localdate() - timedelta(days=300)
    found = promised("facilities_paid", BILLION, scope=f"county:{here.code}", from_on=began, due_on=began + 2 * YEAR)
    factories.forecast(commitment=found)

    def sees(person: Any) -> list[bool]:
        visitor = Client()
        if person:
            visitor.force_login(person)
        pages = [visitor.get(address) for address in ("/commitments/", f"/commitments/{found.pk}/", "/desk/")]
        pages.append(visitor.get("/forecasts/"))
        return [page.status_code == 200 and found.title in page.content.decode() for page in pages]

    assert sees(persona("SECRETARY")) == [True] * 4
    assert sees(persona("COUNTY", places=here.code)) == [True] * 4
    assert sees(persona("COUNTY", places=there.code, name="There")) == [False] * 4
    assert sees(None) == [False] * 4
    announcer = persona("SECRETARY", places=there.code, name="Elsewhere")
    client.force_login(announcer)
    assert client.get(f"/commitments/{found.pk}/").status_code == 404
    assert client.get(f"/commitments/{found.pk}/shares/county/").status_code == 404


def test_forecasts_of_the_whole_are_shown_to_anybody(client: Client) -> None:
    factories.forecast(commitment=promised("facilities_paid", BILLION))

    assert "وعدهٔ facilities_paid" in client.get("/forecasts/").content.decode()


def test_what_is_promised_of_no_county_has_no_share_of_what_came_somewhere_unknown() -> None:
    shares = [Share("", Attained(3, 6)), Share(str(factories.county(name_en="Here").pk), Attained(2, 4))]

    [table] = telling.parts({"COUNTY": shares}, "unit")

    assert [(row["name"].en, row["amount"].en, row["of"].en, row["percent"]) for row in table["rows"]] == [
        ("Here", "2", "4", Decimal("50.0")), ("The rest, of no county", "—", "6", None), ("not stated", "3", "—", None),
    ]  # fmt: skip


def test_what_was_promised_no_share_has_none_and_no_zero() -> None:
    [table] = telling.parts({"SECTOR": [Share("23", Attained(3, 0)), Share("10", Attained(1, 4))]}, "unit")

    assert [row["of"].en for row in table["rows"]] == ["4", "—"]


@pytest.mark.parametrize("metric", ["", "facilities_paid"])
def test_what_is_reached_opens_since_it_began_and_before_nothing_opens(metric: str) -> None:
    found = factories.commitment(metric=metric)

    assert "since=1390-01-01" in telling.list_of(found, AsOf(DAY + timedelta(days=9)))
    assert telling.list_of(found, AsOf(DAY - timedelta(days=1))) == ""


def test_the_list_behind_jobs_reached_holds_those_of_the_promise_alone(secretary: Client) -> None:
    found = promised("", 50)
    for days, persons in ((-20, 8), (10, 5)):
        factories.job_evidence(persons=persons, proof=Proof.SEEN, since_on=DAY + timedelta(days=days))

    said = page(secretary, "/commitments/")
    [address] = re.findall(r'href="(/figures/jobs_verified/[^"]+)">5 persons<', said)
    rows = secretary.get(address.replace("&amp;", "&")).content.decode()

    assert found.title in said
    assert len(re.findall(r'href="/units/\d+/', rows)) == 1


def test_the_next_due_stand_first_and_those_that_are_over_last(secretary: Client) -> None:
    for days, title in ((20, "دیرگذشته"), (90, "تازه‌گذشته"), (300, "دورتر"), (250, "نزدیک")):
        factories.commitment(title=title, metric="facilities_paid", due_on=DAY + timedelta(days=days))

    listed = page(secretary, "/commitments/", day="1390-07-20")

    titles = re.findall(r"دیرگذشته|تازه‌گذشته|دورتر|نزدیک", listed)
    assert titles == ["نزدیک", "دورتر", "تازه‌گذشته", "دیرگذشته"]


def test_the_number_of_a_case_is_read_from_left_to_right_behind_its_name() -> None:
    assert telling.named("آجر ایلام (1390-026)") == "آجر ایلام (\u20661390-026\u2069)"
    assert telling.named("آجر ایلام (ش-983)") == "آجر ایلام (ش-983)"


def test_the_first_target_is_no_new_version(secretary: Client) -> None:
    found = factories.commitment(metric="facilities_paid", title="وعده")
    address = f"/commitments/{found.pk}/shares/county/"

    first = secretary.get(address).content.decode()
    factories.target(commitment=found, county=None, amount=5)
    then = secretary.get(address).content.decode()

    assert "The target of the promise</h1>" in first
    assert "Earlier versions stay" not in first
    assert "New version of the target</h1>" in then


def test_what_is_drawn_beside_a_published_total_is_of_the_whole_and_names_no_case_elsewhere(client: Client) -> None:
    here, there = factories.county(), factories.county()
    found = factories.commitment(metric="idle_units_restarted", title="وعده")
    factories.target(commitment=found, county=None, amount=9)
    for name in ("آجر آنجا", "گچ آنجا"):
        case = factories.case(unit=factories.unit(county=there, name=name))
        factories.case_stage(case=case, stage="IDENTIFIED", since_on=DAY, proof=Proof.LISTED)
    case = factories.case(unit=factories.unit(county=there))
    factories.case_stage(case=case, stage="RESTARTED", since_on=DAY + timedelta(days=5), proof=Proof.LISTED)
    client.force_login(persona("COUNTY", places=here.code))
    client.cookies["hamahang_language"] = "en"

    said = page(client, f"/commitments/{found.pk}/", day="1390-06-01")

    assert "1 reached" in said
    assert "0 reached" not in said
    assert "The cases that matter most are not in your counties." in said
    assert "آنجا" not in said
