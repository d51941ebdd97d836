"""Two registrations of one unit."""

import pytest

from hamahang.domain.text import company_key, fold
from hamahang.register.models import Unit
from tests import factories


@pytest.fixture
def keep() -> Unit:
    return factories.unit(name="آجر زاگرس", search=fold("آجر زاگرس 71/1"), licence_no="71/1")


@pytest.fixture
def away(keep: Unit) -> Unit:
    name = "زاگرس آجر ماشینی"
    return factories.unit(
        name=name, name_key=company_key(name), licence_no="71/2", county=keep.county, plot="۱۲", company=keep.company
    )
