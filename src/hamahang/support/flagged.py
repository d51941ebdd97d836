"""Flags as of a day: computed from the records at every look, with what was decided of each; and deciding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

from hamahang.accounts.queries import EVERYTHING, Reach, narrowed
from hamahang.domain.calendar import say_day
from hamahang.domain.flags import RULES, VERDICTS, Flag, Given, concentrated, doubled
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.requests import PURPOSES, RequestRefused
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.support import unseen
from hamahang.support.models import (
    Allocation,
    CreditFacility,
    Disbursement,
    FlagDecision,
    FlagLimit,
    SupportRequest,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A flag and what was decided of it; None while it is open."""

    flag: Flag
    decision: FlagDecision | None


def flags(asof: AsOf, reach: Reach) -> list[Found]:
    """Return the flags of what a reader may list, the open ones first, then by rule and amount."""
    decided = {d.key: d for d in FlagDecision.objects.standing(asof).order_by("since_on", "pk")}
    raised = [*given_flags(asof, reach), *paid_flags(asof, reach), *unseen.progress_flags(asof, reach)]
    found = [Found(flag, decided.get(flag.key)) for flag in raised]
    order = {rule: at for at, rule in enumerate(RULES)}
    return sorted(found, key=lambda f: (f.decision is not None, order[f.flag.rule], -f.flag.amount, f.flag.key))


def open_records(asof: AsOf) -> dict[str, set[int]]:
    """Return by label the keys of the facilities, payments and requests that stand in a flag without a decision."""
    found: dict[str, set[int]] = {
        label: set() for label in ("support.CreditFacility", "support.Disbursement", "support.SupportRequest")
    }
    for flag in flags(asof, EVERYTHING):
        for record in flag.flag.records if flag.decision is None else ():
            label, _, key = record.partition(":")
            if label in found:
                found[label].add(int(key))
    return found


def given_flags(asof: AsOf, reach: Reach) -> list[Flag]:
    """Return what was supported twice, and concentration above the limits of the day.

    A share is of the whole, so only who may list the whole is told of one.
    """
    given = _given(asof, reach)
    is_whole = reach.places is None and reach.bank is None
    shares = concentrated(given, limits=limits_on(asof)) if is_whole else []
    return [*doubled(given, titles=PURPOSES), *shares]


def limits_on(asof: AsOf) -> dict[str, Decimal]:
    """Return the limit of each share that holds on a day, in percent."""
    rows = FlagLimit.objects.known(asof).filter(valid_from__lte=asof.day).order_by("valid_from")
    return dict(rows.values_list("rule", "percent"))


def _given(asof: AsOf, reach: Reach) -> list[Given]:
    approved = CreditFacility.objects.known(asof).filter(approved_on__lte=asof.day)
    facilities = narrowed(approved, reach, county="unit__county", bank="bank__code")
    accounts = dict(
        SupportRequest.objects.known(asof)
        .exclude(account="")
        .exclude(facility=None)
        .values_list("facility_id", "account")
    )
    rows: Any = facilities.order_by("pk").values_list(
        "pk", "unit_id", "unit__name", "line__code", "approved", "unit__company_id", "unit__estate_id", "unit__plot",
        "bank__code", "bank__name",
    )  # fmt: skip
    return [
        Given(
            record=f"support.CreditFacility:{pk}",
            unit=unit,
            name=name,
            purpose=purpose,
            amount=amount,
            owner=str(company or ""),
            plot=f"{estate}/{plot}" if estate and plot else "",
            account=accounts.get(pk, ""),
            bank=bank,
            bank_name=bank_name,
        )
        for pk, unit, name, purpose, amount, company, estate, plot, bank, bank_name in rows
    ]


def paid_flags(asof: AsOf, reach: Reach) -> list[Flag]:
    """Return the payments made before their facility was approved, or after the money of their line had lapsed."""
    standing = Disbursement.objects.standing(asof).select_related("facility__unit", "facility__line")
    paid = narrowed(standing, reach, county="facility__unit__county", bank="facility__bank__code")
    early = paid.filter(since_on__lt=models.F("facility__approved_on")).order_by("pk")
    found = [_payment("PAID_EARLY", row, row.facility.approved_on, EARLY) for row in early]
    for line, day in _lapsed(asof).items():
        late = paid.filter(facility__line=line, since_on__gt=day).order_by("pk")
        found += [_payment("PAID_LATE", row, day, LATE) for row in late]
    return found


