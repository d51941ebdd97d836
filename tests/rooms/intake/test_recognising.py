"""Which kind of list a file is, told by its headings alone."""

from pathlib import Path

import openpyxl
import pytest

from hamahang.domain.lists.layouts import Meanings
from hamahang.domain.lists.mapping import heading_key
from hamahang.intake.forms import remember
from hamahang.intake.models import Batch
from hamahang.intake.recognising import kinds_to_read_as, likeliest, read_as
from hamahang.intake.sources import source_named, sources
from hamahang.intake.template import template_workbook
from hamahang.intake.workbook import read_sheets
from tests import factories
from tests.domain.sheets import sheet
from tests.province import NOW, check

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", sorted(sources()))
def test_each_template_is_recognised_as_its_own_kind(code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(template_workbook(source_named(code)))

    found = likeliest(read_sheets(path))

    assert found is not None
    assert found.code == code


def test_a_file_that_names_no_list_is_recognised_as_none() -> None:
    assert likeliest([sheet([["Fruit", "Colour"], ["apple", "red"]])]) is None


def test_the_headings_of_a_known_sender_are_recognised_too() -> None:
    texts = {"رمز": "licence_no", "عنوان آن": "name", "حوزه": "county", "چگونگی": "status", "از کی": "status_on"}
    rows = [list(texts), ["71/1", "آجر", "ایلام", "فعال", "1390/02/01"]]
    assert likeliest([sheet(rows)]) is None

    meanings = Meanings({heading_key(text): name for text, name in texts.items()}, {}, {})
    remember(source="units", sender="شرکت شهرک‌ها", meanings=meanings, by="amar", at=NOW)

    found = likeliest([sheet(rows)])
    assert found is not None
    assert found.code == "units"


def test_a_list_sent_as_the_wrong_kind_is_read_as_another_without_being_sent_again(tmp_path: Path) -> None:
    factories.county(name="ایلام", name_key="ایلام")
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["شماره پروانه", "نام واحد", "شهرستان", "وضعیت", "تاریخ وضعیت"])
    page.append(["71/1", "آجر الف", "ایلام", "فعال", "1390/02/01"])
    book.save(tmp_path / "a.xlsx")
    wrong = check(tmp_path / "a.xlsx", "resolutions", store=tmp_path / "files")
    assert [problem["code"] for problem in wrong.problems] == ["wrong_list"]

    made = read_as(batch=wrong, source=source_named("units"), store=tmp_path / "files", by="amar", at=NOW)

    assert (made.counts["ACCEPTED"], made.source) == (1, "units")
    assert Batch.objects.get(pk=wrong.pk).state == "REJECTED"
    assert "insured" not in [kind.code for kind in kinds_to_read_as(made)]
    with pytest.raises(ValueError, match="insured"):
        read_as(batch=made, source=source_named("insured"), store=tmp_path / "files", by="amar", at=NOW)
