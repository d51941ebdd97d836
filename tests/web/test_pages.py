"""Pages of the example province: right in both languages, safe, and readable without scripts."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from django.test import Client

from hamahang.domain.indicators import Question, Rows
from hamahang.ledger import queries as ledger
from tests.personas import persona
from tests.province import Province

pytestmark = pytest.mark.django_db
PAGES = (
    "/", "/units/", "/units/{unit}/", "/units/duplicates/", "/board/", "/estates/", "/estates/ilam/", "/figures/",
    "/siting/", "/siting/?plant=brick&count-brick=2&count-cement=1",
    "/figures/jobs_verified/",
    "/figures/idle_share/", "/figures/jobs_remaining/", "/received/", "/received/upload/", "/received/{batch}/",
    "/briefings/", "/visits/", "/visits/conflicts/", "/visits/sheet/",
    "/cases/", "/cases/{case}/", "/cases/{case}/diagnosis/", "/cases/tables/", "/cases/together/",
    "/cases/new/?unit={unit}", "/desk/", "/resolutions/", "/resolutions/new/", "/agencies/",
    "/resolutions/{resolution}/",
    "/facilities/", "/facilities/{facility}/", "/facilities/due/", "/facilities/due/?late=yes", "/facilities/waiting/",
    "/facilities/statement/", "/facilities/new/?unit={unit}",
    "/figures/net_restarts_this_year/", "/figures/days_to_restart/",
    "/support/", "/programmes/", "/programmes/TARGETED_SUBSIDIES/", "/programmes/TARGETED_SUBSIDIES/eligible/",
    "/programmes/TARGETED_SUBSIDIES/severity/", "/programmes/TARGETED_SUBSIDIES/absorption/", "/requests/",
    "/requests/new/?unit={unit}", "/packages/", "/packages/new/?unit={unit}", "/packages/mine/", "/reconcile/",
    "/reconcile/bank-mli-airan/", "/banks/bank-mli-airan/", "/flags/",
    "/plans/", "/plans/new/", "/plans/compare/",
    "/standing/", "/standing/balance/", "/standing/balance/?of=visits_made&need=units_idle",
    "/standing/observations/", "/gallery/", "/sign-in/",
)  # fmt: skip
LATIN_DIGITS = re.compile(r"[0-9]")


def address(page: str) -> str:
    """Return the address of a page of the example, with the keys it got in this database."""
    from hamahang.board.models import Resolution
    from hamahang.casework.models import Case
    from hamahang.intake.models import Batch
    from hamahang.register.models import Unit
    from hamahang.support.models import CreditFacility

    return page.format(
        unit=Unit.objects.order_by("pk")[0].pk,
        batch=Batch.objects.order_by("pk")[0].pk,
        resolution=Resolution.objects.order_by("pk")[0].pk,
        facility=CreditFacility.objects.order_by("pk")[0].pk,
        case=Case.objects.filter(kind="REVIVAL").order_by("pk")[0].pk,
    )


class Reader(HTMLParser):
    """Collects what matters of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.hosts: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "style" or "style" in found or any(name.startswith("on") for name in found):
            self.inline.append(f"{tag} {found}")
        if tag == "script" and "src" not in found:
            self.inline.append(tag)
        for name in ("src", "href", "action"):
            value = found.get(name) or ""
            if "//" in value:
                self.hosts.append(value)


@pytest.fixture
def reader(province: Province, client: Client) -> Client:
    """A signed-in secretary looking at the example's day."""
    client.force_login(persona("SECRETARY"))
    client.post("/as-of/", {"day": "1390-04-10"})
    return client


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_in_its_language_and_asks_no_other_host(reader: Client, page: str, language: str) -> None:
    reader.cookies["hamahang_language"] = language

    response = reader.get(address(page))

    html = response.content.decode()
    seen = Reader()
    seen.feed(html)
    assert response.status_code == 200
    assert f'lang="{language}"' in html
    assert f'dir="{"rtl" if language == "fa" else "ltr"}"' in html
    assert seen.hosts == []
    assert seen.inline == []
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_home_page_shows_the_reported_figures_in_persian_digits(reader: Client) -> None:
    html = reader.get("/").content.decode()

    for value in ("۲٬۲۰۶", "۴۱۷", "۳۳", "۴۴", "۱۵"):
        assert value in html


