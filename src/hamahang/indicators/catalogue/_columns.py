"""Where the columns of a row are found, for each kind of record that figures count."""

from dataclasses import replace

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from hamahang.board import queries as board
from hamahang.board.models import Committee, Resolution, ResolutionState
from hamahang.casework.models import Case, CaseStage
from hamahang.indicators.models import BenchmarkValue
from hamahang.indicators.rows import Columns
from hamahang.projects.models import InvestmentProject
from hamahang.register.models import Mine, Unit
from hamahang.support.models import BankPayment, BudgetLine
from hamahang.territory.models import County, Estate, Infrastructure
from hamahang.visits.models import Visit

ESTATE = Columns(entity=Estate, at="estate", estate="id")
UNIT = Columns(entity=Unit, at="unit", estate="estate_id", sector="isic", unit="unit_id")
STATUS = replace(UNIT, level="level")
RETURN = replace(UNIT, level="level")
WITHOUT_RETURN = Columns(entity=Unit, at="", on="month", level=None, estate="estate_id", sector="isic", unit="id")
CASE = Columns(
    entity=Unit,
    at="case__unit",
    estate="estate_id",
    sector="isic",
    unit="case__unit_id",
    parts=(("cause", Case, "case", "main_cause"),),
)
# of a stage that is asked for by itself: the stage is of the counted fact
STAGE = replace(CASE, parts=(*CASE.parts, ("stage", CaseStage, "", "stage")))
STOPPED = replace(UNIT, amount=Value(-1))
RESTARTED = replace(CASE, amount=Value(1))
PAYMENT = Columns(
    entity=Unit,
    at="facility__unit",
    estate="estate_id",
    sector="isic",
    unit="facility__unit_id",
    amount="amount",
    bank="facility__bank__code",
)
REQUEST = Columns(
    entity=Unit,
    at="request__unit",
    estate="estate_id",
    sector="isic",
    unit="request__unit_id",
    bank="request__bank__code",
)
REACHED = replace(REQUEST, on="reached_on")
PACKAGE = Columns(entity=Unit, at="unit", on="opened_on", level=None, estate="estate_id", sector="isic", unit="unit_id")
ALLOCATION = Columns(
    entity=BudgetLine, at="line", label="title", order="title", county=None, within="county", base="amount"
)
BANK_PAYMENT = Columns(
    entity=BankPayment, order="paid_on", on="paid_on", amount="amount", level=None, county=None, bank="bank__code"
)
FACILITY = replace(PAYMENT, at="unit", on="approved_on", amount="held", level=None, unit="unit_id", bank="bank__code")
CONTRACT = replace(PAYMENT, amount="principal")
AGREED = replace(PAYMENT, amount=None)
INSTALMENT = replace(
    PAYMENT,
    at="schedule__facility__unit",
    on="due_on",
    amount="payable",
    level=None,
    unit="schedule__facility__unit_id",
    bank="schedule__facility__bank__code",
)
MINE = Columns(entity=Mine, at="mine")
PROJECT = Columns(entity=InvestmentProject, at="project", label="title", estate="estate_id")
LICENCE = UNIT
CANCELLED = replace(LICENCE, on="told_on")
NEED = replace(PROJECT, amount="amount")
CAPACITY = Columns(entity=Infrastructure, at="infrastructure", order="name", estate="estate_id", amount="amount")
PROMISED = replace(ESTATE, amount=-F("amount"))
ROYALTY = replace(MINE, amount="amount")
EXTRACTED = replace(MINE, amount="tonnes")
EVIDENCE = Columns(
    entity=Unit,
    at="claim__unit",
    estate="estate_id",
    sector="isic",
    unit="claim__unit_id",
    amount="persons",
)
VERIFIED = replace(EVIDENCE, on="proven_on")
WOMEN = replace(VERIFIED, amount="women")
CLAIMED = replace(EVIDENCE, amount=None)
PROVEN = replace(EVIDENCE, amount=-F("persons"))
VISIT = Columns(
    entity=Visit,
    on="visited_on",
    level=None,
    estate="estate_id",
    unit="unit_id",
    parts=(("seen", Visit, "", "state"),),
)
SEEN = replace(UNIT, on="visited_on", level=None)
PERSONS_SEEN = replace(SEEN, amount="persons_seen")
TARGET = Columns(entity=County, at="county", county="id", amount="amount", unnamed="commitment__title")
RESOLUTION = Columns(
    entity=Resolution,
    at="resolution",
    label="text",
    order="due_on",
    county=None,
    within=board.COUNTY,
    unit="resolution__unit_id",
    parts=(("agency", Resolution, "resolution", "executor"), ("state", ResolutionState, "", "state")),
)
PASSED = replace(RESOLUTION, on="resolution__passed_on")
SESSION = Columns(
    entity=Committee, at="session__committee", order="name", county=None,
    on=Coalesce("session__held_on", "session__planned_on"),
)  # fmt: skip
BENCHMARK = Columns(entity=BenchmarkValue, label="publisher", order="place", county=None, amount="value")
