"""`hamahang forecast run`: will a promise be met, from what was known on a day."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from hamahang.cli import options, setup
from hamahang.domain.commitments import UNDERTAKINGS
from hamahang.domain.figures import UNITS

if TYPE_CHECKING:
    from decimal import Decimal

    from hamahang.commitments.foreseeing import Driver, Foreseen
    from hamahang.commitments.recurring import Past
    from hamahang.domain.text import Text
    from hamahang.planning.models import PlanAdoption
    from hamahang.planning.steering import Planned

NOT_FORETOLD = "گفتنی نیست / cannot be said: past too short, or a state"


def add(verbs: Any) -> None:
    """Register the verbs of promises."""
    run = verbs.add_parser("run", help="the chance of a promise, as known on a day / احتمال تعهد")
    run.add_argument("--commitment", required=True, metavar="CODE", help="its number, such as ت-1390 or t-1390")
    run.add_argument("--day", type=options.day, required=True, help="Jalali, such as 1390-04-10, or ISO")
    run.add_argument("--known-at", type=options.moment, help="as known at this ISO moment")
    run.add_argument("--gregorian", action="store_true", help="print days as ISO")
    run.add_argument("--store", action="store_true", help="keep it, to be scored when the truth arrives")
    run.add_argument("--json", action="store_true")
    run.set_defaults(run=foresee)


def foresee(arguments: argparse.Namespace) -> int:
    """Print what is foreseen of a promise."""
    setup.django()
    from hamahang.commitments import actions, queries
    from hamahang.commitments.foreseeing import foresee as foreseen
    from hamahang.indicators import promises
    from hamahang.ledger.queries import as_of
    from hamahang.planning.steering import with_plans

    asof = as_of(day=arguments.day, known_at=arguments.known_at)
    commitment = queries.commitment_of_code(arguments.commitment, asof)
    if commitment is None:
        known = "، ".join(found.number for found in queries.commitments(asof)) or "—"
        return options.refuse(
            f"تعهدی با شمارهٔ «{arguments.commitment}» نیست؛ آنچه هست: {known}",
            f"There is no commitment “{arguments.commitment}”; there are: {known}",
        )
    found = foreseen(commitment, asof, count=promises.count, with_fan=False)
    if arguments.store:
        actions.store_forecast(foreseen=found, by=options.operator(), at=options.now())
    planned = with_plans(found, asof) if found.is_of_cases else None
    if arguments.json:
        said = as_json(found, gregorian=arguments.gregorian)
        options.print_json(
            said | {"with_adopted_plan": _as_planned(planned, gregorian=arguments.gregorian) if planned else None}
        )
    else:
        _tell(found, planned, gregorian=arguments.gregorian)
    return 0


def _as_planned(planned: "Planned", *, gregorian: bool) -> dict[str, Any]:
    """Return the chance with the plans adopted by the day, as the page of the promise shows it."""

    def plan(fact: "PlanAdoption") -> dict[str, str | None]:
        on = options.say_iso(fact.since_on, gregorian=gregorian)
        return {"plan": fact.run.number, "resolution": fact.resolution.number, "on": on}

    return {
        "probability": float(planned.steered.probability),
        "sure": [one.case for one, _ in sorted(planned.steered.cases, key=lambda pair: pair[0].case)],
        "adopted": [plan(fact) for fact in planned.adopted],
        "adopted_later": [plan(fact) for fact in planned.later],
    }


def as_json(found: "Foreseen", *, gregorian: bool = False) -> dict[str, Any]:
    """Return what is foreseen in the form that others build on."""
    from hamahang.commitments.foreseeing import LEVELS
    from hamahang.indicators import promises

    return {
        "target": found.target,
        "deadline": options.say_iso(found.commitment.due_on, gregorian=gregorian),
        "verified": found.verified,
        "probability": None if found.chance is None else float(found.chance),
        "quantiles": {str(level): number for level, number in zip(LEVELS, found.quantiles, strict=False)},
        "drivers": [_driver(driver) for driver in found.drivers],
        "bias": {
            "shift": round(found.bias.shift, 9),
            "forecasts": found.bias.forecasts,
            "promises": found.bias.promises,
        },
        "figure": found.commitment.figure,
        "unit": promises.unit_of(found.commitment.figure),
        "past": _past(found.past, gregorian=gregorian),
        "pace": {
            "so_far": None if found.pace_so_far is None else float(found.pace_so_far),
            "needed": None if found.pace is None or found.is_over else float(found.pace),
        },
        "outcome": _outcome(found),
        "is_at_most": found.goal.is_at_most,
        "before": found.before,
    }


def _outcome(found: "Foreseen") -> str | None:
    """Return what became of a promise that is over; None of one that is running or has no target."""
    return found.goal.outcome(found.verified).en if found.is_over and found.target else None


def _past(past: "Past | None", *, gregorian: bool) -> dict[str, Any] | None:
    """Return the past windows that a forecast rests on, how many it takes, and how they would have been foretold."""
    if past is None:
        return None
    return {
        "days": past.days,
        "needed": past.needed,
        "is_seasonal": past.is_seasonal,
        "windows": [
            [*(options.say_iso(on, gregorian=gregorian) for on in (one.first, one.last)), one.amount]
            for one in past.windows
        ],
        "inside": [round(one.inside, 3) for one in past.tried],
    }


def _driver(driver: "Driver") -> dict[str, Any]:
    one = driver.undertaking
    return {
        "record": one.case,
        "kind": one.kind,
        "label": one.label,
        "county": one.county.code,
        "stage": one.stage,
        "persons": one.persons,
        "chance": round(driver.chance, 6),
        "moves": round(driver.moves, 9),
    }


def _tell(found: "Foreseen", planned: "Planned | None", *, gregorian: bool) -> None:
    from hamahang.indicators import promises

    said = dict(zip(("2.5 %", "10 %", "25 %", "50 %", "75 %", "90 %", "97.5 %"), found.quantiles, strict=False))
    unit = UNITS[promises.unit_of(found.commitment.figure)]
    lines = [
        f"{found.commitment.number}  {found.commitment.title}",
        f"{found.commitment.figure}: {unit.fa} / {unit.en}",
        _of(found),
        f"تا / by {options.say_iso(found.commitment.due_on, gregorian=gregorian)}",
    ]
    if found.is_over:
        ended = found.goal.outcome(found.verified) if found.target else None
        lines.append(f"سرانجام / outcome {ended.fa} / {ended.en}" if ended else "هدفی نداشت / it had no target")
        whole = _words_over(found)
        lines.append(f"{whole} {_a_month(found.goal.told(found.pace_so_far), unit)}")
        sys.stdout.write("\n".join(lines) + "\n")
        return
    chance = NOT_FORETOLD if found.chance is None else found.chance
    so_far, needed = _paces(found)
    lines += [
        f"احتمال / probability {chance}   {needed} {_a_month(found.pace, unit)}",
        f"{so_far} {_a_month(found.goal.told(found.pace_so_far), unit)}",
        *([_plans(planned, gregorian=gregorian)] if planned else []),
        "  ".join(f"{level}: {number:,}" for level, number in said.items()),
        "  ".join(f"{name}: {number:,}" for name, number in found.rivals.items()),
        "",
    ]
    lines += [
        f"{driver.moves:10.6f}  {driver.chance:6.3f}  {driver.undertaking.persons:5}  "
        f"{UNDERTAKINGS[driver.undertaking.kind].fa}  {driver.undertaking.label}  {driver.undertaking.case}"
        for driver in found.drivers
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _of(found: "Foreseen") -> str:
    """Return what was promised and what is counted, with the direction."""
    if found.goal.is_at_most:
        return f"حداکثر / at most {found.target:,}   شمرده‌شده / counted {found.verified:,}"
    return f"تعهد / target {found.target:,}   تأییدشده / verified {found.verified:,}"


def _words_over(found: "Foreseen") -> str:
    """Return what the pace over its whole time is called."""
    if not found.goal.is_to_fall:
        return "آهنگ در همهٔ دوره / pace over its whole time"
    is_rising = found.goal.is_rising(found.pace_so_far)
    return f"{'افزایش' if is_rising else 'کاهش'} در همهٔ دوره / {'rise' if is_rising else 'fall'} over its whole time"


def _paces(found: "Foreseen") -> tuple[str, str]:
    """Return what the pace so far and the one to the end are called."""
    if found.goal.is_to_fall:
        is_rising = found.goal.is_rising(found.pace_so_far)
        so_far = "افزایش تا این روز / rise so far" if is_rising else "کاهش تا این روز / fall so far"
        return so_far, "کاهش لازم / required fall"
    needed = "آهنگ مجاز / allowed pace" if found.goal.is_limit else "آهنگ لازم / required pace"
    return "آهنگ تا این روز / pace so far", needed


def _a_month(pace: "Decimal | None", unit: "Text") -> str:
    return "—" if pace is None else f"{pace} {unit.fa} در ماه / {unit.en} a month"


def _plans(planned: "Planned", *, gregorian: bool) -> str:
    """Return the chance with the adopted plans, which of them count, and which were adopted too late for it."""
    counted = "، ".join(fact.run.number for fact in planned.adopted) or "—"
    later = "، ".join(
        f"{fact.run.number} ({options.say_iso(fact.since_on, gregorian=gregorian)})" for fact in planned.later
    )
    said = f"با برنامهٔ پذیرفته / with the adopted plan {planned.steered.probability}   {counted}"
    return f"{said}   بعد از این روز / adopted later: {later}" if later else said