def test_the_home_page_leads_to_whether_the_promise_will_be_met_whoever_may_see_that(
    reader: Client, client: Client
) -> None:
    assert "آیا به تعهد می‌رسیم؟" in reader.get("/?day=1390-04-10").content.decode()
    client.force_login(persona("AGENCY"))
    assert "آیا به تعهد می‌رسیم؟" not in client.get("/?day=1390-04-10", follow=True).content.decode()


def test_a_page_of_the_past_says_so(reader: Client) -> None:
    assert "این صفحه گذشته را نشان می‌دهد" in reader.get("/").content.decode()


def test_an_impossible_day_is_answered_with_the_way_to_write_it(reader: Client) -> None:
    response = reader.get("/?day=1390-12-30")

    assert response.status_code == 200
    assert "1390-12-30" in response.content.decode()


@pytest.mark.parametrize("asked", ["%00", "1e9", "-1", "9" * 400, "../..", "estate:", "'; DROP", "all:x", "zzz"])
def test_strange_parameters_never_break_a_page(reader: Client, asked: str) -> None:
    for page in ("/units/", "/figures/jobs_verified/", "/figures/", "/"):
        for name in ("day", "known_at", "scope", "order", "from", "since", "text", "at", "county", "status"):
            assert reader.get(f"{page}?{name}={asked}").status_code == 200, (page, name)


@pytest.mark.parametrize("asked", ["%00", "1e9", "-1", "9" * 400, "٣", "'; DROP", "zzz"])
def test_strange_parameters_never_break_a_page_of_support(reader: Client, asked: str) -> None:
    programme = "/programmes/TARGETED_SUBSIDIES/"
    pages = ("/requests/", programme, f"{programme}eligible/", f"{programme}severity/", "/flags/", "/packages/")
    for page in (*pages, "/reconcile/bank-mli-airan/"):
        for name in ("by", "answer", "line", "from", "at", "text", "rule", "kind", "state", "stage", "among"):
            assert reader.get(f"{page}?{name}={asked}").status_code == 200, (page, name)


def test_reading_pages_changes_nothing(reader: Client) -> None:
    before = ledger.head()

    for page in PAGES:
        reader.get(address(page))

    assert ledger.head() == before


def test_the_downloaded_list_has_the_rows_of_the_page_and_no_formula(reader: Client) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    content = reader.get("/figures/jobs_verified/rows.xlsx?day=1390-04-10").content
    sheet = load_workbook(BytesIO(content)).active

    assert sheet is not None
    assert sheet.max_row == 3 + 62
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_figure_is_counted_from_a_day_on_with_its_list_and_a_wrong_day_is_told(reader: Client) -> None:
    page = "/figures/jobs_verified/"

    some = reader.get(f"{page}?day=1390-04-10&since=۱۳۹۰/۰۴/۰۱").content.decode()
    wrong = reader.get(f"{page}?day=1390-04-10&since=1390-13-01").content.decode()

    assert "تنها سندهای" in some
    assert "rows.xlsx?day=1390-04-10&amp;since=1390-04-01" in some
    assert "روزی در تقویم نیست" in wrong
    assert "۴۱۷" in wrong
    later = reader.get(f"{page}?day=1390-04-10&since=1390-04-11").content.decode()
    assert "پس از روزی است که پرسیده‌اید" in later
    assert "۴۱۷" in later
    assert reader.get(f"{page}rows.csv?day=1390-04-10&since=1390-04-11").status_code == 404
    part = reader.get(f"{page}rows.csv?day=1390-04-10&since=1390-04-01").headers["Content-Disposition"]
    assert "jobs_verified-1390-04-01-1390-04-10.csv" in part


