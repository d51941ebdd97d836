"""Projects in the page: each act by its form, what is refused is said and nothing typed is lost, reach and the past."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hamahang.accounts.models import Person
from hamahang.domain.calendar import read_day
from hamahang.domain.ledger import AsOf
from hamahang.ledger.verification import verify_records
from hamahang.projects import awaiting, following, placing, queries
from hamahang.projects.actions import set_priority
from hamahang.projects.models import (
    ComponentWeight,
    InvestmentProject,
    Prerequisite,
    ProjectPaper,
    SizeThreshold,
    SpatialPriority,
)
from hamahang.register import licensing
from hamahang.register.models import Unit
from hamahang.territory import queries as territory
from tests import factories
from tests.factories import AT, DAY
from tests.personas import persona
from tests.rooms.projects.ways import Made, begin, come_to, look, permit, take

pytestmark = pytest.mark.django_db
FAR = AsOf(DAY + timedelta(40_000))


def enter(client: Client, role: str, **rest: Any) -> None:
    """Sign in as somebody of a role; the same person when it was done before."""
    known = Person.objects.filter(username=f"test-{role.lower()}").first()
    client.force_login(known or persona(role, **rest))


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.PAPERS = tmp_path
    return tmp_path


@pytest.fixture
def home() -> Any:
    """Return a county of the home province, with an estate that makes it one."""
    county = factories.county(name="ایلام", province=factories.province(code="16"))
    factories.estate(county=county, code="ilam", name="شهرک ایلام", area_assignable=Decimal(10))
    return county


def act(client: Client, made: Made, name: str, **data: Any) -> Any:
    return client.post(reverse(f"project-{name}", args=[made.project.pk]), data)


def page_of(client: Client, made: Made) -> str:
    return client.get(reverse("project", args=[made.project.pk])).content.decode()


def known(made: Made) -> following.WholeProject:
    return following.whole(made.project, FAR)


def test_a_project_is_requested_with_its_amount_in_rials(client: Client, home: Any) -> None:
    enter(client, "SECRETARY")
    given = {"title": "گچ مانشت", "county": home.code, "programme": "OTHER", "isic": "۲۳۹۴", "jobs": "۳۵"}

    unsaid = client.post(reverse("project-new"), given | {"investment": "۵۰۰"})
    made = client.post(reverse("project-new"), given | {"investment": "۵۰ میلیارد ریال", "on": "۱۳۹۰/۰۱/۱۵"})

    assert unsaid.status_code == 422
    assert "گچ مانشت" in unsaid.content.decode()
    project = InvestmentProject.objects.get()
    assert made["Location"] == reverse("project", args=[project.pk])
    assert (project.number, project.investment, project.isic) == ("T-1390-1", 50_000_000_000, "2394")
    assert client.get(reverse("project-new")).status_code == 200


def test_what_is_missing_is_counted_and_the_step_comes_when_it_is_there(client: Client) -> None:
    made = begin()
    enter(client, "SECRETARY")
    assert "۳ از ۳ مورد کم است" in page_of(client, made)

    for need in ("REQUEST", "FEASIBILITY", "EXPERT_REPORT"):
        act(client, made, "paper", need=need, number="۱۲")
    assert '<span class="tag good">آماده</span>' not in page_of(client, made)
    enter(client, "HEAD")
    assert '<span class="tag good">آماده</span>' in page_of(client, made)
    response = act(client, made, "step", step="approve", letter_no="۷۱/آ", seen=following.version(made.project)[0])

    assert response.status_code == 302
    assert known(made).way.stage == "APPROVED"
    assert known(made).stages[-1].approval_no == "۷۱/آ"


def test_a_refused_step_says_why_and_keeps_what_was_typed(client: Client) -> None:
    made = come_to("LAND")
    enter(client, "ESTATES")

    response = act(client, made, "step", step="build", reason="<b>شتاب</b>", on="1390/01/15")

    assert response.status_code == 422
    page = response.content.decode()
    assert "۱ از ۲ مورد کم است: پروانهٔ ساختمانی" in page
    assert "<b>شتاب" not in page
    assert act(client, made, "step", step="fly").status_code == 422


def test_an_inspection_is_recorded_in_the_page_with_its_photo(client: Client) -> None:
    made = come_to("BUILDING")
    enter(client, "ESTATES")
    picture = SimpleUploadedFile("گزارش.pdf", b"%PDF-1.7", "application/pdf")

    response = act(
        client, made, "inspect", **{"percent-LAND": "۱۰۰", "percent-BUILDING": "۴۰"}, file=picture, note="سقف"
    )

    assert response.status_code == 302
    whole = known(made)
    assert whole.total == Decimal("24.00")
    assert whole.inspections[-1].attachment is not None
    assert whole.inspections[-1].inspector == "Estates"
    assert "جمع وزنی دیده‌ها: ۲۴ درصد" in page_of(client, made)


def test_whoever_wrote_the_claim_down_cannot_record_its_inspection(client: Client) -> None:
    made = come_to("BUILDING")
    enter(client, "ESTATES")
    act(client, made, "claim", **{"percent-BUILDING": "90"})

    refused = act(client, made, "inspect", **{"percent-BUILDING": "90"})

    assert refused.status_code == 422
    assert "نمی‌تواند آن را تأیید کند" in refused.content.decode()
    assert 'value="90"' in refused.content.decode()
    enter(client, "COUNTY", places=made.project.county.code)
    assert act(client, made, "inspect", **{"percent-BUILDING": "70"}).status_code == 302
    assert known(made).total == Decimal("24.50")


@pytest.mark.parametrize("value", ["101", "-1", "x", "62.5"])
def test_a_percent_that_is_none_is_refused(client: Client, value: str) -> None:
    made = come_to("BUILDING")
    enter(client, "ESTATES")

    assert act(client, made, "inspect", **{"percent-BUILDING": value}).status_code == 422
    assert known(made).total is None


def test_dates_money_and_needs_are_said_in_the_page(client: Client) -> None:
    made = come_to("BUILDING")
    enter(client, "SECRETARY")
    act(client, made, "date", side="OWNER", expected_on="1391/06/01")
    without = act(client, made, "date", side="EXPERT", expected_on="1392/06/01")
    act(client, made, "date", side="EXPERT", expected_on="1392/06/01", reason="نبود ارز")
    act(client, made, "money", amount="۴۵ میلیارد ریال", basis="صورت وضعیت ۳")
    act(client, made, "need", utility="POWER", amount="۲٫۵")

    whole = known(made)
    assert without.status_code == 422
    assert (whole.dates.slipped, whole.financial, whole.needs["POWER"].amount) == (12, Decimal("50.0"), Decimal("2.5"))
    page = page_of(client, made)
    assert "نبود ارز" in page
    assert "۱۲ ماه لغزش" in page
    for name, data in (("money", {"amount": "", "basis": "x"}), ("need", {"utility": "STEAM", "amount": "1"})):
        assert act(client, made, name, **data).status_code == 422


def test_what_waits_for_what_is_said_in_the_page_and_ended_there(client: Client) -> None:
    made, station, unit = come_to("BUILDING"), come_to("BUILDING"), factories.unit(name="آجر پگاه", licence_no="71/1")
    enter(client, "SECRETARY")

    assert act(client, made, "waits", number=station.project.number, reason="برق").status_code == 302
    assert act(client, station, "waits", licence="۷۱/۱", reason="راه").status_code == 302
    for wrong in ({"number": "none", "reason": "برق"}, {"licence": "none", "reason": "برق"}):
        assert act(client, station, "waits", **wrong).status_code == 422
    assert act(client, station, "waits", number=made.project.number, reason="برق").status_code == 422

    assert station.project.title in page_of(client, made)
    assert "آجر پگاه" in page_of(client, station)
    of_unit = client.get(reverse("unit", args=[unit.pk])).content.decode()
    assert reverse("project", args=[station.project.pk]) in of_unit
    assert "راه" in of_unit
    row = Prerequisite.objects.get(unit=unit)
    assert act(client, station, "waits-end", fact=row.pk, reason="باز شد").status_code == 302
    assert act(client, station, "waits-end", fact="x", reason="باز شد").status_code == 422
    page = page_of(client, station)
    assert "«آجر پگاه» منتظر آن است (راه)" not in page
    assert "«آجر پگاه» دیگر منتظر آن نیست (باز شد)" in page
    assert f"منتظر «{station.project}» است (برق)" in page_of(client, made)


def test_who_waits_elsewhere_is_neither_named_nor_ended_by_a_reader_of_another_county(client: Client) -> None:
    made, station = come_to("BUILDING"), come_to("BUILDING")
    unit = factories.unit(name="آجر پگاه")
    whole: dict[str, Any] = {"on": DAY, "by": "tests", "at": AT}
    awaiting.wait_for(needed=made.project, unit=unit.pk, reason="راه کارخانه", **whole)
    awaiting.wait_for(needed=station.project, project=made.project, reason="برق کارخانه", **whole)
    assert len({made.project.county_id, station.project.county_id, unit.county_id}) == 3
    enter(client, "SECRETARY", places=made.project.county.code)

    page, row = page_of(client, made), Prerequisite.objects.get(unit=unit)

    for unseen in ("آجر پگاه", "راه کارخانه", "برق کارخانه", station.project.number):
        assert unseen not in page
    assert "طرحی در جای دیگر" in page
    assert act(client, made, "waits-end", fact=row.pk, reason="باز شد").status_code == 422
    assert Prerequisite.objects.count() == 2


def test_a_permit_is_issued_in_the_page_with_what_it_states(client: Client) -> None:
    made = come_to("APPROVED")
    enter(client, "HEAD")
    given = {"number": "ج/۷", "grade": "A", "power": "2.5", "persons": "۳۵", "product": "سیمان", "capacity": "1200"}

    assert act(client, made, "permit", **given | {"number": ""}).status_code == 422
    response = act(client, made, "permit", **given, fixed_capital="۹۰ میلیارد ریال", on="1390/06/01")

    assert response.status_code == 302
    assert InvestmentProject.objects.get(pk=made.project.pk).unit == Unit.objects.get()
    assert known(made).needs["POWER"].amount == Decimal("2.5")
    assert act(client, made, "permit", **given).status_code == 422
    assert "ج/۷" in page_of(client, made)


def test_a_project_is_linked_with_the_unit_it_enlarges(client: Client) -> None:
    made = come_to("APPROVED")
    unit = factories.unit(county=made.project.county, licence_no="71/1")
    enter(client, "SECRETARY")

    assert act(client, made, "place", licence="99/9").status_code == 422
    assert act(client, made, "place", licence="۷۱/۱").status_code == 302
    assert InvestmentProject.objects.get(pk=made.project.pk).unit == unit


def test_sector_and_estate_are_added_to_a_project_of_a_list(client: Client, home: Any) -> None:
    made = Made(factories.project(county=home))
    factories.project_stage(project=made.project)
    enter(client, "SECRETARY")

    act(client, made, "complete", isic="۲۳۹۴", estate="ilam")

    project = InvestmentProject.objects.get(pk=made.project.pk)
    assert (project.isic, project.estate.code if project.estate else "") == ("2394", "ilam")


def test_what_an_estate_has_left_is_promised_and_not_twice(client: Client, home: Any) -> None:
    estate = territory.estate_by_code("ilam")
    one, two = (Made(factories.project(county=home, estate=estate)) for _ in range(2))
    for made in (one, two):
        factories.project_stage(project=made.project)
    enter(client, "ESTATES")
    address = reverse("estate-capacity", args=["ilam"])
    client.post(address, {"utility": "POWER", "name": "پست ۶۳", "amount": "۸", "on": "1390/01/01"})

    act(client, one, "promise", utility="POWER", amount="5", on="1390/02/01")
    refused = act(client, two, "promise", utility="POWER", amount="5", on="1390/02/05")
    act(client, two, "promise", utility="POWER", amount="5", on="1390/02/05", reason="پست دوم")

    assert refused.status_code == 422
    assert "۳ مگاوات مانده است" in refused.content.decode()
    page = client.get(reverse("estate", args=["ilam"])).content.decode()
    assert "بیش از ظرفیت قول داده‌اند" in page
    assert "۲ نیست" in page
    client.post(address, {"utility": "POWER", "name": "پست دوم", "amount": "x"})
    client.post(address, {"utility": "POWER", "name": "پست دوم", "amount": "4", "on": "1390/03/01"})
    assert "بیش از ظرفیت قول داده‌اند" not in client.get(reverse("estate", args=["ilam"])).content.decode()


def test_the_list_of_estates_tells_what_is_left_and_what_is_lacking(client: Client, home: Any) -> None:
    estate = territory.estate_by_code("ilam")
    assert estate is not None
    factories.estate_status(estate=estate)
    made = Made(factories.project(county=home, estate=estate))
    factories.project_stage(project=made.project)
    enter(client, "ESTATES")
    capacity = {"utility": "POWER", "name": "پست ۶۳", "amount": "۸", "on": "1390/01/01"}
    client.post(reverse("estate-capacity", args=["ilam"]), capacity)
    act(client, made, "need", utility="POWER", amount="11")

    page = client.get(reverse("estates")).content.decode()

    assert "۸ از ۸" in page
    assert "۳ کم است" in page
    assert "۱۰۰٬۰۰۰ از ۱۰۰٬۰۰۰" in page


def test_papers_are_sent_only_to_who_may_see_the_project(client: Client) -> None:
    made = begin()
    enter(client, "SECRETARY")
    act(client, made, "paper", need="REQUEST", file=SimpleUploadedFile("نامه.pdf", b"%PDF-1.7"))
    address = reverse("project-paper-file", args=[made.project.pk, ProjectPaper.objects.get().pk])

    assert client.get(address).content == b"%PDF-1.7"
    enter(client, "COUNTY", places="0101")
    for path in (address, reverse("project", args=[made.project.pk])):
        assert client.get(path).status_code == 404
    assert act(client, made, "inspect", **{"percent-LAND": "1"}).status_code == 404
    assert made.project.title not in client.get(reverse("projects")).content.decode()


def test_the_board_is_narrowed_by_stage_progress_and_words(client: Client) -> None:
    made = come_to("BUILDING")
    look(made, 60)
    enter(client, "AUDITOR")

    found = {
        query: made.project.title in client.get(reverse("projects") + query).content.decode()
        for query in (
            "",
            "?stage=BUILDING",
            "?stage=TRIAL",
            "?band=20_40",
            "?band=60_80",
            "?text=دالاهو",
            "?at=%00",
            "?stage=x",
        )
    }
    assert [query for query, is_there in found.items() if not is_there] == ["?stage=TRIAL", "?band=60_80"]


def test_the_past_is_read_only(client: Client) -> None:
    made = come_to("BUILDING")
    enter(client, "ESTATES")
    address = reverse("project", args=[made.project.pk])

    page = client.get(address, {"day": "1390-01-03"}).content.decode()

    assert "روز وضعیت را امروز کنید" in page
    assert f'action="{reverse("project-inspect", args=[made.project.pk])}"' not in page
    assert client.get(address, {"day": "1389-01-03"}).status_code == 404


def test_the_officer_sees_what_is_due_in_the_own_county(client: Client) -> None:
    made = come_to("BUILDING")
    permit(begin(title="طرح دیگر"))
    enter(client, "COUNTY", places=made.project.county.code)

    page = client.get(reverse("projects-day"), {"day": "1390-12-15"}).content.decode()

    assert made.project.title in page
    assert "ج/" in page
    assert "طرح دیگر" not in page


def test_weights_are_set_by_the_head_alone_and_only_as_a_whole(client: Client) -> None:
    names = ("LAND", "BUILDING", "MACHINERY", "UTILITIES", "INSTALLATION")
    even = {f"weight-{code}": "۲۰" for code in names} | {"on": "1390/02/01", "basis": "بخشنامهٔ ۱۲"}
    enter(client, "ESTATES")
    assert client.post(reverse("projects-weights"), even).status_code == 403
    enter(client, "HEAD")
    client.post(reverse("projects-weights"), even | {"weight-LAND": "۲۱"})
    assert not ComponentWeight.objects.exists()

    client.post(reverse("projects-weights"), even)

    page = client.get(reverse("projects-tables"), {"day": "1390-02-02"}).content.decode()
    assert "بخشنامهٔ ۱۲" in page
    assert ComponentWeight.objects.count() == 5
    for kind in ("PROJECT", "PERMIT", "LICENCE", "MINE", "x"):
        assert client.get(reverse("projects-tables"), {"kind": kind}).status_code == 200


def test_the_line_of_large_projects_is_set_from_a_day_and_its_versions_stay(client: Client) -> None:
    given = {"amount": "۵۰ میلیارد ریال", "on": "1391/01/01", "basis": "بخشنامهٔ ۱۳"}
    enter(client, "SECRETARY")
    assert client.post(reverse("projects-threshold"), given).status_code == 403
    enter(client, "HEAD")
    for wrong in ({"amount": "۵۰"}, {"amount": "۰ ریال"}, {"basis": " "}, {"on": "۱۳۹۱/۱۳/۰۱"}):
        client.post(reverse("projects-threshold"), given | wrong)
    assert not SizeThreshold.objects.exists()

    client.post(reverse("projects-threshold"), given)
    client.post(reverse("projects-threshold"), given | {"amount": "۹۰ میلیارد ریال", "on": "1392/01/01"})

    page = client.get(reverse("projects-tables")).content.decode()
    assert page.index("۹۰ میلیارد ریال") < page.index("۵۰ میلیارد ریال")
    days = [queries.threshold(AsOf(read_day(day))) for day in ("1390-12-29", "1391-06-01", "1392-06-01")]
    assert days == [None, 50_000_000_000, 90_000_000_000]


def test_the_parameters_of_capacity_rating_are_set_from_a_day(client: Client) -> None:
    given = {"shifts": "۲", "hours": "۸", "days": "۳۰۰", "efficiency": "۸۵", "on": "1391/01/01", "basis": "شیوه‌نامه"}
    enter(client, "ESTATES")
    assert client.post(reverse("projects-rating"), given).status_code == 403
    enter(client, "HEAD")
    for wrong in ({"shifts": "۴"}, {"days": "۳۶۷"}, {"basis": ""}, {"efficiency": "x"}):
        client.post(reverse("projects-rating"), given | wrong)
    client.post(reverse("projects-rating"), given)

    assert licensing.rating_terms(AsOf(read_day("1390-12-29"))).days == 280
    assert licensing.rating_terms(AsOf(read_day("1391-01-01"))).days == 300
    assert "شیوه‌نامه" in client.get(reverse("projects-tables")).content.decode()


def test_the_plan_is_written_and_read_by_county(client: Client, home: Any) -> None:
    enter(client, "HEAD")
    given = {"county": home.code, "sector": "۲۳", "level": "HIGH", "source": "سند نمونه", "on": "1390/01/01"}
    client.post(reverse("projects-priority"), given | {"source": ""})
    client.post(reverse("projects-priority"), given | {"county": "9999"})
    assert not SpatialPriority.objects.exists()
    client.post(reverse("projects-priority"), given | {"reason": "معدن گچ"})

    page = client.get(reverse("projects-plan")).content.decode()
    assert "معدن گچ" in page
    assert "سند نمونه" in page


def test_the_plan_holds_under_the_names_a_county_had(client: Client, home: Any) -> None:
    later = factories.county(code=home.code, name="ایلام نو", province=home.province)
    set_priority(county=home.pk, sector="23", level="HIGH", reason="", source="نمونه", since_on=DAY, by="x", at=AT)
    project = factories.project(county=later, isic="2394")

    found = placing.fit_of(project, FAR)
    assert found is not None
    assert found.level == "HIGH"


def test_people_talk_about_a_project_on_its_page(client: Client) -> None:
    made = begin()
    enter(client, "SECRETARY")

    client.post(
        reverse("desk-comment"),
        {"about": "projects.InvestmentProject", "about_id": made.project.pk, "text": "مجری هفتهٔ بعد می‌آید"},
    )

    assert "مجری هفتهٔ بعد می‌آید" in page_of(client, made)


def test_the_page_of_a_unit_leads_to_the_project_that_builds_it(client: Client) -> None:
    made = come_to("LAND")
    enter(client, "AUDITOR")

    page = client.get(reverse("unit", args=[made.project.unit_id])).content.decode()

    assert reverse("project", args=[made.project.pk]) in page
    assert reverse("licence", args=[1]).replace("1/", "") in page


def test_a_stopped_project_leads_to_a_case_of_its_unit(client: Client) -> None:
    made = come_to("BUILDING")
    take(made, "stop")
    enter(client, "SECRETARY")
    unit = Unit.objects.get()
    assert f"{reverse('case-new')}?unit={unit.pk}" in page_of(client, made)

    client.post(reverse("case-new"), {"unit": unit.pk, "kind": "PROJECT", "project_no": made.project.number})

    assert [case.project_no for case in following.obstacles_of(made.project, FAR)] == [made.project.number]
    assert "پروندهٔ" in page_of(client, made)


def test_a_project_leads_to_its_request_and_facility_and_both_lead_back(client: Client) -> None:
    unit = factories.unit()
    project = factories.project(number="آ-۱", title="سیمان دالاهو", unit=unit, county=unit.county)
    factories.project_stage(project=project)
    facility = factories.credit_facility(unit=unit, approved=5_000, approved_on=DAY)
    request = factories.support_request(unit=unit, line=facility.line, project_no="آ-۱", facility=facility)
    for stage in ("REGISTERED", "REFERRED", "CONTRACT"):
        factories.request_stage(request=request, stage=stage, amount=5_000)
    enter(client, "SECRETARY")

    def page(name: str, key: int) -> str:
        return client.get(reverse(name, args=[key])).content.decode()

    there = page("project", project.pk)
    assert f'href="{reverse("request", args=[request.pk])}"' in there
    assert f'href="{reverse("facility", args=[facility.pk])}"' in there
    assert f'href="{reverse("project", args=[project.pk])}"' in page("request", request.pk)
    back = page("facility", facility.pk)
    assert f'href="{reverse("project", args=[project.pk])}"' in back
    assert f'href="{reverse("request", args=[request.pk])}"' in back
    # who may not see projects is told the number alone
    bank = facility.bank
    request.bank = bank
    factories.stored(request)
    enter(client, "BANK", agency=bank)
    assert "سیمان دالاهو" not in page("request", request.pk)
    assert "آ-۱" in page("request", request.pk)


def test_title_investment_and_jobs_are_corrected_with_a_reason_and_what_stood_before_is_shown(client: Client) -> None:
    made = begin(title="گچ مانشت", investment=50_000_000_000, expected_jobs=30)
    enter(client, "AUDITOR")
    assert act(client, made, "correct").status_code == 403
    enter(client, "SECRETARY")
    given = {"title": "گچ مانشت", "investment": "۵۰۰ میلیارد ریال", "jobs": "۳۵", "reason": "صفر جا افتاده بود"}
    seen = following.version(made.project)[0]

    for wrong in ("reason=", "title=", "investment=۵۰۰", "investment=", "jobs=x"):
        refused = act(client, made, "correct", **given | dict([wrong.split("=")]))
        assert refused.status_code == 422
        assert "گچ مانشت" in refused.content.decode()
    same = {"investment": "50000000000 ریال", "jobs": "30"}
    assert act(client, made, "correct", **given | same).status_code == 422
    assert act(client, made, "correct", **given, seen=seen).status_code == 302
    assert act(client, made, "correct", **given | {"jobs": "۳۶"}, seen=seen).status_code == 422

    made.project.refresh_from_db()
    assert (made.project.investment, made.project.expected_jobs) == (500_000_000_000, 35)
    page = page_of(client, made)
    assert "صفر جا افتاده بود" in page
    assert "از ۵۰ میلیارد ریال به ۵۰۰ میلیارد ریال" in page.replace("\u2068", "").replace("\u2069", "")
    assert verify_records() is None
