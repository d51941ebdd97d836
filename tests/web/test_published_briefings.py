"""A briefing for the public: its figures, each with the page that tells all of it."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from hamahang.briefing.actions import compile_briefing
from hamahang.briefing.clearing import draft_report, take_step
from hamahang.briefing.models import Publication
from hamahang.cli.samples import said
from tests.province import TIR_10, Province

pytestmark = pytest.mark.django_db


def test_a_published_briefing_leads_to_the_pages_of_its_figures(client: Client, province: Province):
    at, day = timezone.now(), TIR_10
    said.play(at=at)
    report = draft_report(
        briefing=compile_briefing(report="tir10", day=day, by="amar", at=at), on=at.date(), by="amar", at=at
    )
    for by, step in (("amar", "check"), ("rais", "clear"), ("rais", "publish")):
        take_step(publication=report, step=step, on=at.date(), by=by, at=at)
    own = Publication.objects.get(indicator="active_estates")

    page = client.get(f"/p/{report.code}/").content.decode()
    told = json.loads(client.get(f"/p/{report.code}.json").content)

    assert f'href="/p/{own.code}/"' in page
    assert own.code in {figure["page"] for figure in told["figures"]}
    assert len(json.loads(client.get("/public/briefings.json").content)["briefings"]) == len(told["figures"])
