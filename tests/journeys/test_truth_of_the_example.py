"""What the real intake makes of the example is what TRUTH.json says of it: each row's end, and the unit it means."""

import json
import re
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.calendar import read_day
from hamahang.domain.indicators import ALL
from hamahang.indicators import queries
from hamahang.intake.models import Batch, ReceivedRow
from hamahang.ledger import queries as ledger
from hamahang.register.models import Licence
from hamahang.support.models import Disbursement
from tests.province import Province

pytestmark = pytest.mark.django_db


@pytest.fixture
def truth(province: Province) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((province.lists / "TRUTH.json").read_text(encoding="utf-8"))
    return told


def test_each_row_ends_as_the_truth_says(province: Province, truth: dict[str, Any]) -> None:
    for file in truth["files"]:
        batch = Batch.objects.get(file__name=file["file"])
        refused = {(r["sheet"], r["row"]): r for r in file["refused"]}
        ended = {(r.sheet, r.row): r for r in batch.rows.filter(outcome=ReceivedRow.Outcome.REFUSED)}

        assert ended.keys() == refused.keys(), file["file"]
        assert batch.counts["ACCEPTED"] == file["accepted"], file["file"]
        for place, row in ended.items():
            said = {(p["code"], p["cell"]) for p in row.problems}
            assert (refused[place]["code"], refused[place]["cell"]) in said, (file["file"], place, said)
        assert [p["code"] for p in batch.problems] == ([file["warning"]] if file["warning"] else []), file["file"]


@pytest.mark.parametrize(
    "code", ["affected_units_referred", "facilities_paid", "idle_units_identified", "jobs_verified"]
)
def test_each_row_was_linked_to_the_unit_it_means(province: Province, truth: dict[str, Any], code: str) -> None:
    # a unit also has a permit, of another series of numbers
    licences = dict(Licence.objects.filter(number__startswith="118/").values_list("unit_id", "number"))
    listed = queries.listed(code, asof=ledger.as_of(day=read_day("1390-12-29")), scope=ALL, reach=EVERYTHING)

    assert listed
    for row, origin in listed:
        number = re.sub(r"\D", "", origin.cell)
        assert licences[row.unit] == truth["units"][origin.file][origin.sheet][number], (row, origin)


def test_the_finer_numbers_of_the_story_are_counted_from_the_register(
    province: Province, truth: dict[str, Any]
) -> None:
    story = truth["story"]
    asof = ledger.as_of(day=read_day("1390-04-10"))

    def counted(code: str) -> Any:
        return queries.compute(code, asof=asof, scope=ALL, reach=EVERYTHING)

    assert counted("targeted_subsidies_facilities_paid").rows == story["targeted_subsidies_payments"] == 148
    assert counted("resolutions_overdue").value == story["resolutions_overdue"] == 23
    assert counted("idle_units_in_diagnosis").value == story["idle_units_in_diagnosis"] == 29
    assert counted("idle_units_restarted").value == story["idle_units_restarted"] == 3
    assert (story["persons_verified"], story["persons_only_declared_or_listed"]) == (417, 183)
    assert story["job_evidence_rows"] == 96


def test_an_amount_that_names_its_own_unit_is_read_in_that_unit(province: Province) -> None:
    payment = Disbursement.objects.get(document_no="199998")

    # 120,000 thousand tomans in a sheet of million rials
    assert payment.amount == 1_200_000_000
