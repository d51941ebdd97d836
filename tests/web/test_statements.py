"""Pages of texts: pasted or sent, marked, bound by a person, without a script, in both languages."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hamahang.commitments.actions import Announcement, announce, set_target
from hamahang.domain.indicators import ALL
from hamahang.domain.money import say_number
from hamahang.statements import queries
from hamahang.statements.actions import bind_promise
from hamahang.statements.models import ClaimBinding, PromiseBinding, Statement
from hamahang.statements.promised import key_of
from hamahang.web.statements.forms import MOST_FILES
from tests import factories
from tests.personas import persona
from tests.province import NOW, Province

pytestmark = pytest.mark.django_db
TEXT = (
    "رئیس سازمان صنایع و معادن استان ایلام گفت: ۱۱ شهرک صنعتی فعال در استان است.\n"
    "تا پایان سال ۹۰ ایجاد ۲۰۰۰ شغل جدید تعهد شده است. ۱۵ طرح تصویب شد. "
    "بیش از ۲۲۰۰ میلیارد ریال تسهیلات از محل قانون هدفمندسازی یارانه‌ها پرداخت شده است.\n"
    "<script>alert(1)</script> ۱۲ چیزک هم بود."
)


@pytest.fixture
def amar(client: Client) -> Client:
    client.force_login(persona("STATISTICS"))
    return client


def send(client: Client, **given: Any) -> Any:
    return client.post("/texts/", {"day": "۱۳۹۰/۰۴/۱۰", "text": TEXT, **given})


def page_of(client: Client, **given: Any) -> str:
    response = send(client, **given)
    assert response.status_code == 302, response.content.decode()
    page: str = client.get(response["Location"]).content.decode()
    return page


def test_each_figure_is_marked_and_its_verdict_stands_beside_it(province: Province, amar: Client):
    page = page_of(amar)

    assert re.search(r'<a href="#claim-1"[^>]*><mark class="bad">۱۱<sup>۱</sup></mark></a>', page)
    assert 'id="claim-1"' in page
    assert "بیشتر از ثبت ما" in page
    assert "تا ۱۰ تیر ۱۳۹۰: ۸ شهرک صنعتی فعال." in page
    assert "/figures/active_estates/?day=1390-04-10" in page
    assert "۲۴ درصد" in page
    assert 'class="unknown"' in page
    assert "<script>alert" not in page


def test_a_claim_that_agrees_at_another_level_says_of_which_it_differs(province: Province, amar: Client):
    page = page_of(amar, text="تاکنون ۶۰۰ شغل در استان ایجاد شده است.")

    assert "(۱۸۳ بیش از اشتغال تأییدشده)" in page
    assert "بیش از رقم ما" not in page


def test_what_rests_on_a_weak_cue_is_said_beside_the_claim(province: Province, amar: Client):
    page = page_of(
        amar, text="صادرات استان ایلام در سال ۸۹ به ۴۰۰ هزار تن رسید که نسبت به سال ۸۸ هفت درصد افزایش داشت."
    )

    assert "با احتیاط بخوانید: رشد یا کاهش است" in page
    assert page.count("با احتیاط بخوانید") == 1


def test_other_readings_and_what_was_not_understood_are_said_and_not_only_shown_on_hover(
    province: Province, amar: Client
):
    page = page_of(amar, text="تولید سالانهٔ واحد ۳ میلیون و ۶۵۰ تن است. عدد ۱۲ اعلام شد.")

    assert "شاید ۳٬۶۵۰٬۰۰۰، اگر واژه‌ای افتاده باشد" in page
    assert "دانسته نشد چه شمرده شده است" in page


def test_our_list_opens_from_a_claim(province: Province, amar: Client):
    page = page_of(amar)

    address = re.search(r'href="(/figures/jobs_committed/[^"]*)"', page)
    assert address is not None
    assert amar.get(address[1].replace("&amp;", "&")).status_code == 200


def test_what_is_not_clear_is_asked_and_remembered(province: Province, amar: Client):
    page = page_of(amar)
    address = re.search(r'href="(/texts/\d+/claims/3/)" aria-label="دربارهٔ کدام', page)
    assert address is not None

    asked = amar.get(address[1]).content.decode()
    assert asked.index("طرح مصوب آمایش") < asked.index('<optgroup label="همهٔ ارقام"')
    response = amar.post(address[1], {"indicator": "spatial_plan_projects_approved", "reason": "همان طرح‌هاست"})

    assert response.status_code == 302
    page = amar.get(response["Location"]).content.decode()
    assert "به تصمیم کسی بسته شده است" in page
    assert "همان طرح‌هاست" in amar.get("/texts/decisions/").content.decode()
    assert ClaimBinding.objects.get().indicator == "spatial_plan_projects_approved"


def test_a_figure_that_is_not_in_the_catalogue_is_refused(province: Province, amar: Client):
    page_of(amar)
    text = Statement.objects.get()

    response = amar.post(f"/texts/{text.pk}/claims/3/", {"indicator": "nothing_of_the_kind"})

    assert response.status_code == 400
    assert ClaimBinding.objects.count() == 0
    assert amar.get(f"/texts/{text.pk}/claims/99/").status_code == 404


def test_the_promise_is_listed_with_who_and_for_when(province: Province, amar: Client):
    page_of(amar)

    page = amar.get("/texts/promises/?day=1390-04-10").content.decode()

    assert "۲۰۰۰ شغل جدید" in page
    assert "رئیس سازمان صنایع و معادن" in page
    assert "۲۹ اسفند ۱۳۹۰" in page
    assert "۴۱۷" in page


def test_the_promise_leads_to_its_commitment_with_the_target_of_that_day(province: Province, amar: Client):
    page = page_of(amar, text=TEXT.replace("۲۰۰۰", "۲۵۰۰"))
    listed = amar.get("/texts/promises/?day=1390-04-10").content.decode()

    for found in (page, listed):
        address = re.search(r'href="(/commitments/\d+/)[^"]*"[^>]*>[^ت]*ت-۱۳۹۰', found)
        assert address is not None
        assert "هدفِ آن روز ۲٬۰۰۰ نفر بود" in found
    assert "در جریان" in listed


def test_a_person_says_that_a_promise_is_none_of_the_commitments(province: Province, amar: Client):
    page = page_of(amar)
    address = re.search(r'href="(/texts/\d+/claims/2/)"', page)
    assert address is not None
    assert "ت-۱۳۹۰" in amar.get(address[1]).content.decode()

    assert amar.post(address[1], {"commitment": "x"}).status_code == 400
    assert amar.post(address[1], {"commitment": "", "reason": "وعدهٔ دیگری است"}).status_code == 302
    assert PromiseBinding.objects.get().commitment is None
    listed = amar.get("/texts/decisions/").content.decode()
    assert "هیچ تعهدی نیست" in listed
    assert "وعدهٔ دیگری است" in listed


def test_a_word_file_is_read_in_the_guarded_process(province: Province, amar: Client, tmp_path: Path):
    document = docx.Document()
    document.add_paragraph("استان ایلام ۸ شهرک صنعتی فعال دارد.")
    document.save(str(tmp_path / "a.docx"))
    file = SimpleUploadedFile("سخنرانی.docx", (tmp_path / "a.docx").read_bytes())

    page = page_of(amar, text="", file=file)

    assert '<mark class="good">۸' in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": " "}, "متنی نیست"),
        ({"day": "۱۴۹۰/۰۱/۰۱"}, "هنوز نیامده"),
        ({"day": "دیروز"}, "روزی در تقویم نیست"),
        ({"text": "", "file": SimpleUploadedFile("a.zip", b"PK\x03\x04 broken")}, "فایل"),
    ],
)
def test_what_cannot_be_read_is_refused_and_says_why(amar: Client, given: dict[str, Any], said: str):
    response = send(amar, **given)

    assert response.status_code == 400
    assert said in response.content.decode()
    assert Statement.objects.count() == 0


def test_whoever_only_reads_sees_no_form_and_keeps_nothing(province: Province, client: Client):
    client.force_login(persona("CONSULTANT"))

    assert "<textarea" not in client.get("/texts/").content.decode()
    assert send(client).status_code == 200
    assert Statement.objects.count() == 0


def test_english_readers_read_english(province: Province, amar: Client):
    amar.cookies["hamahang_language"] = "en"

    page = page_of(amar)

    assert "overstated" in page
    assert "By 1 July 2011, active industrial estates: 8 estates." in page


REVIVAL = "رئیس سازمان صنایع و معادن استان ایلام گفت: تا پایان سال ۱۳۹۰ تعداد ۲ واحد راکد احیا خواهد شد."


def test_what_a_promise_reached_opens_to_its_list(province: Province, amar: Client):
    amar.post("/texts/", {"text": "تا پایان سال ۱۳۹۰ تعداد ۷ شهرک صنعتی فعال خواهد شد.", "day": "1390-04-10"})
    page = amar.get("/texts/promises/?day=1390-04-10").content.decode()

    address = re.search(r'href="(/figures/[^"]*)"', page)
    assert address is not None
    assert amar.get(address[1].replace("&amp;", "&")).status_code == 200


def test_the_list_of_what_a_promise_reached_is_the_one_that_was_counted(province: Province, amar: Client):
    page_of(amar, text=REVIVAL, day="۱۳۹۰/۰۴/۰۴")  # one unit restarted the day before
    page = amar.get("/texts/promises/?day=1390-04-10").content.decode()

    address, reached = re.findall(r'href="(/figures/[^"]*since=1390-04-04[^"]*)">([^<]*)<', page)[0]
    listed = amar.get(address.replace("&amp;", "&")).content.decode()

    table = re.search(r'id="rows".*?<tbody>(.*?)</tbody>', listed, re.DOTALL)
    assert table is not None
    assert say_number(table[1].count("<tr>"), "fa") == reached
    assert "تنها سندهای" in listed


def test_promises_are_narrowed_and_taken_away_with_what_became_of_them(province: Province, amar: Client):
    page_of(amar)
    page_of(amar, text=REVIVAL, day="۱۳۹۰/۰۳/۰۱")  # before the restarts of 3 to 5 Tir

    running, kept = (
        amar.get(f"/texts/promises/?end={end}&day=1390-04-10").content.decode() for end in ("running", "kept")
    )

    assert "۲۰۰۰ شغل جدید" in running
    assert "۲ واحد" not in running
    assert "عملی شد" in kept
    assert "۲ واحد" in kept
    assert "از \u2068۱ خرداد ۱۳۹۰" in kept  # what was done before it was promised is not counted
    sheet = amar.get("/texts/promises/?sheet=csv&end=kept&day=1390-04-10")
    assert "attachment" in sheet.headers["Content-Disposition"]
    assert "عملی شد" in sheet.content.decode("utf-8-sig")
    assert "۲۰۰۰" not in sheet.content.decode("utf-8-sig")
    assert "وعده‌ای با این نشانی‌ها نیست" in amar.get("/texts/promises/?text=هیچ&day=1390-04-10").content.decode()


def test_what_was_reached_names_its_figure_and_how_well_it_is_proven(province: Province, amar: Client):
    page_of(amar)
    page_of(amar, text=REVIVAL, day="۱۳۹۰/۰۳/۰۱")

    page = amar.get("/texts/promises/?day=1390-04-10").content.decode()
    sheet = amar.get("/texts/promises/?sheet=csv&day=1390-04-10").content.decode("utf-8-sig")

    assert "اشتغال تأییدشده · تأییدشده با تماس" in page  # of its commitment
    assert re.search(r"واحد بازگشته به تولید · در فهرست رسمی · از \u2068۱ خرداد ۱۳۹۰", page)
    heads, *rows = csv.DictReader(io.StringIO(sheet)).fieldnames or (), *csv.DictReader(io.StringIO(sheet))
    assert heads[8:13] == ["رسیده به", "یکا", "رقم", "سطح اثبات", "شمرده از"]
    assert [row["یکا"] for row in rows] == ["واحد", "نفر"]
    assert [(row["رقم"], row["سطح اثبات"]) for row in rows] == [
        ("واحد بازگشته به تولید", "در فهرست رسمی"),
        ("اشتغال تأییدشده", "تأییدشده با تماس"),
    ]


def test_a_promise_of_jobs_is_announced_with_what_the_text_says(province: Province, client: Client):
    head = persona("HEAD")
    client.force_login(head)
    listed = page_of(client, text=TEXT.replace("سال ۹۰", "سال ۹۲"))

    address = re.search(r'href="(/commitments/new/[^"]+)"', listed)
    assert address is not None
    form = client.get(address[1].replace("&amp;", "&")).content.decode()

    assert "۱۳۹۲/۱۲/۲۹" in form
    assert "رئیس سازمان صنایع و معادن استان ایلام" in form
    assert '<option value="jobs_verified" selected>' in form


def test_a_promise_of_any_figure_is_announced_with_it_and_then_is_that_commitment(province: Province, client: Client):
    client.force_login(persona("HEAD"))
    address = re.search(r'href="(/commitments/new/[^"]+)"', page_of(client, text=REVIVAL))
    assert address is not None
    form = client.get(address[1].replace("&amp;", "&")).content.decode()
    assert '<option value="idle_units_restarted" selected>' in form

    said = Announcement("ت-5", "احیا", "ستاد", date(2011, 3, 21), date(2012, 3, 19), metric="idle_units_restarted")
    made = announce(promise=said, by="dabir", at=NOW)
    shares: dict[int | None, int] = {None: 3}
    on = date(2011, 4, 1)
    set_target(commitment=made, amounts=shares, issuer="ستاد", basis="", announced_on=on, by="dabir", at=NOW)

    listed = client.get("/texts/promises/?day=1390-04-10").content.decode()
    assert f'href="/commitments/{made.pk}/"' in listed
    assert "هدفِ آن روز ۳ واحد بود" in listed
    assert re.search(rf'href="/commitments/{made.pk}/">۳</a>', listed)
    assert "عملی شد" in listed


def test_a_promise_bound_to_what_the_catalogue_counts_no_more_is_listed_in_records(province: Province, amar: Client):
    gone = factories.commitment(metric="no_such_figure", number="ت-6")
    factories.target(commitment=gone, county=None, amount=3)
    page_of(amar, text=REVIVAL)
    said = queries.claims_of(Statement.objects.get())[0]
    bind_promise(key=key_of(said, ALL), commitment=gone.pk, by="amar", at=NOW)

    listed = amar.get("/texts/promises/?day=1390-04-10")

    assert listed.status_code == 200
    assert "هدفِ آن روز ۳ ثبت بود" in listed.content.decode()
    assert "no_such_figure" in listed.content.decode()


def test_what_no_figure_counts_is_not_offered_to_be_announced(province: Province, client: Client):
    client.force_login(persona("HEAD"))

    assert "/commitments/new/" not in page_of(client, text="تا پایان سال ۱۳۹۰ تعداد ۴ پل ساخته خواهد شد.")


def test_a_text_that_should_not_be_here_is_taken_out_with_a_reason(province: Province, amar: Client):
    page_of(amar)
    kept = Statement.objects.get()
    assert amar.post(f"/texts/{kept.pk}/", {"reason": " "}).status_code == 400

    amar.post(f"/texts/{kept.pk}/", {"reason": "روز آن اشتباه بود"})

    assert amar.get(f"/texts/{kept.pk}/").status_code == 404
    assert "۲۰۰۰ شغل" not in amar.get("/texts/promises/?day=1390-04-10").content.decode()
    page_of(amar)  # the same text of the same day may come again
    assert Statement.objects.filter(voided_entry=None).count() == 1


def test_whoever_only_reads_takes_no_text_out(province: Province, client: Client):
    client.force_login(persona("STATISTICS"))
    page_of(client)
    client.force_login(persona("AUDITOR"))

    client.post(f"/texts/{Statement.objects.get().pk}/", {"reason": "نه"})

    assert Statement.objects.filter(voided_entry=None).exists()


def test_several_files_are_kept_each_of_the_day_of_its_name(province: Province, amar: Client):
    files = [
        SimpleUploadedFile("1389-12-10 اسفند.txt", "استان ایلام ۷ شهرک صنعتی فعال دارد.".encode()),
        SimpleUploadedFile("تیر.txt", "استان ایلام ۸ شهرک صنعتی فعال دارد.".encode()),
    ]

    response = send(amar, text="", file=files, source="بایگانی")

    assert response["Location"] == "/texts/"
    assert [(each.title, each.day.isoformat()) for each in Statement.objects.order_by("day")] == [
        ("1389-12-10 اسفند", "2011-03-01"),
        ("تیر", "2011-07-01"),
    ]
    refused = send(amar, text="", file=[SimpleUploadedFile("خوب.txt", b"8"), SimpleUploadedFile("بد.txt", b" ")])
    assert refused.status_code == 400
    assert "بد.txt" in refused.content.decode()


def test_of_one_file_the_typed_day_holds(province: Province, amar: Client):
    page_of(amar, text="", file=SimpleUploadedFile("1389-12-10.txt", "استان ۷ شهرک صنعتی فعال دارد.".encode()))

    assert Statement.objects.get().day.isoformat() == "2011-07-01"


def test_of_several_files_all_are_kept_or_none_and_the_refused_one_is_named(province: Province, amar: Client):
    good = "استان ایلام {n} شهرک صنعتی فعال دارد."
    files = [SimpleUploadedFile(f"خوب {n}.txt", good.format(n=n).encode()) for n in (7, 8)]

    refused = send(amar, text="", file=[*files, SimpleUploadedFile("دراز.txt", ("واژه " * 50_000).encode())])

    assert refused.status_code == 400
    assert "دراز.txt: متن از ۲۰۰٬۰۰۰ نویسه درازتر است" in refused.content.decode()
    assert Statement.objects.count() == 0


def test_more_files_than_are_taken_at_once_are_refused_with_how_many_are(amar: Client):
    files = [SimpleUploadedFile(f"{n}.txt", b"8") for n in range(MOST_FILES + 1)]

    page = send(amar, text="", file=files).content.decode()

    assert f"بیش از {say_number(MOST_FILES, 'fa')} فایل است" in page


def test_a_number_is_not_bound_to_a_figure_of_money(province: Province, amar: Client):
    page = page_of(amar)
    address = re.search(r'href="(/texts/\d+/claims/1/)"', page)
    assert address is not None

    form = amar.get(address[1]).content.decode()
    refused = amar.post(address[1], {"indicator": "facilities_paid"})

    assert 'value="facilities_paid"' not in form
    assert 'value="active_zones"' in form
    assert refused.status_code == 400
    assert "یکای این رقم با ادعا یکی نیست" in refused.content.decode()
    assert ClaimBinding.objects.count() == 0
