"""Packages: opened for a unit, given their measures, each answered by its agency and found done by somebody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.calendar import jalali
from hamahang.domain.ledger import AsOf
from hamahang.domain.numbering import next_number
from hamahang.domain.packages import SUBJECTS, PackageRefused, check_state, state_of
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.support.models import MeasureState, PackageMeasure, SupportPackage, SupportRequest


@dataclass(frozen=True, slots=True)
class Standing:
    """A measure and where it stands."""

    measure: PackageMeasure
    state: MeasureState

    def is_late(self, day: date) -> bool:
        """Return whether its agency has not answered by its day."""
        return self.state.state == "OPEN" and self.measure.due_on < day


@dataclass(frozen=True, slots=True)
class Package:
    """A package with its measures. done_on: the day on which the last measure was found done; None before."""

    package: SupportPackage
    measures: Sequence[Standing]

    @property
    def state(self) -> str:
        """Where it stands: a key of `domain.packages.PACKAGE_STATES`."""
        return state_of([standing.state.state for standing in self.measures])

    @property
    def done_on(self) -> date | None:
        """The day on which it was done."""
        if self.state != "DONE":
            return None
        return max(s.state.since_on for s in self.measures if s.state.state == "DONE")


def packages(asof: AsOf, reach: Reach, *, unit: int | None = None) -> list[Package]:
    """Return the packages opened by a day that a reader may list, the latest first."""
    known = SupportPackage.objects.known(asof).filter(opened_on__lte=asof.day).select_related("unit__county")
    known = known.filter(unit_id=unit) if unit is not None else known
    found = list(narrowed(known, reach, county="unit__county").order_by("-opened_on", "-pk"))
    return _with_measures(found, asof)


def package_in(reach: Reach, package_id: int, asof: AsOf) -> Package | None:
    """Return a package that a reader may see."""
    standing = SupportPackage.objects.filter(pk=package_id, voided_entry=None).select_related("unit__county")
    found = narrowed(standing, reach, county="unit__county").first()
    return _with_measures([found], asof)[0] if found else None


def measures_of(agency: int, asof: AsOf) -> list[Standing]:
    """Return what an agency is to do within packages, the earliest due first."""
    listed = PackageMeasure.objects.known(asof).filter(agency=agency)
    return _standing(listed.select_related("package__unit", "agency").order_by("due_on", "pk"), asof)


def measure(measure_id: int) -> PackageMeasure | None:
    """Return a measure that stands."""
    standing = PackageMeasure.objects.filter(pk=measure_id, voided_entry=None)
    return standing.select_related("package__unit", "agency").first()


def _with_measures(found: Iterable[SupportPackage], asof: AsOf) -> list[Package]:
    listed = list(found)
    measures = PackageMeasure.objects.known(asof).filter(package__in=listed)
    by_package: dict[int, list[Standing]] = {package.pk: [] for package in listed}
    for standing in _standing(measures.select_related("agency", "request").order_by("due_on", "pk"), asof):
        by_package[standing.measure.package_id].append(standing)
    return [Package(package, by_package[package.pk]) for package in listed]


def _standing(measures: "models.QuerySet[PackageMeasure]", asof: AsOf) -> list[Standing]:
    latest: dict[int, MeasureState] = {}
    listed = list(measures)
    for fact in MeasureState.objects.standing(asof).filter(measure__in=listed).order_by("since_on", "pk"):
        latest[fact.measure_id] = fact
    return [Standing(found, latest[found.pk]) for found in listed if found.pk in latest]


def states(measure: PackageMeasure, asof: AsOf) -> list[MeasureState]:
    """Return the states of a measure, the earliest first."""
    return list(MeasureState.objects.standing(asof).filter(measure=measure).order_by("since_on", "pk"))


def open_package(*, unit: int, title: str, on: date, resolution_no: str = "", by: str, at: datetime) -> SupportPackage:
    """Open a package for a unit; its number is made of the Jalali year and a count.

    :raises PackageRefused: if it has no title
    """
    if not title.strip():
        raise PackageRefused(Text(fa="عنوان بسته را بنویسید", en="Write what the package is for"))
    with recording(action="support.package.opened", by=by, at=at):
        start = f"B-{jalali(on)[0]}-"
        taken = SupportPackage.objects.filter(number__startswith=start).values_list("number", flat=True)
        package = SupportPackage(
            number=next_number(start, taken),
            unit_id=unit,
            title=title.strip(),
            opened_on=on,
            resolution_no=resolution_no.strip(),
        )
        package.save()
    return package


def add_measure(
    *,
    package: SupportPackage,
    agency: int | None,
    subject: str,
    text: str,
    due_on: date,
    on: date,
    request: SupportRequest | None = None,
    by: str,
    at: datetime,
) -> PackageMeasure:
    """Give an agency its part of a package.

    :raises PackageRefused: if words, agency or subject are missing, it is due before it begins, or the request is of
        another unit
    """
    if agency is None or subject not in SUBJECTS or not text.strip():
        raise PackageRefused(Text(fa="دستگاه، موضوع و شرح کار را بنویسید", en="Write agency, subject and what to do"))
    if due_on < on:
        raise PackageRefused(Text(fa="مهلت پیش از امروز است", en="It is due before it begins"))
    if request is not None and request.unit_id != package.unit_id:
        raise PackageRefused(Text(fa="این درخواست از آنِ واحد دیگری است", en="The request is of another unit"))
    measure = PackageMeasure(
        package=package, agency_id=agency, subject=subject, text=text.strip(), due_on=due_on, request=request
    )
    with recording(action="support.measure.added", by=by, at=at):
        measure.save()
        MeasureState(measure=measure, state="OPEN", by=by, since_on=on, proof=Proof.CONFIRMED).save()
    return measure


def set_measure(
    *,
    measure: PackageMeasure,
    state: str,
    on: date,
    note: str = "",
    letter_no: str = "",
    agency: int | None = None,
    by: str,
    at: datetime,
) -> MeasureState:
    """Record an agency's answer or refusal, that a measure is done, open again, or dropped.

    agency: of the person, where an agency acts: it answers for itself alone, and finds nothing done
    :raises PackageRefused: if it does not follow, lacks its words, or is judged by who answered
    """
    if agency is not None and (measure.agency_id != agency or state not in ("ANSWERED", "REFUSED")):
        raise PackageRefused(Text(fa="این کار از آنِ دستگاه شما نیست", en="This is not your agency's to do"))
    with recording(action=f"support.measure.{state.lower()}", by=by, at=at, reason=note):
        gone = states(measure, AsOf(date.max))
        if gone[-1].since_on > on:
            raise PackageRefused(Text(fa="روز را پس از آخرین وضع بگذارید", en="Choose a day after the last state"))
        answered_by = next((fact.by for fact in reversed(gone) if fact.state == "ANSWERED"), "")
        check_state(now=gone[-1].state, wanted=state, note=note, answered_by=answered_by, person=by)
        level = Proof.DECLARED if state == "ANSWERED" else Proof.CONFIRMED
        fact = MeasureState(
            measure=measure,
            state=state,
            note=note.strip(),
            letter_no=letter_no.strip(),
            by=by,
            since_on=on,
            proof=level,
        )
        fact.save()
    return fact


def done_packages(asof: AsOf) -> "models.QuerySet[SupportPackage]":
    """Return the packages that are done by a day: at least one measure, and all that were not dropped are done."""
    known = SupportPackage.objects.known(asof).filter(opened_on__lte=asof.day)
    here = MeasureState.objects.holding(asof, of="measure").filter(measure__package=models.OuterRef("pk"))
    is_done = models.Exists(here.filter(state="DONE"))
    is_left = models.Exists(here.exclude(state__in=("DONE", "DROPPED")))
    return known.filter(is_done & ~is_left)


def open_packages(asof: AsOf) -> "models.QuerySet[SupportPackage]":
    """Return the packages opened by a day that are neither done nor withdrawn."""
    known = SupportPackage.objects.known(asof).filter(opened_on__lte=asof.day)
    here = MeasureState.objects.holding(asof, of="measure").filter(measure__package=models.OuterRef("pk"))
    is_withdrawn = models.Exists(here.filter(state="DROPPED")) & ~models.Exists(here.exclude(state="DROPPED"))
    return known.exclude(pk__in=done_packages(asof).values("pk")).exclude(is_withdrawn)