@pytest.mark.parametrize("code", ["jobs_remaining", "units_idle", "counties_covered", "idle_share"])
def test_what_is_no_sum_of_events_is_not_counted_from_a_day_on(reader: Client, code: str) -> None:
    whole = reader.get(f"/figures/{code}/?day=1390-04-10").content.decode()
    asked = reader.get(f"/figures/{code}/?day=1390-04-10&since=1390-04-01").content.decode()

    assert 'name="since"' not in whole
    assert 'name="since"' not in asked
    assert "از یک روز به بعد شمرده نمی‌شود" in asked
    assert reader.get(f"/figures/{code}/rows.csv?day=1390-04-10&since=1390-04-01").status_code == 404


def test_the_first_day_may_be_written_in_either_calendar_and_the_field_says_so(reader: Client) -> None:
    page = "/figures/jobs_verified/?day=1390-04-10"
    reader.cookies["hamahang_language"] = "en"

    solar, gregorian = (reader.get(f"{page}&since={day}").content.decode() for day in ("1390/04/01", "2011-06-22"))

    assert "from 22 June 2011" in solar
    assert "from 22 June 2011" in gregorian
    assert "(solar or Gregorian)" in solar
    assert 'placeholder="1390/04/10 or 2011-07-01"' in solar


def test_an_empty_list_says_whether_words_or_days_emptied_it(reader: Client) -> None:
    page = "/figures/jobs_verified/?day=1390-04-10"

    words, days, both = (
        reader.get(page + more).content.decode()
        for more in ("&text=zzz", "&since=1390-04-10", "&since=1390-04-01&text=zzz")
    )

    assert "سندی با این واژه‌ها نیست" in words
    assert "در این روزها سندی برای این رقم نیست" in days
    assert "سندی با این واژه‌ها از این روزها نیست" in both


def test_the_file_of_a_share_names_the_share(reader: Client) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    file = reader.get("/figures/idle_share/rows.xlsx?day=1390-04-10").content
    page = reader.get("/figures/idle_share/?day=1390-04-10").content.decode()

    title = str(load_workbook(BytesIO(file)).worksheets[0]["A1"].value)
    value = title.rpartition(" · ")[2]
    assert f"<bdi>{value}</bdi>" in page


def test_the_rows_of_a_figure_are_asked_for_once(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from hamahang.indicators import catalogue

    asked = []
    wanted = catalogue.indicator("visits_made")

    def rows(question: Question) -> Rows:
        asked.append(question.asof.day)
        return wanted.rows(question)

    counting = replace(wanted, rows=rows)
    monkeypatch.setitem(catalogue.indicators(), "visits_made", counting)

    for page in ("?day=1390-04-10&since=1390-04-01", "rows.csv?day=1390-04-10"):
        asked.clear()
        assert reader.get(f"/figures/visits_made/{page}").status_code == 200
        assert len(asked) == 1


def test_units_are_found_by_words_in_any_letters_and_by_licence(reader: Client) -> None:
    from hamahang.register.models import Unit

    unit = Unit.objects.order_by("pk")[4]

    arabic = unit.name.replace("ی", "ي").replace("ک", "ك")
    assert unit.name in reader.get("/units/", {"text": arabic}).content.decode()
    assert unit.name in reader.get("/units/", {"text": unit.licence_no}).content.decode()


def test_paging_by_key_meets_every_unit_once(reader: Client) -> None:
    from hamahang.register.models import Unit

    address, met = "/units/", []
    while address:
        html = reader.get(address).content.decode()
        met += re.findall(r'href="/units/(\d+)/', html)
        found = re.search(r'href="(\?[^"]*at=[^"]*)"[^>]*rel="next"|rel="next"[^>]*href="(\?[^"]*at=[^"]*)"', html)
        address = "/units/" + (found[1] or found[2]).replace("&amp;", "&") if found else ""

    assert sorted(set(map(int, met))) == sorted(Unit.objects.values_list("pk", flat=True))


def test_a_name_cannot_bring_markup_into_a_page(reader: Client) -> None:
    from hamahang.ledger.recording import recording
    from hamahang.register.models import Unit
    from tests.province import NOW

    unit = Unit.objects.order_by("pk")[4]
    with recording(action="test", by="tests", at=NOW):
        unit.name = '"><svg/onload=alert(1)>{{7*7}}'
        unit.save()

    html = reader.get(f"/units/{unit.pk}/").content.decode()

    assert "<svg/onload" not in html
    assert "{{7*7}}" in html
