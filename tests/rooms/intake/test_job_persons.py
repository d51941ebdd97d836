"""Lists of persons whom agencies claim: hashed before they are kept, matched with the insurance lists, once each."""

from pathlib import Path
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.commitments.models import ClaimedPerson, JobClaim
from hamahang.commitments.persons import matching
from hamahang.domain.calendar import read_day
from hamahang.domain.jobs import Finding
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import company_key
from hamahang.ledger.verification import verify_records
from hamahang.register.models import Unit
from tests import factories
from tests.rooms.intake import insured
from tests.rooms.intake.insured import FIRST, NAMES, SECOND, THIRD, apply, check, write

pytestmark = pytest.mark.django_db
HEADINGS = (
    "شماره ادعا", "نام واحد", "شماره پروانه", "شهرستان", "کد ملی", "نام و نام خانوادگی", "تاریخ اشتغال", "نوع شغل",
    "دستگاه",
)  # fmt: skip
END = AsOf(read_day("1390-04-10"))


@pytest.fixture(autouse=True)
def mill() -> Unit:
    county = factories.county(name="ایلام", name_key="ایلام")
    name = "نساجی ایلام"
    factories.agency(name="تعاون", name_key=company_key("تعاون"))
    return factories.unit(licence_no="پ/1", name=name, name_key=company_key(name), county=county)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def row(person: str, *, claim: str = "ر-1", agency: str = "تعاون") -> list[Any]:
    return [claim, "نساجی ایلام", "پ/1", "ایلام", person, " ".join(NAMES), "1390/03/02", "جدید", agency]


def take(home: Path, *rows: list[Any]) -> Any:
    path = write(home.parent / "claimed.xlsx", rows, headings=HEADINGS)
    return apply(check(path, home, source="job_persons"), home)


def test_persons_are_kept_as_hashes_and_their_names_nowhere(home: Path) -> None:
    batch = take(home, row(FIRST), row(SECOND), row(THIRD))

    assert batch.state == "APPLIED"
    assert JobClaim.objects.get().agency.name == "تعاون"
    persons = set(ClaimedPerson.objects.values_list("person", flat=True))
    assert {len(person) for person in persons} == {32}
    assert len(persons) == 3
    kept = b"".join(path.read_bytes() for path in (home / "files").rglob("*") if path.is_file())
    assert not any(word.encode() in kept for word in (*NAMES, FIRST, SECOND, THIRD))
    assert verify_records() is None


def test_a_person_listed_again_changes_nothing(home: Path) -> None:
    take(home, row(FIRST))
    take(home, row(FIRST), row(SECOND))

    assert ClaimedPerson.objects.count() == 2


def test_the_hash_is_that_of_the_insurance_lists(home: Path) -> None:
    take(home, row(FIRST), row(SECOND), row(FIRST, claim="ر-2", agency=""))
    apply(check(write(home.parent / "list.xlsx", [insured.row(FIRST)]), home), home)

    found = matching(END, EVERYTHING)

    assert (found.total(Finding.THERE), found.total(Finding.NEVER)) == (1, 1)
    assert [(claim.claimed, claim.counted) for claim in found.claims] == [(2, 2), (1, 0)]
    assert len(found.conflicts) == 1