EARLY = Text(fa="پرداخت {paid}؛ تصویب {day}", en="paid {paid}; approved {day}")
LATE = Text(fa="پرداخت {paid}؛ انقضا {day}", en="paid {paid}; lapsed {day}")


def _payment(rule: str, row: Disbursement, day: date | None, words: Text) -> Flag:
    return Flag(
        rule=rule,
        records=(f"support.Disbursement:{row.pk}",),
        about=row.facility.unit.name,
        amount=row.amount,
        said=words.format(paid=_day(row.since_on), day=_day(day)),
        units=(row.facility.unit_id,),
    )


def _day(day: date | None) -> Text:
    if day is None:
        return Text(fa="—", en="—")
    return Text(fa=say_day(day, "fa", short=True), en=say_day(day, "en", short=True))


def _lapsed(asof: AsOf) -> dict[int, date]:
    """Return by line the day after which none of its money stood any more; lines with money left are not in it."""
    last: dict[int, date | None] = {}
    for line, day in Allocation.objects.standing(asof).values_list("line_id", "lapses_on"):
        before = last.get(line, day)
        last[line] = None if day is None or before is None else max(before, day)
    return {line: day for line, day in last.items() if day is not None and day < asof.day}


# by label of a record: the page it is seen on, and the path to what that page shows
SEEN_ON = {
    "support.CreditFacility": ("facility", "pk"),
    "support.Disbursement": ("facility", "facility_id"),
    "support.TrancheRelease": ("facility", "tranche__facility_id"),
    "support.SupportRequest": ("request", "pk"),
    "projects.ProgressObservation": ("project", "project_id"),
    "projects.ComponentProgress": ("project", "project_id"),
}


def pages_of(records: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Return by record of a flag what it is seen on: a facility, a request or a project, with its key."""
    by_label: dict[str, set[int]] = {}
    for record in records:
        label, _, key = record.partition(":")
        by_label.setdefault(label, set()).add(int(key))
    found: dict[str, tuple[str, int]] = {}
    for label, keys in by_label.items():
        kind, path = SEEN_ON[label]
        rows: Any = apps.get_model(label)._base_manager.filter(pk__in=keys)
        found |= {f"{label}:{pk}": (kind, about) for pk, about in rows.values_list("pk", path)}
    return found


def flag_of(key: str, asof: AsOf, reach: Reach) -> Found | None:
    """Return a flag by its key if it is raised for a reader."""
    return next((found for found in flags(asof, reach) if found.flag.key == key), None)


def decide_flag(*, flag: Flag, verdict: str, reason: str, on: date, by: str, at: datetime) -> FlagDecision:
    """Record what was decided of a flag.

    :raises RequestRefused: if there is no such verdict, or no reason
    """
    if verdict not in VERDICTS or not reason.strip():
        raise RequestRefused(Text(fa="تصمیم و دلیل آن را بنویسید", en="Write the decision and its reason"))
    fact = FlagDecision(
        rule=flag.rule,
        key=flag.key,
        records=" ".join(flag.records),
        verdict=verdict,
        reason=reason.strip(),
        by=by,
        since_on=on,
        proof=Proof.CONFIRMED,
    )
    with recording(action="support.flag.decided", by=by, at=at, reason=reason):
        fact.save()
    return fact


def set_limit(*, rule: str, percent: Decimal, valid_from: date, source: str, by: str, at: datetime) -> FlagLimit:
    """Set above which share of all support a unit, an owner or a bank is looked at, from a day on.

    :raises RequestRefused: if rule, percent or source is not right
    """
    if not rule.startswith("SHARE_") or not 0 < percent <= 100 or not source.strip():
        raise RequestRefused(Text(fa="حد، درصد و مأخذ را بنویسید", en="Write the limit, its percent and its source"))
    limit = FlagLimit(rule=rule, percent=percent, valid_from=valid_from, source=source.strip())
    with recording(action="support.flag.limited", by=by, at=at):
        if FlagLimit.objects.filter(rule=rule, valid_from=valid_from, voided_entry=None).exists():
            raise RequestRefused(Text(fa="حد این روز ثبت شده است", en="A limit of that day is recorded"))
        limit.save()
    return limit


def limits(asof: AsOf) -> Sequence[FlagLimit]:
    """Return all limits that are known, the latest of each rule first."""
    return list(FlagLimit.objects.known(asof).order_by("rule", "-valid_from"))
