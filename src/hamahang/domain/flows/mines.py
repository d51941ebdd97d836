"""How a mine goes on, from the request of an area to the licence to exploit it; law of mines and its practice."""

from hamahang.domain.flows.projects import FIRST_DAY, LICENCES_DECIDE, LICENCES_WORK, clock, need, state, step
from hamahang.domain.flows.workflow import Workflow
from hamahang.domain.text import Text

MINE = Workflow(
    code="MINE",
    title=Text(fa="معدن، از محدوده تا بهره‌برداری", en="a mine, from the area to exploitation"),
    valid_from=FIRST_DAY,
    states=(
        state("REQUESTED", "درخواست محدوده", "area requested"),
        state("CLEARED", "محدودهٔ بلامعارض", "area free of claims"),
        state("EXPLORATION", "پروانهٔ اکتشاف", "exploration licence"),
        state("REPORTED", "گزارش پایان عملیات", "end report"),
        state("DISCOVERY", "گواهی کشف", "discovery certificate"),
        state("TEMPORARY", "برداشت موقت", "temporary extraction"),
        state("AUCTION", "در مزایده", "at auction"),
        state("EXPLOITATION", "پروانهٔ بهره‌برداری", "exploitation licence"),
        state("EXHAUSTED", "پایان ذخیره", "reserve exhausted", is_final=True, is_good=True),
        state("REFUSED", "ردشده", "refused", is_final=True),
        state("CANCELLED", "سلب صلاحیت یا ابطال", "cancelled", is_final=True),
    ),
    needs=(
        need("CADASTRE", "نقشه و مختصات کاداستر", "cadastre map and vertices"),
        need("INQUIRY", "پاسخ استعلام مادهٔ ۲۴", "answers under article 24"),
        need("PLAN", "طرح اکتشاف و تأیید صلاحیت", "exploration plan and qualification"),
        need("END_REPORT", "گزارش پایان عملیات اکتشافی", "end report of the exploration"),
        need("VISIT_REPORT", "گزارش بازدید کارشناس", "expert's visit report"),
        need("COSTS", "صورت هزینه‌های پذیرفته", "costs accepted"),
        need("EXPLOITATION_PLAN", "طرح بهره‌برداری", "exploitation plan"),
        need("GUARANTEE", "تضمین", "guarantee"),
        need("SUPERVISOR", "مسئول فنی", "technical supervisor"),
        need("PERMISSION", "مجوز برداشت موقت با میزان و مهلت", "permission with amount and term"),
        need("AUCTION_RESULT", "صورت‌جلسهٔ مزایده", "record of the auction"),
        need("ROYALTIES_PAID", "تسویهٔ حقوق دولتی", "royalties paid", is_paper=False),
        need("NOTICE", "اخطار کتبی", "written notice"),
        need("OWNER_LETTER", "نامهٔ دارنده", "holder's letter"),
    ),
    steps=(
        step(
            "clear", "تأیید محدوده", "clear the area", ("REQUESTED",), "CLEARED", LICENCES_WORK, "CADASTRE",
            "INQUIRY",
        ),
        step(
            "refuse", "رد درخواست", "refuse", ("REQUESTED", "CLEARED"), "REFUSED", LICENCES_DECIDE, "INQUIRY",
            with_reason=True,
        ),
        step(
            "explore", "صدور پروانهٔ اکتشاف", "license exploration", ("CLEARED",), "EXPLORATION", LICENCES_DECIDE,
            "PLAN",
        ),
        step(
            "report", "ثبت پایان عملیات", "record the end report", ("EXPLORATION",), "REPORTED", LICENCES_WORK,
            "END_REPORT",
        ),
        step(
            "send_back", "بازگشت گزارش", "send the report back", ("REPORTED",), "EXPLORATION", LICENCES_DECIDE,
            with_reason=True, not_by=("report",),
        ),
        step(
            "certify", "صدور گواهی کشف", "certify the discovery", ("REPORTED",), "DISCOVERY", LICENCES_DECIDE,
            "VISIT_REPORT", "COSTS", not_by=("report",),
        ),
        step(
            "extract", "اجازهٔ برداشت موقت", "allow temporary extraction", ("DISCOVERY",), "TEMPORARY",
            LICENCES_DECIDE, "PERMISSION", "GUARANTEE",
        ),
        step(
            "end_extract", "پایان برداشت موقت", "end the temporary extraction", ("TEMPORARY",), "DISCOVERY",
            LICENCES_WORK, "ROYALTIES_PAID",
        ),
        step(
            "exploit", "صدور پروانهٔ بهره‌برداری", "license exploitation", ("DISCOVERY", "TEMPORARY"), "EXPLOITATION",
            LICENCES_DECIDE, "EXPLOITATION_PLAN", "GUARANTEE", "SUPERVISOR",
        ),
        step(
            "renew", "تمدید پروانه", "renew", ("EXPLOITATION",), "EXPLOITATION", LICENCES_DECIDE, "VISIT_REPORT",
            "ROYALTIES_PAID",
        ),
        step(
            "auction", "گذاشتن در مزایده", "put to auction", ("DISCOVERY", "EXPLOITATION"), "AUCTION",
            LICENCES_DECIDE, "NOTICE", with_reason=True,
        ),
        step(
            "award", "واگذاری به برندهٔ مزایده", "award to the winner", ("AUCTION",), "EXPLOITATION", LICENCES_DECIDE,
            "AUCTION_RESULT", "EXPLOITATION_PLAN", "GUARANTEE", "SUPERVISOR",
        ),
        step(
            "exhaust", "ثبت پایان ذخیره", "record the exhaustion", ("EXPLOITATION",), "EXHAUSTED", LICENCES_DECIDE,
            "VISIT_REPORT", "ROYALTIES_PAID",
        ),
        step(
            "cancel", "سلب صلاحیت", "cancel",
            ("EXPLORATION", "REPORTED", "DISCOVERY", "TEMPORARY", "AUCTION", "EXPLOITATION"), "CANCELLED",
            LICENCES_DECIDE, "NOTICE", with_reason=True,
        ),
        step(
            "give_up", "انصراف", "give up", ("REQUESTED", "CLEARED", "EXPLORATION", "DISCOVERY", "EXPLOITATION"),
            "CANCELLED", LICENCES_DECIDE, "OWNER_LETTER",
        ),
    ),
    clocks=(
        clock(
            "INQUIRY", "پاسخ استعلام‌ها", "answers to the inquiries", "REQUESTED",
            ("CLEARED", "EXPLORATION", "REFUSED", "CANCELLED"), 60,
        ),
        clock(
            "CERTIFICATE", "گواهی کشف پس از گزارش پایان", "certificate after the end report", "REPORTED",
            ("DISCOVERY", "EXPLORATION", "CANCELLED"), 60,
        ),
        clock(
            "PLAN", "درخواست بهره‌برداری پس از گواهی کشف", "exploitation after the certificate", "DISCOVERY",
            ("TEMPORARY", "EXPLOITATION", "AUCTION", "CANCELLED"), 365,
        ),
    ),
)  # fmt: skip
