"""From permit to production, as tables: what a project needs from which stage, how a permit and a licence live.

The stages and papers are the field's practice (DOMAIN of permits and licences); the times are the office's own.
"""

from datetime import date

from hamahang.domain.flows.workflow import Clock, Need, State, Step, Workflow
from hamahang.domain.projects import STAGES
from hamahang.domain.text import Text

WORK, INSPECT, DECIDE = "projects.work", "projects.inspect", "projects.decide"
LICENCES_WORK, LICENCES_DECIDE = "licences.work", "licences.decide"
FIRST_DAY = date(2011, 3, 21)  # 1 Farvardin 1390: the tables hold for all that was recorded before them too
OFFICE = Text(fa="قرار دفتر", en="the office's own rule")


def stage(code: str, *, is_final: bool = False, is_good: bool = False) -> State:
    return State(code, STAGES[code], is_final=is_final, is_good=is_good)


def state(code: str, fa: str, en: str, *, is_final: bool = False, is_good: bool = False) -> State:
    return State(code, Text(fa=fa, en=en), is_final=is_final, is_good=is_good)


def need(code: str, fa: str, en: str, *, is_paper: bool = True) -> Need:
    return Need(code, Text(fa=fa, en=en), is_paper=is_paper)


def step(
    code: str, fa: str, en: str, sources: tuple[str, ...], target: str, by: str, *needs: str, **rest: object
) -> Step:
    return Step(code, Text(fa=fa, en=en), sources, target, by, needs=needs, **rest)  # type: ignore[arg-type]


def clock(code: str, fa: str, en: str, starts: str, stops: tuple[str, ...], days: int) -> Clock:
    return Clock(code, Text(fa=fa, en=en), starts, stops, days, False, OFFICE)


ENDS = ("OPERATING", "CANCELLED")
GOING_ON = ("LAND", "BUILDING", "EQUIPPING", "TRIAL")

