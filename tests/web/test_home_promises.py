"""The promises of the home page: the others beside that of jobs, worst first, for whoever may see them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hamahang.accounts.models import Person
from hamahang.domain.proof import Proof
from tests import factories
from tests.factories import DAY
from tests.personas import persona

pytestmark = pytest.mark.django_db
BILLION = 10**9
HEADING = "Other promises under way"


def promised(title: str, amount: int, **values: Any) -> Any:
    found = factories.commitment(metric="facilities_paid", title=title, **values)
    factories.target(commitment=found, county=None, amount=amount)
    return found


def home(client: Client, reader: Person, day: str = "1390-04-10") -> str:
    client.force_login(reader)
    client.cookies["hamahang_language"] = "en"
    response = client.get("/", {"day": day})
    assert response.status_code == 200
    return re.sub(r"[\u2068\u2069]", "", response.content.decode())


def test_the_others_that_are_running_are_told_worst_first_and_open(client: Client) -> None:
    jobs = factories.commitment(title="شغل")
    factories.target(commitment=jobs, amount=40)
    near, far = promised("کمی", 3 * BILLION), promised("زیاد", 90 * BILLION)
    over = promised("گذشته", BILLION, due_on=DAY + timedelta(days=20))
    promised("نیامده", BILLION, from_on=DAY + timedelta(days=300))
    factories.disbursement(amount=2 * BILLION, since_on=DAY + timedelta(days=5), proof=Proof.LISTED)

    said = home(client, persona("SECRETARY"))

    told = said[said.index(HEADING) :].split("</section>")[0]
    assert re.findall(r'href="/commitments/(\d+)/[^"]*"', told) == [str(far.pk), str(near.pk)]
    assert "2 billion rials of 3 billion rials" in told
    assert "66.7 % reached" in told
    assert over.title not in told


def test_a_promise_of_another_county_is_not_told(client: Client) -> None:
    here, there = factories.county(), factories.county()
    for county, title in ((here, "اینجا"), (there, "آنجا")):
        promised(title, BILLION, scope=f"county:{county.code}")

    said = home(client, persona("COUNTY", places=here.code))

    assert "اینجا" in said
    assert "آنجا" not in said


def test_who_may_read_no_promises_sees_none_though_another_saw_them_before(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised("وعده", BILLION)
    assert HEADING in home(client, persona("SECRETARY"))

    monkeypatch.setattr("hamahang.web.home.views.first_page", lambda person: "home")

    assert HEADING not in home(client, persona("BANK", agency=factories.agency()))


def test_with_no_other_promise_there_is_no_empty_sheet(client: Client) -> None:
    assert HEADING not in home(client, persona("SECRETARY"))


def test_the_promise_of_jobs_is_drawn_of_its_own_year_though_another_was_kept_before(client: Client) -> None:
    county = factories.county()
    years = ((DAY, 40, 30, 10), (DAY + timedelta(days=400), 7, 2, 410))
    for number, (first, target, persons, proven) in enumerate(years):
        promise = factories.commitment(title=f"سال {number}", from_on=first, due_on=first + timedelta(days=360))
        factories.target(commitment=promise, county=county, amount=target, since_on=first)
        claim = factories.job_claim(county=county)
        factories.job_evidence(claim=claim, persons=persons, proof=Proof.SEEN, since_on=DAY + timedelta(days=proven))

    said = home(client, persona("SECRETARY"), day="1391-06-01")

    assert "2 verified of 7 persons" in said
    assert "2 claimed" in said
    assert "since=1391-02-05" in said[said.index("The promise of jobs") :].split("</section>")[0]
