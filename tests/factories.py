"""One function for each kind of record: stored through the ledger, whole, with what is not given made up."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count, cycle
from typing import Any, TypeVar

from hamahang.accounts.models import Agency
from hamahang.board.models import (
    AgendaItem,
    Attendance,
    Committee,
    DeadlineRequest,
    Letter,
    LetterResolution,
    Objection,
    Resolution,
    ResolutionDeadline,
    ResolutionHelper,
    ResolutionPaper,
    ResolutionReminder,
    ResolutionState,
    Seat,
    Session,
    SessionState,
    UnitDuty,
)
from hamahang.briefing.models import Briefing, FrozenFigure, Publication, PublicationState
from hamahang.casework.models import (
    Case,
    CaseAnswer,
    CaseCause,
    CaseMeasure,
    CaseOutcome,
    CasePaper,
    CasePause,
    CaseResponsible,
    CaseStage,
    ClockTerm,
    FinancialStatement,
    PlanItem,
    PlanItemState,
)
from hamahang.commitments.models import (
    ClaimedPerson,
    Commitment,
    Forecast,
    JobClaim,
    JobEvidence,
    Target,
    TargetSplit,
)
from hamahang.desk.models import Assignment, AssignmentState, Comment
from hamahang.domain.proof import Proof
from hamahang.indicators.models import BenchmarkValue
from hamahang.intake.models import LinkDecision
from hamahang.ledger.models import Evidence, Record
from hamahang.ledger.recording import recording
from hamahang.papers.models import Attachment
from hamahang.planning.models import PlanAdoption, PlanChoice, PlanRun, PlanStep, PlanSuperseded
from hamahang.projects.models import (
    ComponentProgress,
    ComponentWeight,
    ExpectedOperation,
    Inspection,
    InvestmentProject,
    Prerequisite,
    ProgressObservation,
    ProjectPaper,
    ProjectSpending,
    ProjectStage,
    SizeThreshold,
    SpatialPriority,
    UtilityNeed,
)
from hamahang.register.models import (
    CapacityRating,
    Company,
    DistinctUnits,
    HeadCount,
    InsuredMonth,
    Licence,
    LicencePaper,
    LicenceStep,
    LicenceTerms,
    Mine,
    MineExtraction,
    MinePaper,
    MineParticular,
    MineStatus,
    MineStep,
    MonthlyOutput,
    MonthlyReturn,
    Product,
    RatingRule,
    ReturnDecision,
    ReturnTerm,
    RoyaltyDue,
    RoyaltyPayment,
    Unit,
    UnitAlias,
    UnitPerson,
    UnitStatus,
    Workshop,
)
from hamahang.statements.models import ClaimBinding, PromiseBinding, StatedClaim, Statement
from hamahang.support.models import (
    AgentBank,
    Allocation,
    BankPayment,
    BankStatement,
    BudgetLine,
    ClaimLimit,
    CreditFacility,
    Disbursement,
    EligibilityRules,
    EnergyBill,
    FacilityContract,
    FacilityException,
    FlagDecision,
    FlagLimit,
    Guarantee,
    Instalment,
    LegalBasis,
    MeasureState,
    PackageMeasure,
    PaymentDecision,
    PaymentJoin,
    PaymentOrder,
    Posting,
    PriceRise,
    ReconcilingDecision,
    Repayment,
    RequestAssessment,
    RequestPaper,
    RequestStage,
    Schedule,
    SectorCosts,
    StatedSum,
    StatementSignature,
    SupportPackage,
    SupportProgramme,
    SupportRequest,
    Tranche,
    TrancheRelease,
)
from hamahang.territory.models import (
    ClosedDay,
    County,
    CountyPeople,
    Estate,
    EstateStatus,
    EstateUtility,
    Infrastructure,
    InfrastructureCapacity,
    Observation,
    Province,
    Sector,
    Succession,
    Surrounding,
    UtilityPromise,
)
from hamahang.visits.models import Visit, VisitCase, VisitConflict, VisitFinding, VisitPhoto, VisitPlan, VisitStop

AT = datetime(2011, 7, 1, 8, tzinfo=UTC)
DAY = date(2011, 3, 21)
LATER = date(2012, 3, 20)
R = TypeVar("R", bound=Record)
numbers = count(1)
# each in turn, so that a test does not meet one twice; the one that tests write themselves is not among them
province_codes = cycle(f"{number:02d}" for number in range(100) if number != 16)


def stored(record: R) -> R:
    """Store a record in an entry of its own, or in the one that is open."""
    with recording(action="test.made", by="tester", at=AT):
        record.save()
    return record


def made(model: type[R], values: dict[str, Any], **rest: Any) -> R:
    """Return a stored record with the given values; what is not given is made now, if need be by its factory."""
    for name, value in rest.items():
        if name not in values:
            values[name] = value() if callable(value) else value
    return stored(model(**values))


def fact(model: type[R], values: dict[str, Any], **rest: Any) -> R:
    return made(model, values, since_on=DAY, proof=Proof.LISTED, **rest)


def agency(**values: Any) -> Agency:
    number = next(numbers)
    return made(Agency, values, code=f"bank-{number}", name=f"بانک {number}", name_key=f"بانک {number}", kind="BANK")


def evidence(**values: Any) -> Evidence:
    return made(Evidence, values, kind="LETTER", number=f"n/{next(numbers)}", title="نامه", dated_on=DAY)


def province(**values: Any) -> Province:
    code = next(province_codes)
    return made(Province, values, code=code, name="ایلام", name_en="Ilam", name_key="ایلام", sort_key="a")


def county(**values: Any) -> County:
    number = next(numbers)
    name = f"شهرستان {number}"
    code = f"{4_000 + number % 6_000}"
    return made(County, values, province=province, code=code, name=name, name_en="", name_key=name, sort_key=name)


def succession(**values: Any) -> Succession:
    return made(Succession, values, before=county, after=county, on=DAY)


def county_people(**values: Any) -> CountyPeople:
    return fact(CountyPeople, values, county=county, inhabitants=1_000, active=400, unemployed=50)


def estate(**values: Any) -> Estate:
    number = next(numbers)
    name = f"شهرک {number}"
    return made(
        Estate,
        values,
        code=f"estate-{number}",
        name=name,
        name_en=f"Estate {number}",
        name_key=name,
        sort_key=name,
        kind="ESTATE",
        county=county,
        area_total=Decimal("12.50"),
    )


def estate_status(**values: Any) -> EstateStatus:
    return fact(EstateStatus, values, estate=estate, status="ACTIVE")


def estate_utility(**values: Any) -> EstateUtility:
    return fact(EstateUtility, values, estate=estate, utility="WATER", is_present=True)


def infrastructure(**values: Any) -> Infrastructure:
    return made(Infrastructure, values, kind="ROAD", name="راه", county=county, capacity=Decimal("3.00"))


def infrastructure_capacity(**values: Any) -> InfrastructureCapacity:
    return fact(InfrastructureCapacity, values, infrastructure=infrastructure, amount=Decimal("8.000"))


def utility_promise(**values: Any) -> UtilityPromise:
    about = {"about": "projects.InvestmentProject", "about_id": 1, "holder": "سیمان"}
    return fact(UtilityPromise, values, estate=estate, utility="POWER", amount=Decimal("2.500"), **about)


def surrounding(**values: Any) -> Surrounding:
    return fact(
        Surrounding, values, estate=estate, kind="ROAD", name="راه", name_key="راه", km=Decimal("4.50"),
    )  # fmt: skip


def observation(**values: Any) -> Observation:
    said = {"indicator": "تولید ناخالص", "indicator_key": "تولید ناخالص", "value": Decimal(41), "unit": "میلیون ریال"}
    more = {"source": "سالنامه", "confidence": "FULL", "until_on": LATER}
    return fact(Observation, values, province=province, county=county, **said, **more)


def sector(**values: Any) -> Sector:
    return made(Sector, values, code=f"{next(numbers) % 10_000:04d}", name="آجر", name_en="bricks")


def closed_day(**values: Any) -> ClosedDay:
    return made(ClosedDay, values, day=DAY, name="نوروز", name_en="Nowruz", basis="solar")


def attachment(**values: Any) -> Attachment:
    return made(
        Attachment, values, sha256=f"{next(numbers):064x}", name="letter.pdf", media_type="application/pdf", size=9
    )


def company(**values: Any) -> Company:
    name = f"شرکت {next(numbers)}"
    return made(Company, values, name=name, name_key=name)


def unit(**values: Any) -> Unit:
    number = next(numbers)
    name = f"واحد {number}"
    return made(
        Unit,
        values,
        licence_no=f"t/{number}",
        name=name,
        name_key=name,
        sort_key=name,
        search=name,
        company=company,
        county=county,
        isic="2392",
    )


def unit_alias(**values: Any) -> UnitAlias:
    number = next(numbers)
    name = f"نام پیشین {number}"
    return made(
        UnitAlias, values, unit=unit, name=name, name_key=name, licence_no=f"a/{number}", merged_from=1_000_000 + number
    )


def distinct_units(**values: Any) -> DistinctUnits:
    return made(DistinctUnits, values, first=unit, second=unit, decided_by="tester")


def product(**values: Any) -> Product:
    return made(Product, values, unit=unit, name="آجر", isic="2392", capacity=Decimal("40.25"), capacity_unit="تن")


def licence(**values: Any) -> Licence:
    return fact(Licence, values, unit=unit, number=f"l/{next(numbers)}", kind="NEW")


def unit_status(**values: Any) -> UnitStatus:
    return fact(UnitStatus, values, unit=unit, status="ACTIVE", capacity_use=Decimal("70.50"))


def head_count(**values: Any) -> HeadCount:
    return fact(HeadCount, values, unit=unit, persons=12)


def workshop(**values: Any) -> Workshop:
    return made(Workshop, values, code=f"{next(numbers):010d}", unit=unit)


def insured_month(**values: Any) -> InsuredMonth:
    return fact(InsuredMonth, values, unit=unit, person=f"{next(numbers):032x}", days=31, sex="FEMALE")


def monthly_return(**values: Any) -> MonthlyReturn:
    rest = {"status": "ACTIVE", "persons": 12, "women": 5, "men": 7, "capacity_use": Decimal("61.5"), "channel": "PAGE"}
    return fact(MonthlyReturn, values, unit=unit, sent_on=DAY, first_sent_on=DAY, **rest)


def monthly_output(**values: Any) -> MonthlyOutput:
    return fact(MonthlyOutput, values, unit=unit, product="آجر", quantity=Decimal("120.5"), measure="تن")


def return_decision(**values: Any) -> ReturnDecision:
    return fact(ReturnDecision, values, unit=unit, decision="SENT_BACK", decided_on=DAY, reason="جمع نمی‌خواند")


def return_term(**values: Any) -> ReturnTerm:
    days = {"due_day": 10, "confirm_day": 5, "suspend_after": 6, "fresh_months": 3, "low_use": 50, "high_use": 70}
    day = DAY + timedelta(days=next(numbers))
    return made(ReturnTerm, values, valid_from=day, source="آیین‌نامه", **days)


def unit_person(**values: Any) -> UnitPerson:
    return made(UnitPerson, values, unit=unit, username=f"malek-{next(numbers)}")


def mine(**values: Any) -> Mine:
    number = next(numbers)
    name = f"معدن {number}"
    return made(
        Mine,
        values,
        licence_no=f"m/{number}",
        document="EXPLOITATION",
        name=name,
        name_key=name,
        sort_key=name,
        minerals="گچ",
        county=county,
        company=company,
        reserve=Decimal("12000.50"),
    )


def licence_terms(**values: Any) -> LicenceTerms:
    return fact(LicenceTerms, values, unit=unit, number="ج/۱", grade="A", power=Decimal("1.500"), fixed_capital=9)


def licence_step(**values: Any) -> LicenceStep:
    return fact(LicenceStep, values, unit=unit, number="ج/۱", kind="PERMIT", stage="VALID", step="issue")


def licence_paper(**values: Any) -> LicencePaper:
    return fact(LicencePaper, values, unit=unit, number="ج/۱", kind="PERMIT", need="NOTICE", paper_no="12")


def rating_rule(**values: Any) -> RatingRule:
    return fact(RatingRule, values, shifts=3, hours=8, days=280, efficiency=80, basis="practice")


def capacity_rating(**values: Any) -> CapacityRating:
    rest = {"shifts": 3, "hours": 8, "days": 280, "efficiency": 80}
    machines = [{"name": "پرس", "step": 1, "number": 2, "hourly": "1.5"}]
    return fact(
        CapacityRating, values, unit=unit, product="آجر", capacity=Decimal("16128.00"), machines=machines, **rest
    )


def mine_step(**values: Any) -> MineStep:
    return fact(MineStep, values, mine=mine, stage="EXPLORATION", letter_no="12")


def mine_paper(**values: Any) -> MinePaper:
    return fact(MinePaper, values, mine=mine, need="CADASTRE", number="12")


def royalty_due(**values: Any) -> RoyaltyDue:
    return fact(RoyaltyDue, values, mine=mine, year=1390, amount=9_000_000, due_on=LATER)


def royalty_payment(**values: Any) -> RoyaltyPayment:
    return fact(RoyaltyPayment, values, mine=mine, year=1390, amount=4_000_000, document_no=f"f/{next(numbers)}")


def mine_particular(**values: Any) -> MineParticular:
    return fact(MineParticular, values, mine=mine, kind="RESERVE", mineral="گچ", amount=Decimal("52000.50"))


def mine_extraction(**values: Any) -> MineExtraction:
    return fact(MineExtraction, values, mine=mine, mineral="گچ", year=1389, tonnes=Decimal("1200.50"))


def mine_status(**values: Any) -> MineStatus:
    return fact(MineStatus, values, mine=mine, status="ACTIVE", persons=9)


def case(**values: Any) -> Case:
    return made(Case, values, kind="REVIVAL", number=f"c/{next(numbers)}", unit=unit, main_cause="MARKET")


def case_stage(**values: Any) -> CaseStage:
    return fact(CaseStage, values, case=case, stage="IDENTIFIED")


def case_measure(**values: Any) -> CaseMeasure:
    return fact(CaseMeasure, values, case=case, measure="RESTRUCTURING")


def case_paper(**values: Any) -> CasePaper:
    return made(CasePaper, values, case=case, need="REQUEST", number="1/2", since_on=DAY, proof=Proof.LISTED)


def case_cause(**values: Any) -> CaseCause:
    return made(CaseCause, values, case=case, cause="MARKET", weight=60, since_on=DAY, proof=Proof.CONFIRMED)


def case_answer(**values: Any) -> CaseAnswer:
    return made(CaseAnswer, values, case=case, question="demand", answer="LOW", since_on=DAY, proof=Proof.DECLARED)


def case_responsible(**values: Any) -> CaseResponsible:
    return made(CaseResponsible, values, case=case, person="dabir", since_on=DAY, proof=Proof.CONFIRMED)


def case_pause(**values: Any) -> CasePause:
    return made(CasePause, values, case=case, is_paused=True, reason="court", since_on=DAY, proof=Proof.CONFIRMED)


def case_outcome(**values: Any) -> CaseOutcome:
    return made(CaseOutcome, values, case=case, outcome="REVIVED", jobs_returned=9, since_on=DAY, proof=Proof.SEEN)


def plan_item(**values: Any) -> PlanItem:
    return made(PlanItem, values, case=case, text="وصل برق", side="AGENCY", agency=agency, due_on=LATER)


def plan_item_state(**values: Any) -> PlanItemState:
    return made(PlanItemState, values, item=plan_item, state="OPEN", since_on=DAY, proof=Proof.DECLARED)


def financial_statement(**values: Any) -> FinancialStatement:
    amounts = {"total_assets": 300, "total_liabilities": 200, "equity": 100}
    return made(FinancialStatement, values, unit=unit, year=1389, since_on=DAY, proof=Proof.DECLARED, **amounts)


def clock_term(**values: Any) -> ClockTerm:
    return made(ClockTerm, values, workflow="REVIVAL", clock="OPENING", days=7, valid_from=DAY, source="circular 12")


def comment(**values: Any) -> Comment:
    return made(Comment, values, about="casework.Case", about_id=1, text="با بانک گفت‌وگو شد")


def assignment(**values: Any) -> Assignment:
    return made(Assignment, values, about="casework.Case", about_id=1, text="نامه", person="amar", due_on=LATER)


def assignment_state(**values: Any) -> AssignmentState:
    return made(AssignmentState, values, assignment=assignment, state="OPEN", since_on=DAY, proof=Proof.CONFIRMED)


def resolution_paper(**values: Any) -> ResolutionPaper:
    return made(ResolutionPaper, values, resolution=resolution, need="LETTER", since_on=DAY, proof=Proof.LISTED)


def deadline_request(**values: Any) -> DeadlineRequest:
    rest = {"asked_on": DAY, "wanted_on": LATER, "reason": "زمستان", "by": "bargh"}
    return made(DeadlineRequest, values, resolution=resolution, **rest)


def resolution_deadline(**values: Any) -> ResolutionDeadline:
    request = values.pop("request", None) or deadline_request()
    rest = {"is_granted": True, "due_on": LATER, "by": "rais", "since_on": DAY, "proof": Proof.CONFIRMED}
    return made(ResolutionDeadline, values, request=request, resolution=request.resolution, **rest)


def visit_plan(**values: Any) -> VisitPlan:
    return made(VisitPlan, values, estate=estate, day=DAY, team="معاون، کارشناس")


def visit_stop(**values: Any) -> VisitStop:
    return made(VisitStop, values, plan=visit_plan, unit=unit, order=1)


def visit(**values: Any) -> Visit:
    number = next(numbers)
    return made(
        Visit,
        values,
        key=f"00000000-0000-4000-8000-{number:012d}",
        unit=unit,
        county=county,
        name=f"واحد {number}",
        sort_key=f"{number}",
        visited_on=DAY,
        state="IDLE",
        latitude=Decimal("33.637400"),
        longitude=Decimal("46.422700"),
        written_at=AT,
        digest=f"{number:064d}",
        sheet={"state": "IDLE"},
    )


def visit_finding(**values: Any) -> VisitFinding:
    return made(VisitFinding, values, visit=visit, cause="MARKET", note="انبار پر")


def visit_photo(**values: Any) -> VisitPhoto:
    return made(VisitPhoto, values, visit=visit, attachment=attachment, taken_at=AT)


def visit_case(**values: Any) -> VisitCase:
    return made(VisitCase, values, visit=visit, case=case, role="OPENED")


def visit_conflict(**values: Any) -> VisitConflict:
    digest = f"{next(numbers):064d}"
    return made(VisitConflict, values, visit=visit, kind="REGISTER", digest=digest, held={"status": "IDLE"}, sent={})


def project(**values: Any) -> InvestmentProject:
    number = next(numbers)
    return made(
        InvestmentProject,
        values,
        number=f"p/{number}",
        title=f"طرح {number}",
        title_key=f"طرح {number}",
        sort_key=f"{number}",
        county=county,
        programme="SPATIAL_PLAN",
        investment=90_000_000_000,
    )


def project_stage(**values: Any) -> ProjectStage:
    return fact(ProjectStage, values, project=project, stage="APPROVED")


def progress(**values: Any) -> ProgressObservation:
    return fact(ProgressObservation, values, project=project, percent=Decimal("15.70"))


def project_paper(**values: Any) -> ProjectPaper:
    return fact(ProjectPaper, values, project=project, need="ENVIRONMENT", number="12")


def component_weight(**values: Any) -> ComponentWeight:
    return fact(ComponentWeight, values, component="BUILDING", weight=35, basis="office")


def inspection(**values: Any) -> Inspection:
    return fact(Inspection, values, project=project, inspector="کارشناس")


def component_progress(**values: Any) -> ComponentProgress:
    return fact(ComponentProgress, values, project=project, component="BUILDING", percent=40)


def expected_operation(**values: Any) -> ExpectedOperation:
    return fact(ExpectedOperation, values, project=project, side="OWNER", expected_on=LATER)


def project_spending(**values: Any) -> ProjectSpending:
    return fact(ProjectSpending, values, project=project, amount=1_000, basis="صورت هزینه")


def utility_need(**values: Any) -> UtilityNeed:
    of: dict[str, Any] = {} if values.get("unit") else {"project": project}
    return fact(UtilityNeed, values, utility="POWER", amount=Decimal("2.000"), **of)


def prerequisite(**values: Any) -> Prerequisite:
    of: dict[str, Any] = {} if values.get("unit") else {"project": project}
    return fact(Prerequisite, values, needed=project, reason="برق", **of)


def spatial_priority(**values: Any) -> SpatialPriority:
    return fact(SpatialPriority, values, county=county, sector="23", level="HIGH", source="test")


def size_threshold(**values: Any) -> SizeThreshold:
    return fact(SizeThreshold, values, amount=100_000_000_000, basis="test")


def programme(**values: Any) -> SupportProgramme:
    return made(SupportProgramme, values, code=f"P{next(numbers)}", title="برنامه", title_en="programme")


def budget_line(**values: Any) -> BudgetLine:
    return made(BudgetLine, values, programme=programme, code="FUEL", title="سوخت", title_en="fuel")


def credit_facility(**values: Any) -> CreditFacility:
    number = f"f/{next(numbers)}"
    return made(CreditFacility, values, bank=agency, number=number, unit=unit, line=budget_line, approved=1_000)


def disbursement(**values: Any) -> Disbursement:
    return fact(Disbursement, values, facility=credit_facility, document_no=f"d/{next(numbers)}", amount=400)


def legal_basis(**values: Any) -> LegalBasis:
    title = f"قانون {next(numbers)}"
    return made(LegalBasis, values, programme=programme, title=title, dated_on=DAY, valid_from=DAY)


def allocation(**values: Any) -> Allocation:
    letter = f"a/{next(numbers)}"
    rest = {"line": budget_line, "period_from": DAY, "period_until": LATER, "amount": 10_000, "letter_no": letter}
    return fact(Allocation, values, **rest, lapses_on=LATER)


def agent_bank(**values: Any) -> AgentBank:
    return fact(AgentBank, values, programme=programme, bank=agency, agreement_no="ع/1")


def eligibility_rules(**values: Any) -> EligibilityRules:
    text = "وضعیت یکی از فعال، نیمه‌فعال"
    return made(EligibilityRules, values, programme=programme, valid_from=DAY, text=text, source="بخشنامه")


def price_rise(**values: Any) -> PriceRise:
    rest = {"carrier": "FUEL", "percent": Decimal("400.00"), "valid_from": DAY, "source": "تصویب‌نامه"}
    return made(PriceRise, values, programme=programme, **rest)


def sector_costs(**values: Any) -> SectorCosts:
    names = ("fuel_low", "fuel_high", "power_low", "power_high", "margin_low", "margin_high")
    bounds = dict(zip(names, (Decimal(f"{n}.00") for n in (10, 20, 5, 5, 10, 20)), strict=True))
    return made(SectorCosts, values, isic="2392", valid_from=DAY, source="فرض", **bounds)


def energy_bill(**values: Any) -> EnergyBill:
    return fact(EnergyBill, values, unit=unit, carrier="ELECTRICITY", amount=3_000)


def stated_sum(**values: Any) -> StatedSum:
    return fact(StatedSum, values, unit=unit, kind="COST", amount=5_000)


def support_request(**values: Any) -> SupportRequest:
    number = f"r/{next(numbers)}"
    return made(SupportRequest, values, number=number, unit=unit, line=budget_line, registered_on=DAY)


def request_stage(**values: Any) -> RequestStage:
    return fact(RequestStage, values, request=support_request, stage="REGISTERED", amount=1_000)


def request_paper(**values: Any) -> RequestPaper:
    return fact(RequestPaper, values, request=support_request, need="FORM", number="1/2")


def request_assessment(**values: Any) -> RequestAssessment:
    reasons = [{"line": 1, "answer": "MET"}]
    rest = {"rules": eligibility_rules, "verdict": "MET", "reasons": reasons}
    return fact(RequestAssessment, values, request=support_request, **rest)


def support_package(**values: Any) -> SupportPackage:
    return made(SupportPackage, values, number=f"b/{next(numbers)}", unit=unit, title="بسته", opened_on=DAY)


def package_measure(**values: Any) -> PackageMeasure:
    rest = {"agency": agency, "subject": "POWER", "text": "وصل برق", "due_on": LATER}
    return made(PackageMeasure, values, package=support_package, **rest)


def measure_state(**values: Any) -> MeasureState:
    return fact(MeasureState, values, measure=package_measure, state="OPEN")


def bank_payment(**values: Any) -> BankPayment:
    number = next(numbers)
    rest = {"file_no": f"f/{number}", "document_no": f"d/{number}", "amount": 400, "paid_on": DAY}
    return made(BankPayment, values, bank=agency, key=f"f/{number}/d/{number}", **rest)


def payment_join(**values: Any) -> PaymentJoin:
    return made(PaymentJoin, values, bank=agency, ours="d1", theirs="b1 b2", reason="دو بخش", by="amar")


def reconciling_decision(**values: Any) -> ReconcilingDecision:
    rest = {"key": "d1=", "verdict": "ASKED", "reason": "نامه", "by": "amar"}
    return fact(ReconcilingDecision, values, bank=agency, **rest)


def bank_statement(**values: Any) -> BankStatement:
    rest = {"rows": [{"key": "d1=b1", "kind": "MATCHED"}], "totals": {"MATCHED": [1, 400, 400]}, "seal": "0" * 64}
    return made(BankStatement, values, bank=agency, from_on=DAY, until_on=LATER, **rest)


def statement_signature(**values: Any) -> StatementSignature:
    return fact(StatementSignature, values, statement=bank_statement, side="OURS", by="amar")


def claim_limit(**values: Any) -> ClaimLimit:
    return made(ClaimLimit, values, valid_from=DAY, past_due=2, overdue=6, doubtful=18, source="بخشنامه")


def flag_limit(**values: Any) -> FlagLimit:
    rest = {"rule": "SHARE_UNIT", "percent": Decimal("10.00"), "valid_from": DAY, "source": "قرار ستاد"}
    return made(FlagLimit, values, **rest)


def flag_decision(**values: Any) -> FlagDecision:
    rest = {"rule": "TWICE_UNIT", "key": "0" * 32, "records": "support.CreditFacility:1"}
    return fact(FlagDecision, values, **rest, verdict="ALLOWED", reason="دو خط تولید", by="rais")


def facility_contract(**values: Any) -> FacilityContract:
    return fact(
        FacilityContract,
        values,
        facility=credit_facility,
        contract="INSTALMENT_SALE",
        purpose="WORKING",
        principal=1_000,
        rate=Decimal("0.14"),
        subsidised=Decimal(0),
        grace_profit="CAPITALISED",
        instalments=12,
        method="ANNUITY",
        order="PROFIT_FIRST",
    )


def facility_exception(**values: Any) -> FacilityException:
    return fact(
        FacilityException, values, facility=credit_facility, kind="PAYMENT", amount=10, reason="مصوبه", by="rais"
    )


def guarantee(**values: Any) -> Guarantee:
    return fact(Guarantee, values, facility=credit_facility, kind="CHEQUE", value=1_200)


def tranche(**values: Any) -> Tranche:
    return fact(Tranche, values, facility=credit_facility, number=1, amount=400, percent=Decimal(30))


def tranche_release(**values: Any) -> TrancheRelease:
    return fact(TrancheRelease, values, tranche=tranche, visit=visit, percent=Decimal(35), by="karshenas")


def payment_order(**values: Any) -> PaymentOrder:
    number = next(numbers)
    return fact(
        PaymentOrder, values, facility=credit_facility, amount=400, document_no=f"d/{number}", key=f"k/{number}", by="a"
    )


def payment_decision(**values: Any) -> PaymentDecision:
    return fact(PaymentDecision, values, payment=payment_order, is_approved=True, by="b")


def schedule(**values: Any) -> Schedule:
    rates = {"rate": Decimal("0.14"), "subsidised": Decimal(0)}
    return fact(Schedule, values, facility=credit_facility, number=1, kind="CONTRACT", **rates)


def instalment(**values: Any) -> Instalment:
    return made(Instalment, values, schedule=schedule, since_on=DAY, due_on=LATER, principal=90, profit=4, payable=94)


def repayment(**values: Any) -> Repayment:
    return fact(Repayment, values, facility=credit_facility, amount=94, key=f"k/{next(numbers)}", by="a")


def posting(**values: Any) -> Posting:
    return fact(Posting, values, facility=credit_facility, kind="PAYMENT", debit="PRINCIPAL", credit="BANK", amount=400)


def plan_run(**values: Any) -> PlanRun:
    return made(
        PlanRun,
        values,
        number=f"P-{next(numbers)}",
        title="برنامه",
        day=DAY,
        known_entry=0,
        terms={"money": {}, "kinds": ["REVIVAL"], "carried": [], "aim": "expected"},
        problem={"money": {"x": {"1": 9}}, "candidates": []},
        words={"lines": {}, "counties": {}, "need": {"of": "commitment", "persons": {}}, "seen": {}, "basis": {}},
        digest="0" * 64,
        seed=0,
        rounds=1,
        versions={},
        status="proven",
        value=0,
        bound=0,
        prices={},
        beside={"lists": {}, "without_floors": None, "target": 0, "chance": None, "promise": 0, "limits": []},
    )


def plan_choice(**values: Any) -> PlanChoice:
    number = next(numbers)
    rest = {"code": f"REVIVAL:{number}", "title": f"واحد {number}", "kind": "REVIVAL", "reason": {}}
    return made(PlanChoice, values, run=plan_run, county=county, case=case, **rest)


def plan_adoption(**values: Any) -> PlanAdoption:
    return fact(PlanAdoption, values, run=plan_run, resolution=resolution)


def plan_superseded(**values: Any) -> PlanSuperseded:
    return fact(PlanSuperseded, values, adoption=plan_adoption, later=plan_adoption)


def plan_step(**values: Any) -> PlanStep:
    return fact(PlanStep, values, choice=plan_choice, package=support_package)


def commitment(**values: Any) -> Commitment:
    number = f"k/{next(numbers)}"
    return made(Commitment, values, number=number, title="تعهد", holder="ستاد", from_on=DAY, due_on=LATER)


def target(**values: Any) -> Target:
    return fact(Target, values, commitment=commitment, county=county, amount=200)


def target_split(**values: Any) -> TargetSplit:
    return fact(TargetSplit, values, commitment=commitment, part="SECTOR", code="23", amount=40)


def forecast(**values: Any) -> Forecast:
    said = {"probability": Decimal("0.25"), "said": [10] * 200, "rivals": {}, "inputs": "0" * 64, "known_entry": 0}
    rest = {"day": DAY, "deadline": LATER, "target": 20, "verified": 5, "method": "1"}
    return made(Forecast, values, commitment=commitment, **said, **rest)


def claimed_person(**values: Any) -> ClaimedPerson:
    return fact(ClaimedPerson, values, claim=job_claim, person="ab" * 16)


def job_claim(**values: Any) -> JobClaim:
    return made(JobClaim, values, reference=f"j/{next(numbers)}", unit=unit, county=county, kind="NEW")


def job_evidence(**values: Any) -> JobEvidence:
    return fact(JobEvidence, values, claim=job_claim, persons=8)


def resolution(**values: Any) -> Resolution:
    number = f"r/{next(numbers)}"
    return made(Resolution, values, number=number, passed_on=DAY, text="مصوبه", executor="سازمان", due_on=LATER)


def resolution_state(**values: Any) -> ResolutionState:
    return fact(ResolutionState, values, resolution=resolution, state="NOTIFIED")


def committee(**values: Any) -> Committee:
    number = next(numbers)
    return made(
        Committee, values, code=f"committee-{number}", kind="BOARD", name=f"کارگروه {number}", prefix=f"{number}-"
    )


def seat(**values: Any) -> Seat:
    return made(Seat, values, committee=committee, agency=agency, person="کامران", post="مدیر", since_on=DAY)


def session(**values: Any) -> Session:
    return made(Session, values, committee=committee, number=1, planned_on=DAY, planned_at="09:00", place="سالن")


def session_state(**values: Any) -> SessionState:
    return fact(SessionState, values, session=session, state="PLANNED")


def attendance(**values: Any) -> Attendance:
    return made(Attendance, values, session=session, seat=seat, presence="PRESENT")


def agenda_item(**values: Any) -> AgendaItem:
    return made(AgendaItem, values, session=session, position=1, subject="گاز شهرک", source="CHAIR")


def resolution_helper(**values: Any) -> ResolutionHelper:
    return made(ResolutionHelper, values, resolution=resolution, agency=agency, named_on=DAY)


def resolution_reminder(**values: Any) -> ResolutionReminder:
    return made(ResolutionReminder, values, resolution=resolution, rule="REMIND", due_on=DAY, since_on=LATER, proof=5)


def unit_duty(**values: Any) -> UnitDuty:
    return fact(UnitDuty, values, resolution=resolution, state="OPEN")


def objection(**values: Any) -> Objection:
    return made(Objection, values, resolution=resolution, agency=agency, filed_on=DAY, text="بودجه نیست")


def letter(**values: Any) -> Letter:
    number = f"1390/د/{next(numbers)}"
    words = {"title": "ابلاغ", "sections": []}
    return made(Letter, values, number=number, dated_on=DAY, agency=agency, template="letter", words=words, sent_on=DAY)


def letter_resolution(**values: Any) -> LetterResolution:
    return made(LetterResolution, values, letter=letter, resolution=resolution, number="1390/1/1")


def benchmark_value(**values: Any) -> BenchmarkValue:
    return fact(
        BenchmarkValue, values, code="unemployment_rate", place="province:16", value=Decimal("10.5"), publisher="test"
    )


def link_decision(**values: Any) -> LinkDecision:
    key = f"{next(numbers):064d}"
    return made(LinkDecision, values, key=key, said="آجر الف · ایلام", unit=unit, decided_by="tester")


def briefing(**values: Any) -> Briefing:
    number = next(numbers)
    return made(
        Briefing,
        values,
        report="tir10",
        place="province:16",
        day=DAY,
        compiled_at=AT,
        compiled_by="tester",
        head_number=number,
        head_seal="0" * 64,
        document={"title": "گزارش", "blocks": [{"figure": "jobs_verified", "at": 1}]},
    )


def frozen_figure(**values: Any) -> FrozenFigure:
    return made(
        FrozenFigure,
        values,
        briefing=briefing,
        code=f"c{next(numbers)}",
        indicator="jobs_verified",
        scope="all",
        value="417",
        unit="persons",
        definition={"title": {"fa": "اشتغال", "en": "jobs"}},
        rows=[{"record": "commitments.JobEvidence:1", "amount": 417}],
        rows_digest="0" * 64,
    )


def publication(**values: Any) -> Publication:
    number = next(numbers)
    title = {"fa": "واحد", "en": "units"}
    return made(
        Publication,
        values,
        code=f"p{number}",
        indicator="units_registered",
        scope="all",
        day=DAY,
        value="13",
        unit="unit",
        definition={"title": title, "definition": title, "version": 1, "reduction": "count", "level": 4},
        rows=[{"record": "register.UnitStatus:1", "amount": None}],
        head_number=number,
        head_seal="0" * 64,
    )


def publication_state(**values: Any) -> PublicationState:
    return fact(PublicationState, values, publication=publication, state="DRAFT", reason="", findings=[])


def statement(**values: Any) -> Statement:
    number = next(numbers)
    return made(
        Statement, values, title="گزارش", source="خبر", day=DAY, text="۸ شهرک صنعتی فعال", sha256=f"{number:064x}"
    )


def stated_claim(**values: Any) -> StatedClaim:
    return made(
        StatedClaim, values, statement=statement, start=0, end=1, meaning="estate", modality="done", due_on=DAY,
        said={"text": "۸"},
    )  # fmt: skip


def claim_binding(**values: Any) -> ClaimBinding:
    return made(ClaimBinding, values, meaning=f"estate {next(numbers)}", indicator="active_estates")


def promise_binding(**values: Any) -> PromiseBinding:
    return made(PromiseBinding, values, meaning=f"job {next(numbers)}", commitment=None)


BY_MODEL: dict[type[Record], Callable[..., Any]] = {
    Agency: agency,
    LinkDecision: link_decision,
    Evidence: evidence,
    Province: province,
    County: county,
    Succession: succession,
    CountyPeople: county_people,
    Estate: estate,
    EstateStatus: estate_status,
    EstateUtility: estate_utility,
    Infrastructure: infrastructure,
    InfrastructureCapacity: infrastructure_capacity,
    UtilityPromise: utility_promise,
    Observation: observation,
    Surrounding: surrounding,
    Sector: sector,
    ClosedDay: closed_day,
    Attachment: attachment,
    Company: company,
    Unit: unit,
    UnitAlias: unit_alias,
    DistinctUnits: distinct_units,
    Product: product,
    Licence: licence,
    UnitStatus: unit_status,
    HeadCount: head_count,
    Workshop: workshop,
    InsuredMonth: insured_month,
    Mine: mine,
    MineStatus: mine_status,
    MineStep: mine_step,
    MinePaper: mine_paper,
    RoyaltyDue: royalty_due,
    RoyaltyPayment: royalty_payment,
    MineExtraction: mine_extraction,
    MineParticular: mine_particular,
    LicenceTerms: licence_terms,
    LicenceStep: licence_step,
    LicencePaper: licence_paper,
    RatingRule: rating_rule,
    CapacityRating: capacity_rating,
    MonthlyReturn: monthly_return,
    MonthlyOutput: monthly_output,
    ReturnDecision: return_decision,
    ReturnTerm: return_term,
    UnitPerson: unit_person,
    Case: case,
    CaseStage: case_stage,
    CaseMeasure: case_measure,
    CasePaper: case_paper,
    CaseCause: case_cause,
    CaseAnswer: case_answer,
    CaseResponsible: case_responsible,
    CasePause: case_pause,
    CaseOutcome: case_outcome,
    FinancialStatement: financial_statement,
    PlanItem: plan_item,
    PlanItemState: plan_item_state,
    ClockTerm: clock_term,
    ResolutionPaper: resolution_paper,
    DeadlineRequest: deadline_request,
    ResolutionDeadline: resolution_deadline,
    Comment: comment,
    Assignment: assignment,
    AssignmentState: assignment_state,
    VisitPlan: visit_plan,
    VisitStop: visit_stop,
    Visit: visit,
    VisitFinding: visit_finding,
    VisitPhoto: visit_photo,
    VisitCase: visit_case,
    VisitConflict: visit_conflict,
    InvestmentProject: project,
    ProjectStage: project_stage,
    ProgressObservation: progress,
    SizeThreshold: size_threshold,
    ProjectPaper: project_paper,
    ComponentWeight: component_weight,
    Inspection: inspection,
    ComponentProgress: component_progress,
    ExpectedOperation: expected_operation,
    ProjectSpending: project_spending,
    UtilityNeed: utility_need,
    Prerequisite: prerequisite,
    SpatialPriority: spatial_priority,
    SupportProgramme: programme,
    BudgetLine: budget_line,
    CreditFacility: credit_facility,
    Disbursement: disbursement,
    LegalBasis: legal_basis,
    Allocation: allocation,
    AgentBank: agent_bank,
    EligibilityRules: eligibility_rules,
    PriceRise: price_rise,
    SectorCosts: sector_costs,
    StatedSum: stated_sum,
    EnergyBill: energy_bill,
    SupportRequest: support_request,
    RequestStage: request_stage,
    RequestPaper: request_paper,
    RequestAssessment: request_assessment,
    SupportPackage: support_package,
    PackageMeasure: package_measure,
    MeasureState: measure_state,
    BankPayment: bank_payment,
    PaymentJoin: payment_join,
    ReconcilingDecision: reconciling_decision,
    BankStatement: bank_statement,
    StatementSignature: statement_signature,
    ClaimLimit: claim_limit,
    FlagLimit: flag_limit,
    FlagDecision: flag_decision,
    FacilityContract: facility_contract,
    FacilityException: facility_exception,
    Guarantee: guarantee,
    Tranche: tranche,
    TrancheRelease: tranche_release,
    PaymentOrder: payment_order,
    PaymentDecision: payment_decision,
    Schedule: schedule,
    Instalment: instalment,
    Repayment: repayment,
    Posting: posting,
    PlanRun: plan_run,
    PlanChoice: plan_choice,
    PlanAdoption: plan_adoption,
    PlanSuperseded: plan_superseded,
    PlanStep: plan_step,
    Commitment: commitment,
    Target: target,
    TargetSplit: target_split,
    Forecast: forecast,
    ClaimedPerson: claimed_person,
    JobClaim: job_claim,
    JobEvidence: job_evidence,
    Resolution: resolution,
    ResolutionState: resolution_state,
    Committee: committee,
    Seat: seat,
    Session: session,
    SessionState: session_state,
    Attendance: attendance,
    AgendaItem: agenda_item,
    ResolutionHelper: resolution_helper,
    UnitDuty: unit_duty,
    ResolutionReminder: resolution_reminder,
    Objection: objection,
    Letter: letter,
    LetterResolution: letter_resolution,
    BenchmarkValue: benchmark_value,
    Briefing: briefing,
    FrozenFigure: frozen_figure,
    Publication: publication,
    PublicationState: publication_state,
    Statement: statement,
    StatedClaim: stated_claim,
    ClaimBinding: claim_binding,
    PromiseBinding: promise_binding,
}
