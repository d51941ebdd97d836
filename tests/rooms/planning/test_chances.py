"""Where the chance of a candidate comes from: the forecast where that knows it, a prior otherwise."""

from datetime import date
from decimal import Decimal

from hamahang.commitments.expecting import Coming
from hamahang.domain.planning import BY_PROGRESS, FORESEEN, FUNNEL, NOT_RECOVERABLE, REFERRED, REVIVED, Prior
from hamahang.planning.chances import chance_of

KNOWN = Coming(0.123456, date(2012, 1, 1), date(2012, 6, 1), date(2013, 1, 1))


def test_the_forecast_goes_before_the_prior() -> None:
    assert chance_of("REVIVAL", stage="VIABLE", foreseen=KNOWN) == Prior(0.1235, FORESEEN)
    assert chance_of("PROJECT", progress=Decimal(50), foreseen=KNOWN) == Prior(0.1235, FORESEEN)


def test_what_the_forecast_does_not_know_has_its_prior() -> None:
    assert chance_of("REVIVAL", stage="VIABLE") == Prior(REVIVED["VIABLE"], NOT_RECOVERABLE)
    assert chance_of("PROJECT", progress=Decimal(50)) == Prior(0.50, BY_PROGRESS)
    assert chance_of("AFFECTED") == Prior(REFERRED, FUNNEL)


def test_a_case_that_cannot_be_supported_is_none_whatever_is_foreseen() -> None:
    assert chance_of("REVIVAL", stage="PRODUCING", foreseen=KNOWN) is None
