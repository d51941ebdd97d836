"""What points at a unit, and how each moves when two units turn out to be one.

A key to a unit that is not in RELATIONS stops every merge: nothing is left behind unseen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models

from hamahang.domain.text import Text
from hamahang.ledger.models import Record

MERGED, UNMERGED = "register.units.merged", "register.units.unmerged"


class UnknownRelation(Exception):
    """A model points at units in a way that merging does not know. Repair: give it a row in `RELATIONS`."""

    def __init__(self, relation: str) -> None:
        self.relation = relation
        super().__init__(f"{relation} points at units and has no row in hamahang.register.relations.RELATIONS")


@dataclass(frozen=True, slots=True)
class Relation:
    """How the records of a model move. Facts are voided and recorded again; entities are corrected.

    named: the attribute that tells two of one unit apart for a reader
    key: the attributes that make two of one unit the same thing, the unit among them; empty if none are the same
    """

    title: Text
    named: str
    key: tuple[str, ...] = ()


APART = Relation(Text(fa="سخن دربارهٔ جدا بودن", en="words on being distinct"), "decided_by", ("first_id", "second_id"))
RELATIONS: Mapping[tuple[str, str], Relation] = {
    ("register.Product", "unit"): Relation(Text(fa="محصول", en="products"), "name", ("unit_id", "name")),
    ("register.Licence", "unit"): Relation(
        Text(fa="پروانه و جواز", en="licences and permits"), "number", ("unit_id", "number", "kind")
    ),
    ("register.LicenceTerms", "unit"): Relation(
        Text(fa="مفاد جوازها", en="terms of licences"), "number", ("unit_id", "number", "since_on", "proof")
    ),
    # no key: two things done to a licence on one day are two
    ("register.LicenceStep", "unit"): Relation(Text(fa="گام‌های جوازها", en="steps of licences"), "number"),
    ("register.LicencePaper", "unit"): Relation(Text(fa="اسناد جوازها", en="papers of licences"), "need"),
    ("register.CapacityRating", "unit"): Relation(
        Text(fa="ظرفیت‌سنجی", en="capacity ratings"), "product", ("unit_id", "product", "since_on", "proof")
    ),
    ("register.UnitStatus", "unit"): Relation(
        Text(fa="وضعیت", en="statuses"), "status", ("unit_id", "since_on", "proof")
    ),
    ("register.HeadCount", "unit"): Relation(
        Text(fa="شمار شاغلان", en="head counts"), "persons", ("unit_id", "since_on", "proof")
    ),
    ("register.InsuredMonth", "unit"): Relation(
        Text(fa="بیمه‌شدگان ماه", en="insured of a month"), "since_on", ("unit_id", "since_on", "person")
    ),
    ("register.MonthlyReturn", "unit"): Relation(
        Text(fa="آمار ماهانه", en="monthly returns"), "since_on", ("unit_id", "since_on")
    ),
    ("register.MonthlyOutput", "unit"): Relation(
        Text(fa="تولید ماه", en="output of a month"), "product", ("unit_id", "since_on", "product")
    ),
    ("register.ReturnDecision", "unit"): Relation(
        Text(fa="نظر بر آمار ماه", en="words on a monthly return"), "decision", ("unit_id", "since_on")
    ),
    ("register.UnitPerson", "unit"): Relation(
        Text(fa="فرستندهٔ آمار", en="senders of returns"), "username", ("unit_id", "username")
    ),
    ("register.Workshop", "unit"): Relation(Text(fa="کد کارگاه", en="workshop codes"), "code"),
    ("register.UnitAlias", "unit"): Relation(Text(fa="نام پیشین", en="earlier names"), "name"),
    ("register.DistinctUnits", "first"): APART,
    ("register.DistinctUnits", "second"): APART,
    ("casework.Case", "unit"): Relation(Text(fa="پرونده", en="cases"), "number"),
    ("casework.FinancialStatement", "unit"): Relation(
        Text(fa="صورت مالی", en="yearly accounts"), "year", ("unit_id", "year", "proof")
    ),
    # no key: a visit points at its stop, so none is dropped
    ("visits.VisitStop", "unit"): Relation(Text(fa="ایستگاه برنامهٔ بازدید", en="stops of visit plans"), "plan"),
    ("visits.Visit", "unit"): Relation(Text(fa="بازدید", en="visits"), "visited_on"),
    ("projects.InvestmentProject", "unit"): Relation(Text(fa="طرح", en="projects"), "number"),
    ("projects.UtilityNeed", "unit"): Relation(
        Text(fa="نیاز زیرساختی", en="needs of utilities"), "utility", ("unit_id", "utility", "since_on", "proof")
    ),
    ("projects.Prerequisite", "unit"): Relation(
        Text(fa="پیش‌نیاز", en="prerequisites"), "needed", ("unit_id", "needed_id", "since_on", "proof")
    ),
    ("support.CreditFacility", "unit"): Relation(Text(fa="تسهیلات", en="loan facilities"), "number"),
    ("support.SupportRequest", "unit"): Relation(Text(fa="درخواست حمایت", en="requests for support"), "number"),
    ("support.SupportPackage", "unit"): Relation(Text(fa="بستهٔ حمایتی", en="support packages"), "number"),
    ("support.StatedSum", "unit"): Relation(
        Text(fa="مبلغ‌های اظهارشده", en="stated sums"), "kind", ("unit_id", "kind", "since_on", "proof")
    ),
    ("support.EnergyBill", "unit"): Relation(
        Text(fa="قبض‌های انرژی", en="energy bills"), "carrier", ("unit_id", "carrier", "since_on")
    ),
    ("commitments.JobClaim", "unit"): Relation(Text(fa="ادعای اشتغال", en="job claims"), "reference"),
    ("board.Resolution", "unit"): Relation(Text(fa="مصوبه", en="resolutions"), "number"),
    ("board.AgendaItem", "unit"): Relation(Text(fa="بند دستور کار", en="agenda items"), "subject"),
    ("intake.LinkDecision", "unit"): Relation(Text(fa="پیوند سطرهای فهرست‌ها", en="links of rows of lists"), "said"),
}


@dataclass(frozen=True, slots=True)
class Pointing:
    """A model whose records point at units: by which keys (attributes), and how they move."""

    model: type[Record]
    keys: tuple[str, ...]
    relation: Relation

    def at(self, unit: int) -> Iterator[Record]:
        """Yield the standing records that point at a unit, in the order they were recorded."""
        points = models.Q()
        for key in self.keys:
            points |= models.Q(**{key: unit})
        yield from self.model._base_manager.filter(points, voided_entry=None).order_by("pk")

    def turn(self, record: Record, *, away: int, keep: int) -> None:
        """Let an unstored record point at the other unit."""
        found = [keep if getattr(record, key) == away else getattr(record, key) for key in self.keys]
        # of two units of one pair the lower stands first
        for key, value in zip(self.keys, sorted(found) if len(found) > 1 else found, strict=True):
            setattr(record, key, value)

    def key_of(self, record: Record) -> tuple[object, ...] | None:
        """Return what makes a record the same thing as another of its unit; None if nothing does."""
        return tuple(getattr(record, name) for name in self.relation.key) or None


@dataclass(frozen=True, slots=True)
class Thing:
    """A record that moves, or is dropped: its label and key, what it is called, since when, and where it differs.

    differs: of a dropped one, the attributes in which the one that stays says something else
    """

    record: str
    title: Text
    name: str
    since_on: date | None = None
    differs: tuple[str, ...] = ()


def pointing() -> list[Pointing]:
    """Return all that points at units.

    :raises UnknownRelation: if one of them has no row in RELATIONS
    """
    unit = apps.get_model("register", "Unit")
    found: dict[type[models.Model], list[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many):
            if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model is unit:
                if (model._meta.label, field.name) not in RELATIONS or not issubclass(model, Record):
                    raise UnknownRelation(f"{model._meta.label}.{field.name}")
                found.setdefault(model, []).append(field.attname)
    return [
        Pointing(model, tuple(keys), _relation(model, keys[0]))
        for model, keys in found.items()
        if issubclass(model, Record)
    ]


def _relation(model: type[models.Model], key: str) -> Relation:
    return RELATIONS[model._meta.label, key.removesuffix("_id")]


def thing(record: Record, relation: Relation, differs: tuple[str, ...] = ()) -> Thing:
    """Return a record as a reader is told of it."""
    named: Any = getattr(record, relation.named)
    since: date | None = getattr(record, "since_on", None)
    return Thing(f"{record._meta.label}:{record.pk}", relation.title, str(named), since, differs)
