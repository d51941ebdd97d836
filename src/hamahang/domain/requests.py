"""A request for support on its way: the table of its stages, the papers it needs, its amounts, and what follows after.

Registered, documents complete, found eligible, examined, working group, referred, approved by the bank, contract: the
pipeline of the law of 1389 as it was published (177 registered, 52 with complete documents, …). What comes after the
contract is no step of this table: it is the state of the facility, and follows from its payments.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from hamahang.domain.credit.claims import STATES as CREDIT_STATES
from hamahang.domain.credit.claims import State as CreditState
from hamahang.domain.flows.workflow import Clock, Need, State, Step, Workflow
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

WORK, DECIDE, ANSWER = "support.work", "support.decide", "support.answer"
FIRST_DAY = date(2010, 3, 21)  # 1 Farvardin 1389
OFFICE = Text(fa="قرار دفتر", en="the office's own rule")
PURPOSES = {
    "FUEL": Text(fa="سوخت", en="fuel"),
    "ELECTRICITY": Text(fa="برق", en="electricity"),
    "REBUILDING": Text(fa="بازسازی و نوسازی", en="refurbishment"),
    "WORKING_CAPITAL": Text(fa="سرمایه در گردش", en="working capital"),
    "FIXED_CAPITAL": Text(fa="سرمایهٔ ثابت", en="fixed capital"),
    "GRANT": Text(fa="کمک بلاعوض", en="grant"),
    "SUBSIDY": Text(fa="یارانهٔ سود", en="interest subsidy"),
    "OTHER": Text(fa="سایر", en="other"),
}


def _state(code: str, fa: str, en: str, *, is_final: bool = False, is_good: bool = False) -> State:
    return State(code, Text(fa=fa, en=en), is_final=is_final, is_good=is_good)


def _need(code: str, fa: str, en: str, *, is_paper: bool = True) -> Need:
    return Need(code, Text(fa=fa, en=en), is_paper=is_paper)


DOCUMENTS = ("FORM", "PERMIT", "BILLS", "ACCOUNTS", "INSURANCE", "TAX", "DEBTS")
OPEN_ONES = ("REGISTERED", "COMPLETE", "ELIGIBLE", "EXAMINED", "GROUP", "RETURNED")
REQUEST = Workflow(
    code="REQUEST",
    title=Text(fa="درخواست حمایت", en="request for support"),
    valid_from=FIRST_DAY,
    states=(
        _state("REGISTERED", "ثبت‌نام", "registered"),
        _state("COMPLETE", "تکمیل مدارک", "documents complete"),
        _state("ELIGIBLE", "متأثر / واجد شرایط", "found affected or eligible"),
        _state("EXAMINED", "بررسی کارشناسی", "examined"),
        _state("GROUP", "مصوب کارگروه", "approved by the working group"),
        _state("REFERRED", "معرفی به بانک", "referred to the bank"),
        _state("BANK", "مصوب بانک", "approved by the bank"),
        _state("CONTRACT", "قرارداد", "contract", is_final=True, is_good=True),
        _state("RETURNED", "برگشت برای تکمیل", "returned to complete"),
        _state("BANK_RETURNED", "برگشت از بانک", "returned by the bank"),
        _state("NOT_ELIGIBLE", "غیرمتأثر / فاقد شرایط", "not affected or not eligible", is_final=True),
        _state("REFUSED", "ردشده", "refused", is_final=True),
        _state("LAPSED", "منقضی", "lapsed", is_final=True),
    ),
    needs=(
        _need("FORM", "فرم درخواست", "application form"),
        _need("PERMIT", "پروانه یا جواز معتبر", "valid licence or permit"),
        _need("BILLS", "قبض‌های انرژی پیش و پس", "energy bills before and after"),
        _need("ACCOUNTS", "صورت‌های مالی", "financial statements"),
        _need("INSURANCE", "لیست بیمهٔ سه ماه", "insurance lists of three months"),
        _need("TAX", "گواهی مالیاتی", "tax certificate"),
        _need("DEBTS", "استعلام بدهی بانکی", "statement of bank debts"),
        _need("ASSESSED", "سنجش شرایط", "rules applied to the unit", is_paper=False),
        _need("REPORT", "گزارش کارشناس", "expert's report"),
        _need("MINUTES", "صورت‌جلسهٔ کارگروه", "minutes of the working group"),
        _need("LETTER", "نامهٔ معرفی به بانک", "letter of referral"),
        _need("APPROVAL", "ابلاغ تصویب بانک", "bank's notice of approval"),
        _need("CONTRACT", "قرارداد تسهیلات", "facility contract"),
    ),
    steps=(
        Step(
            "complete", Text(fa="تأیید تکمیل مدارک", en="find the documents complete"), ("REGISTERED", "RETURNED"),
            "COMPLETE", WORK, needs=DOCUMENTS,
        ),
        Step(
            "find", Text(fa="تأیید تأثیرپذیری یا شرایط", en="find affected or eligible"), ("COMPLETE",), "ELIGIBLE",
            WORK, needs=("ASSESSED",),
        ),
        Step("examine", Text(fa="پایان بررسی", en="examined"), ("ELIGIBLE",), "EXAMINED", WORK, needs=("REPORT",)),
        Step(
            "approve", Text(fa="تصویب در کارگروه", en="approve in the working group"), ("EXAMINED",), "GROUP", DECIDE,
            needs=("MINUTES",), not_by=("examine",),
        ),
        Step(
            "refer", Text(fa="معرفی به بانک", en="refer to the bank"), ("GROUP", "BANK_RETURNED"), "REFERRED", WORK,
            needs=("LETTER",),
        ),
        Step(
            "bank_approve", Text(fa="ثبت تصویب بانک", en="record the bank's approval"), ("REFERRED",), "BANK", ANSWER,
            needs=("APPROVAL",),
        ),
        Step(
            "contract", Text(fa="ثبت قرارداد", en="record the contract"), ("BANK",), "CONTRACT", ANSWER,
            needs=("CONTRACT",),
        ),
        Step(
            "return", Text(fa="برگرداندن برای تکمیل", en="return to complete"), ("COMPLETE", "ELIGIBLE", "EXAMINED"),
            "RETURNED", WORK, with_reason=True,
        ),
        Step(
            "bank_return", Text(fa="ثبت برگشت از بانک", en="record the bank's return"), ("REFERRED", "BANK"),
            "BANK_RETURNED", ANSWER, with_reason=True,
        ),
        Step(
            "deny", Text(fa="رد تأثیرپذیری یا شرایط", en="find not affected or not eligible"), ("COMPLETE",),
            "NOT_ELIGIBLE", WORK, needs=("ASSESSED",), with_reason=True,
        ),
        Step(
            "refuse", Text(fa="رد درخواست", en="refuse"), ("ELIGIBLE", "EXAMINED", "GROUP", "BANK_RETURNED"), "REFUSED",
            DECIDE, with_reason=True,
        ),
        Step(
            "bank_refuse", Text(fa="ثبت رد بانک", en="record the bank's refusal"), ("REFERRED", "BANK"), "REFUSED",
            ANSWER, with_reason=True,
        ),
        Step(
            "lapse", Text(fa="ثبت انقضا", en="record that it lapsed"),
            (*OPEN_ONES, "REFERRED", "BANK", "BANK_RETURNED"), "LAPSED", DECIDE, with_reason=True,
        ),
    ),
    clocks=(
        Clock(
            "COMPLETING", Text(fa="تکمیل مدارک پس از ثبت‌نام", en="documents complete after registration"), "REGISTERED",
            ("COMPLETE", "LAPSED"), 30, True, OFFICE,
        ),
        Clock(
            "EXAMINING", Text(fa="بررسی پس از تکمیل مدارک", en="examined after the documents are complete"), "COMPLETE",
            ("EXAMINED", "RETURNED", "NOT_ELIGIBLE", "REFUSED", "LAPSED"), 15, True, OFFICE,
        ),
        Clock(
            "DECIDING", Text(fa="کارگروه پس از بررسی", en="working group after the examination"), "EXAMINED",
            ("GROUP", "RETURNED", "REFUSED", "LAPSED"), 10, True, OFFICE,
        ),
        Clock(
            "REFERRING", Text(fa="معرفی به بانک پس از کارگروه", en="referred after the working group"), "GROUP",
            ("REFERRED", "REFUSED", "LAPSED"), 3, True, OFFICE,
        ),
        Clock(
            "ANSWERING", Text(fa="پاسخ بانک پس از معرفی", en="bank's answer after the referral"), "REFERRED",
            ("BANK", "BANK_RETURNED", "REFUSED", "LAPSED"), 30, True, OFFICE,
        ),
        Clock(
            "SIGNING", Text(fa="قرارداد پس از تصویب بانک", en="contract after the bank's approval"), "BANK",
            ("CONTRACT", "BANK_RETURNED", "REFUSED", "LAPSED"), 20, True, OFFICE,
        ),
    ),
)  # fmt: skip
STATES = {state.code: state.title for state in REQUEST.states}
# the way forward, one after the other: what a funnel counts
WAY = ("REGISTERED", "COMPLETE", "ELIGIBLE", "EXAMINED", "GROUP", "REFERRED", "BANK", "CONTRACT")
ENDS = frozenset(state.code for state in REQUEST.states if state.is_final)
# steps that say an amount: asked at the registration, then what each of these grants
WITH_AMOUNT = ("approve", "refer", "bank_approve", "contract")
# papers that come of the step itself, from the bank: its officer gives them with the step
OWN_PAPER = {"bank_approve": "APPROVAL", "contract": "CONTRACT"}
AMOUNTS = {
    "REGISTERED": Text(fa="مبلغ درخواستی", en="asked"),
    "GROUP": Text(fa="مصوب کارگروه", en="approved"),
    "REFERRED": Text(fa="مبلغ معرفی", en="referred"),
    "BANK": Text(fa="مصوب بانک", en="approved by the bank"),
    "CONTRACT": Text(fa="مبلغ قرارداد", en="contracted"),
}


# where a request stands after its contract: the state of its facility, in the words of a request
AFTER = {
    **CREDIT_STATES,
    CreditState.APPROVED: Text(fa="شرایط قرارداد ثبت نشده", en="terms not recorded"),
    CreditState.CONTRACTED: Text(fa="بی‌پرداخت", en="nothing paid yet"),
}
# how a funnel ends: what became of the contracts, then what turned off before
TURNED = ("RETURNED", "BANK_RETURNED", "NOT_ELIGIBLE", "REFUSED", "LAPSED")
ENDINGS = (*(state.value for state in CreditState), *TURNED)
# what a line's money is lent for, where the contract says nothing else
LENT_FOR = {
    "FUEL": "ENERGY",
    "ELECTRICITY": "ENERGY",
    "REBUILDING": "REBUILDING",
    "WORKING_CAPITAL": "WORKING",
    "FIXED_CAPITAL": "FIXED",
    "GRANT": "GRANT",
}


class RequestRefused(Refused):
    """What was said of a request cannot be recorded; `why` tells the repair in both languages."""


def check_amount(step: str, *, amount: int | None, before: int | None, reason: str) -> None:
    """Refuse a step that needs an amount and says none, or more than the one before without a reason. In rials.

    :raises RequestRefused: with what to do
    """
    if step not in WITH_AMOUNT:
        if amount is not None:
            raise RequestRefused(Text(fa="این گام مبلغی ندارد", en="This step has no amount"))
        return
    if amount is None or amount <= 0:
        raise RequestRefused(Text(fa="مبلغ این گام را بنویسید", en="Write the amount of this step"))
    if before is not None and amount > before and not reason.strip():
        raise RequestRefused(
            Text(
                fa="این مبلغ از مبلغ گام پیش بیشتر است؛ اگر درست است دلیل آن را بنویسید",
                en="This is more than the step before; if it is right, give the reason",
            )
        )


def amounts_of(stages: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    """Return by stage the amount that holds, in the order the stages were reached; in rials.

    Who comes to a stage again has its later amounts before them anew: a bank that returned a request has approved none.
    """
    found: dict[str, int] = {}
    for stage, amount in stages:
        if stage not in WAY:
            continue
        for later in WAY[WAY.index(stage) + 1 :]:
            found.pop(later, None)
        if amount is not None:
            found[stage] = amount
    return found


def standing_amount(amounts: Mapping[str, int]) -> int | None:
    """Return the amount a request stands at: that of the furthest stage that said one. amounts: stage → rials."""
    return next((amounts[stage] for stage in reversed(WAY) if stage in amounts), None)