PROJECT = Workflow(
    code="PROJECT",
    title=Text(fa="طرح، از جواز تا تولید", en="a project, from permit to production"),
    valid_from=FIRST_DAY,
    states=(
        stage("REQUESTED"),
        stage("APPROVED"),
        stage("PERMITTED"),
        stage("LAND"),
        stage("BUILDING"),
        stage("EQUIPPING"),
        stage("TRIAL"),
        stage("OPERATING", is_final=True, is_good=True),
        stage("STOPPED"),
        stage("CANCELLED", is_final=True),
        stage("REFUSED", is_final=True),
    ),
    needs=(
        need("REQUEST", "درخواست و پرسش‌نامه", "request and questionnaire"),
        need("FEASIBILITY", "طرح توجیهی", "feasibility study"),
        need("EXPERT_REPORT", "گزارش کارشناسی", "expert's report"),
        need("ENVIRONMENT", "پاسخ استعلام محیط زیست", "answer to the environment inquiry"),
        need("PERMIT", "جواز تأسیس معتبر", "a valid permit", is_paper=False),
        need("LAND_CONTRACT", "قرارداد زمین (حق بهره‌برداری)", "land contract (right of use)"),
        need("BUILDING_PERMIT", "پروانهٔ ساختمانی", "building permit"),
        need("MACHINERY_ORDER", "سفارش ماشین‌آلات", "order of machinery"),
        need("INSPECTED", "بازدید پیشرفت در این مرحله", "an inspection in this stage", is_paper=False),
        need("UTILITIES", "انشعاب برق، آب و گاز", "power, water and gas connected"),
        need("TRIAL_REPORT", "گزارش تولید آزمایشی", "report of the trial production"),
        need("LICENCE_VISIT", "گزارش بازدید پروانه", "report of the licence visit"),
        need("RATING", "ظرفیت‌سنجی", "capacity rating", is_paper=False),
        need("LICENCE", "پروانهٔ بهره‌برداری", "operating licence", is_paper=False),
        need("RESUMPTION", "گزارش از سرگیری کار", "report that work goes on"),
        need("WAS_LAND", "پیش از توقف در مرحلهٔ زمین بوده است", "it stood in the land stage", is_paper=False),
        need("WAS_BUILDING", "پیش از توقف در حال احداث بوده است", "it was being built before", is_paper=False),
        need("WAS_EQUIPPING", "پیش از توقف در نصب یا آزمایش بوده است", "it was being equipped before", is_paper=False),
        need("NOTICE", "اخطار کتبی به مجری", "written notice to the owner"),
    ),
    steps=(
        step(
            "approve", "تصویب طرح", "approve", ("REQUESTED",), "APPROVED", DECIDE, "REQUEST", "FEASIBILITY",
            "EXPERT_REPORT",
        ),
        step("refuse", "رد درخواست", "refuse", ("REQUESTED",), "REFUSED", DECIDE, "EXPERT_REPORT", with_reason=True),
        step("permit", "ثبت جواز", "note the permit", ("APPROVED",), "PERMITTED", WORK, "ENVIRONMENT", "PERMIT"),
        step("take_land", "تحویل زمین", "take the land over", ("PERMITTED",), "LAND", WORK, "PERMIT", "LAND_CONTRACT"),
        step("build", "آغاز احداث", "begin to build", ("LAND",), "BUILDING", WORK, "PERMIT", "BUILDING_PERMIT"),
        step(
            "equip", "آغاز نصب", "begin to install", ("BUILDING",), "EQUIPPING", INSPECT, "MACHINERY_ORDER",
            "INSPECTED",
        ),
        step("try", "آغاز تولید آزمایشی", "begin the trial", ("EQUIPPING",), "TRIAL", WORK, "UTILITIES", "INSPECTED"),
        step(
            "operate", "ثبت بهره‌برداری", "record that it operates", ("TRIAL",), "OPERATING", LICENCES_DECIDE,
            "TRIAL_REPORT", "LICENCE_VISIT", "RATING", "LICENCE", not_by=("try",),
        ),
        step("stop", "ثبت توقف", "record that it stopped", GOING_ON, "STOPPED", INSPECT, "INSPECTED", with_reason=True),
        step(
            "resume_land", "از سرگیری (زمین)", "resume (land)", ("STOPPED",), "LAND", DECIDE, "RESUMPTION",
            "WAS_LAND",
        ),
        step(
            "resume_building", "از سرگیری احداث", "resume building", ("STOPPED",), "BUILDING", DECIDE, "RESUMPTION",
            "WAS_BUILDING",
        ),
        step(
            "resume_equipping", "از سرگیری نصب", "resume installing", ("STOPPED",), "EQUIPPING", DECIDE,
            "RESUMPTION", "WAS_EQUIPPING",
        ),
        step(
            "cancel", "لغو طرح", "cancel", ("APPROVED", "PERMITTED", "LAND", "BUILDING", "STOPPED"), "CANCELLED",
            DECIDE, "NOTICE", with_reason=True,
        ),
    ),
    clocks=(
        clock(
            "LAND", "تحویل زمین پس از جواز", "land taken over after the permit", "PERMITTED",
            ("LAND", "BUILDING", "EQUIPPING", "TRIAL", *ENDS), 180,
        ),
        clock(
            "BUILDING", "آغاز احداث پس از تحویل زمین", "building begun after the land", "LAND",
            ("BUILDING", "EQUIPPING", "TRIAL", "STOPPED", *ENDS), 180,
        ),
        clock("LICENCE", "پروانه پس از آغاز آزمایش", "licence after the trial began", "TRIAL", ("STOPPED", *ENDS), 180),
    ),
)  # fmt: skip

PERMIT = Workflow(
    code="PERMIT",
    title=Text(fa="جواز تأسیس", en="an establishment permit"),
    valid_from=FIRST_DAY,
    states=(
        state("VALID", "صادرشده", "issued"),
        state("WARNED", "اخطارشده", "warned"),
        state("CONVERTED", "تبدیل‌شده به پروانه", "become a licence", is_final=True, is_good=True),
        state("CANCELLED", "ابطال‌شده", "cancelled", is_final=True),
    ),
    needs=(
        need("EXTENSION_REQUEST", "درخواست تمدید", "request of an extension"),
        need(
            "SEEN", "بازدید پس از صدور یا آخرین تمدید", "an inspection since it was issued or extended",
            is_paper=False,
        ),
        need("PROGRESS", "پیشرفت نسبت به بازدید پیشین", "progress since the inspection before", is_paper=False),
        need("NO_PROGRESS", "بازدید بدون پیشرفت", "an inspection that saw no progress", is_paper=False),
        need("NOTICE", "ابلاغ اخطار", "notice of the warning"),
        need("OWNER_LETTER", "نامهٔ صاحب جواز", "holder's letter"),
        need("LICENCE", "پروانهٔ بهره‌برداری همان واحد", "an operating licence of the same unit", is_paper=False),
    ),
    steps=(
        step(
            "extend", "تمدید یک‌ساله", "extend by a year", ("VALID", "WARNED"), "VALID", LICENCES_DECIDE,
            "EXTENSION_REQUEST", "SEEN", "PROGRESS",
        ),
        step(
            "convert", "تبدیل به پروانه", "turn into a licence", ("VALID", "WARNED"), "CONVERTED", LICENCES_DECIDE,
            "LICENCE",
        ),
        step("warn", "اخطار", "warn", ("VALID",), "WARNED", LICENCES_WORK, "SEEN", "NO_PROGRESS", with_reason=True),
        step(
            "cancel", "ابطال", "cancel", ("WARNED",), "CANCELLED", LICENCES_DECIDE, "NO_PROGRESS", "NOTICE",
            not_by=("warn",), with_reason=True,
        ),
        step(
            "give_up", "ابطال به درخواست", "cancel as asked", ("VALID", "WARNED"), "CANCELLED", LICENCES_DECIDE,
            "OWNER_LETTER",
        ),
    ),
    clocks=(
        clock("ANSWER", "پاسخ به اخطار", "answer to the warning", "WARNED", ("VALID", "CONVERTED", "CANCELLED"), 30),
    ),
)  # fmt: skip

