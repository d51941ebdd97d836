"""The plan of the law's second round in the example: as known on 10 Tir 1390, adopted by a resolution of the board.

What is left of each line on that day, the 33 affected units with what they ask, the 44 idle ones, the 15 projects and
the eight counties. No package of it is opened: the figures of the year stay as they are.
"""

from typing import TYPE_CHECKING

from hamahang.board import queries as board
from hamahang.domain.calendar import from_jalali
from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import Pin, PlanTerms
from hamahang.planning import adopting, collecting, running

if TYPE_CHECKING:
    from hamahang.cli.samples.year import Office

DAY = from_jalali(1390, 4, 10)
CARRIED = ("TARGETED_SUBSIDIES.WORKING_CAPITAL", "TARGETED_SUBSIDIES.REBUILDING", "SPATIAL_PLAN.FIXED_CAPITAL")
SUBJECT = "معرفی به بانک"
COMMITTEE = "setad"
TITLE = "دور دوم حمایت، تیر ۱۳۹۰"


def terms_of(asof: AsOf) -> PlanTerms:
    """Return the terms of the second round: all that is left now, and floors by county."""
    money = {line.code: (line.left, 0) for line in collecting.lines_left(asof)}
    return PlanTerms(money=money, carried=CARRIED, alpha=50, kappa=50)


def play(office: "Office") -> None:
    """Make the plan, try it once with a pin, and let the board adopt the first."""
    asof = AsOf(DAY)
    run = running.run_plan(title=TITLE, terms=terms_of(asof), asof=asof, by="dabir", at=office.at)
    refused = run.choices.filter(package="", kind="AFFECTED").order_by("code").first()
    if refused is not None:
        pins = {refused.code: Pin(is_must=True, reason="مصوبهٔ سفر استانی")}
        terms = PlanTerms(money=terms_of(asof).money, carried=CARRIED, alpha=50, kappa=50, pins=pins)
        running.run_plan(title=f"{TITLE}، با الزام", terms=terms, asof=asof, by="dabir", at=office.at)
    decided = [
        found
        for found in board.resolutions_by_number().values()
        if found.subject == SUBJECT and found.session and found.session.committee.code == COMMITTEE
    ]
    resolution = min(decided, key=lambda found: (found.passed_on, found.pk))
    adopting.adopt(run=run, resolution=resolution, on=resolution.passed_on, by="dabir", at=office.at)
