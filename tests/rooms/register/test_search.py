"""Units are found by any part of their words, and the index never says otherwise than the units."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamahang.accounts.queries import Reach
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import fold
from hamahang.ledger.recording import recording
from hamahang.register.models import Unit
from hamahang.register.queries import UnitFilter, units_in
from hamahang.register.search import make_index, with_words
from hamahang.territory.models import County
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
NAMES = (
    "آجر ماشینی زاگرس",
    "تولیدی كيمياى ايلام",
    'سیمان "ایلام"',
    "آب‌معدنی NOT دینارکوه",
    "Ilam Petro (2)",
    "۱۲۳ سنگ‌بری",
)


def found(text: str) -> set[str]:
    return set(with_words(Unit.objects.all(), text).values_list("name", flat=True))


@pytest.fixture
def units() -> list[Unit]:
    return [factories.unit(name=name, search=fold(name)) for name in NAMES]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("زاگرس", {NAMES[0]}),
        ("اگر", {NAMES[0]}),
        ("آج زاگ", {NAMES[0]}),
        ("ایلام", {NAMES[1], NAMES[2]}),
        ("ايلام كيميا", {NAMES[1]}),
        ('"ایلام"', {NAMES[2]}),
        ("NOT دینار", {NAMES[3]}),
        ("آب معدنی", {NAMES[3]}),
        ("petro", {NAMES[4]}),
        ("(2)", {NAMES[4]}),
        ("123", {NAMES[5]}),
        ("زاگرس کیمیا", set()),
        ("%", set()),
    ],
)
@pytest.mark.usefixtures("units")
def test_every_word_occurs_in_what_is_found(text: str, names: set[str]) -> None:
    assert found(text) == names


def test_what_is_corrected_is_found_by_its_new_words_only(units: list[Unit]) -> None:
    with recording(action="test.corrected", by="tester", at=AT):
        units[0].name, units[0].search = "کاشی میمه", fold("کاشی میمه")
        units[0].save()

    assert found("کاشی") == {"کاشی میمه"}
    assert found("ماشینی") == set()


@pytest.mark.usefixtures("units")
def test_the_index_made_anew_says_the_same() -> None:
    before = {name: found(name) for name in NAMES}

    connection.check_constraints()  # keys that wait to be checked would hold the table
    make_index(connection)

    assert {name: found(name) for name in NAMES} == before


@pytest.mark.usefixtures("units")
def test_words_are_narrowed_further_by_place() -> None:
    wanted = UnitFilter(text="ایلام", county="no-such-county")

    assert list(units_in(Reach(), AsOf(DAY), wanted)) == []


LETTERS = st.text(alphabet="آابپکيیك لا‌۱1\"'*()-^:aAB%_\\", max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(LETTERS, min_size=1, max_size=6), text=LETTERS)
def test_the_index_finds_what_reading_all_finds(names: list[str], text: str) -> None:
    county = County.objects.first() or factories.county()
    units = [factories.unit(name=name, search=fold(name), county=county) for name in names]
    mine = Unit.objects.filter(pk__in=[unit.pk for unit in units])

    expected = {unit.pk for unit in units if all(word in unit.search for word in fold(text).split())}

    assert set(with_words(mine, text).values_list("pk", flat=True)) == expected
