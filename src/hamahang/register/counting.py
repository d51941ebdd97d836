"""What figures of monthly returns count: of the last month that is due on the asked day."""

from django.db import models
from django.db.models import Case, DateField, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Round

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import VERIFIED_FROM
from hamahang.domain.returns import confirm_by, last_due, terms_on
from hamahang.register import owing, returned
from hamahang.register.models import MonthlyOutput, MonthlyReturn, Unit

THOUSAND = 1_000


def _with_level(found: "models.QuerySet[MonthlyReturn]", asof: AsOf) -> "models.QuerySet[MonthlyReturn]":
    is_confirmed = returned.decided(asof, "CONFIRMED")
    return found.annotate(
        level=Case(When(is_confirmed, then=VERIFIED_FROM.value), default=F("proof"), output_field=IntegerField())
    )


def returns(asof: AsOf, part: str) -> "models.QuerySet[MonthlyReturn]":
    """Return the returns of a part of what came: of the last month that is due; confirmed: was to be confirmed."""
    rules = returned.terms()
    month = last_due(asof.day, rules)
    while part == "confirmed" and confirm_by(month, terms_on(rules, month.last)) > asof.day:
        month = month.plus(-1)
    return _with_level(returned.part_of(asof, month, part), asof)


def without(asof: AsOf, *, is_warned: bool) -> "models.QuerySet[Unit]":
    """Return the units without a return for the last due month; warned: for as many in a row as the rule says."""
    rules = returned.terms()
    month = last_due(asof.day, rules)
    if not is_warned:
        found = owing.missing_units(EVERYTHING, asof, month)
    else:
        found = owing.late_units(EVERYTHING, asof, months=terms_on(rules, month.last).suspend_after)
    return found.annotate(month=Value(month.last, output_field=DateField()))


def compared(asof: AsOf) -> "models.QuerySet[MonthlyOutput]":
    """Return what was made in the last month that is due and in the same month a year before.

    now, then: thousandths of persons of then, times the quantity of now to that of then, and times one
    """
    month = last_due(asof.day, returned.terms())
    earlier = {"unit": OuterRef("unit"), "since_on": month.plus(-12).last}
    quantity = MonthlyOutput.objects.known(asof).filter(product=OuterRef("product"), measure=OuterRef("measure"))
    persons = returned.received(asof).filter(**earlier).values("persons")[:1]
    came = returned.received(asof, month).filter(unit=OuterRef("unit"))
    found = MonthlyOutput.objects.known(asof).filter(models.Exists(came), since_on=month.last)
    found = found.annotate(
        before=Subquery(quantity.filter(**earlier).values("quantity")[:1]), weight=Subquery(persons), level=F("proof")
    ).filter(before__gt=0, weight__gt=0)
    ratio = Cast(F("weight") * THOUSAND, models.FloatField()) * Cast("quantity", models.FloatField())
    return found.annotate(
        now=Cast(Round(ratio / Cast("before", models.FloatField())), models.BigIntegerField()),
        then=Cast(F("weight") * THOUSAND, models.BigIntegerField()),
    )
