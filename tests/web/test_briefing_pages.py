"""Pages of a frozen briefing: places by their names, the notice of the example near the top."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.briefing import queries
from hamahang.briefing.actions import compile_briefing
from hamahang.briefing.example import NOTICE
from hamahang.briefing.models import Briefing
from hamahang.domain.briefing import NOTHING
from hamahang.domain.calendar import read_day
from hamahang.domain.text import Text
from tests.personas import persona
from tests.province import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(province: Province, client: Client, settings: Any, tmp_path: Path) -> Client:
    settings.IS_EXAMPLE_FILE = tmp_path / "example.json"
    client.force_login(persona("SECRETARY"))
    return client


def compiled(notice: Text = NOTHING) -> Briefing:
    at = datetime(2011, 7, 2, tzinfo=UTC)
    return compile_briefing(report="tir10", day=read_day("1390-04-10"), notice=notice, by="dabir", at=at)


def page(client: Client, address: str, language: str) -> str:
    client.cookies["hamahang_language"] = language
    return client.get(address).content.decode()


@pytest.mark.parametrize(("language", "name"), [("fa", "شهرک صنعتی ایلام"), ("en", "Ilam industrial estate")])
def test_a_figure_of_one_place_says_the_name_of_the_place(reader: Client, language: str, name: str) -> None:
    briefing = compiled()
    figure = queries.figures_of(briefing).get(indicator="idle_units_identified")

    for address in (reverse("briefing", args=[briefing.pk]), reverse("frozen-figure", args=[figure.code])):
        html = page(reader, address, language)
        assert name in html
        assert "estate:ilam" not in html


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_briefing_of_the_example_says_so_before_its_figures(reader: Client, settings: Any, language: str) -> None:
    settings.IS_EXAMPLE_FILE.write_text('{"day": "1390-04-10"}')
    briefing = compiled(NOTICE)

    html = page(reader, reverse("briefing", args=[briefing.pk]), language)

    assert NOTICE[language] in queries.document_of(briefing).notice[language]
    assert 0 < html.index(NOTICE[language]) < html.index("<table")


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_briefing_of_real_data_has_no_such_notice(reader: Client, language: str) -> None:
    briefing = compiled()

    assert queries.document_of(briefing).notice[language] == ""
    assert NOTICE[language] not in page(reader, reverse("briefing", args=[briefing.pk]), language)


def test_a_line_of_a_unit_keeps_file_sheet_and_cell_apart(reader: Client) -> None:
    from hamahang.register.models import Unit

    html = page(reader, reverse("unit", args=[Unit.objects.order_by("pk")[0].pk]) + "?day=1390-04-10", "fa")

    assert '<bdi dir="ltr">.xlsx</bdi></bdi> · <bdi>' in html