LICENCE = Workflow(
    code="LICENCE",
    title=Text(fa="پروانهٔ بهره‌برداری", en="an operating licence"),
    valid_from=FIRST_DAY,
    states=(
        state("VALID", "برقرار", "valid"),
        state("SUSPENDED", "تعلیق‌شده", "suspended"),
        state("REPLACED", "جایگزین‌شده", "replaced by another", is_final=True, is_good=True),
        state("CANCELLED", "ابطال‌شده", "cancelled", is_final=True),
    ),
    needs=(
        need("REQUEST", "درخواست صاحب پروانه", "holder's request"),
        need("NO_RETURNS", "گزارش شش ماه پیاپی بی‌آمار", "report of six months without returns"),
        need("RETURNS", "آمار تولید ماه‌های مانده", "the missing returns"),
        need("VISIT_REPORT", "گزارش بازدید", "visit report"),
        need("NOTICE", "ابلاغ کتبی", "written notice"),
        need("TRANSFER_DEED", "سند انتقال زمین و واحد", "deed of transfer"),
        need("BUYER", "احراز اهلیت گیرنده", "due diligence of the new holder"),
        need("LOSS", "گواهی گم‌شدن پروانه", "declaration of loss"),
        need("RATING", "ظرفیت‌سنجی تازه", "a new capacity rating", is_paper=False),
        need("SUCCESSOR", "پروانهٔ تازهٔ همان واحد", "a newer licence of the same unit", is_paper=False),
    ),
    steps=(
        step(
            "suspend", "تعلیق", "suspend", ("VALID",), "SUSPENDED", LICENCES_DECIDE, "NO_RETURNS", "NOTICE",
            with_reason=True,
        ),
        step(
            "lift", "رفع تعلیق", "lift the suspension", ("SUSPENDED",), "VALID", LICENCES_DECIDE, "RETURNS",
            "VISIT_REPORT",
        ),
        step("amend", "اصلاح", "amend", ("VALID",), "VALID", LICENCES_DECIDE, "REQUEST", "RATING"),
        step(
            "transfer", "انتقال", "transfer", ("VALID",), "VALID", LICENCES_DECIDE, "REQUEST", "TRANSFER_DEED",
            "BUYER",
        ),
        step("reissue", "صدور المثنی", "issue again", ("VALID",), "VALID", LICENCES_WORK, "REQUEST", "LOSS"),
        step("replace", "جایگزینی", "replace", ("VALID",), "REPLACED", LICENCES_DECIDE, "SUCCESSOR"),
        step(
            "cancel", "ابطال", "cancel", ("VALID", "SUSPENDED"), "CANCELLED", LICENCES_DECIDE, "VISIT_REPORT",
            "NOTICE", with_reason=True,
        ),
        step(
            "give_up", "ابطال به درخواست", "cancel as asked", ("VALID", "SUSPENDED"), "CANCELLED", LICENCES_DECIDE,
            "REQUEST",
        ),
    ),
)  # fmt: skip

WORKFLOWS = (PROJECT, PERMIT, LICENCE)


def table_of(kind: str) -> Workflow:
    """Return the table that a permit or a licence of a kind follows."""
    return PERMIT if kind == "PERMIT" else LICENCE
