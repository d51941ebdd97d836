"""States, needs, steps and clocks that cases of several kinds share.

Times: opened within 5 working days and planned within 30 as in the Reserve Bank of India's framework for reviving
small firms (17 March 2016), the nearest published practice; an office sets its own from a day on. The checks after
3, 6 and 12 months are the consultants' practice in the estates' clinics.
"""

from datetime import date

from hamahang.domain.flows.workflow import Clock, Need, State, Step
from hamahang.domain.text import Text

WORK, DIAGNOSE = "casework.work", "casework.diagnose"
DECIDE, VERIFY = "casework.decide", "casework.verify"
FIRST_DAY = date(2011, 3, 21)  # 1 Farvardin 1390: the tables hold for all that was recorded before them too
PRACTICE = Text(fa="چارچوب احیای بنگاه‌های کوچک، بانک مرکزی هند، ۲۰۱۶", en="RBI framework for revival of MSMEs, 2016")
OFFICE = Text(fa="قرار دفتر", en="the office's own rule")


def state(code: str, fa: str, en: str, *, is_final: bool = False, is_good: bool = False) -> State:
    return State(code, Text(fa=fa, en=en), is_final=is_final, is_good=is_good)


def need(code: str, fa: str, en: str, *, is_paper: bool = True) -> Need:
    return Need(code, Text(fa=fa, en=en), is_paper=is_paper)


IDENTIFIED = state("IDENTIFIED", "شناسایی", "identified")
OPENED = state("OPENED", "تشکیل پرونده", "file opened")
DIAGNOSIS = state("DIAGNOSIS", "عارضه‌یابی", "diagnosis")
PLANNED = state("PLANNED", "برنامهٔ اقدام", "action plan")
UNDER_WAY = state("UNDER_WAY", "در دست اقدام", "under way")
REFERRED = state("REFERRED", "معرفی به ستاد", "referred to the board")
WITHDRAWN = state("WITHDRAWN", "انصراف", "withdrawn", is_final=True)
CLOSED = state("CLOSED", "مختومه", "closed", is_final=True)

REQUEST = need("REQUEST", "درخواست مالک یا معرفی‌نامه", "owner's request or letter of introduction")
RESPONSIBLE = need("RESPONSIBLE", "مسئول پرونده", "person responsible", is_paper=False)
VISIT_REPORT = need("VISIT_REPORT", "گزارش بازدید", "visit report")
QUESTIONNAIRE = need("QUESTIONNAIRE", "پرسش‌نامهٔ عارضه‌یابی", "diagnosis questionnaire", is_paper=False)
MAIN_CAUSE = need("MAIN_CAUSE", "علت اصلی", "main cause", is_paper=False)
BANK_DEBT = need("BANK_STATEMENT", "صورت بدهی بانکی", "bank's statement of debt")
INSURANCE_DEBT = need("INSURANCE_DEBT", "صورت بدهی تأمین اجتماعی", "statement of insurance debt")
PLAN = need("PLAN", "دست‌کم یک کار با مسئول و مهلت", "at least one task with who and when", is_paper=False)
OWNER_DUTY = need("OWNER_DUTY", "تعهد امضاشدهٔ مالک", "owner's signed duty")
NOTICE = need("NOTICE", "ابلاغ برنامه به دستگاه‌ها", "plan notified to the agencies")
SEEN_RUNNING = need("SEEN_RUNNING", "بازدیدی که کار واحد را دیده است", "a visit that saw the unit at work")
HEADS = need("HEADS", "شمار شاغلان", "head count", is_paper=False)
OUTCOME = need("OUTCOME", "دستهٔ نتیجه", "class of the outcome", is_paper=False)
CHECK_3 = need("CHECK_3", "پایش سه‌ماهه", "three-month check")
CHECK_6 = need("CHECK_6", "پایش شش‌ماهه", "six-month check")
CHECK_12 = need("CHECK_12", "پایش دوازده‌ماهه", "twelve-month check")
INSURED = need("INSURED", "لیست بیمهٔ دوازده ماه", "insurance lists of twelve months")
OWNER_LETTER = need("OWNER_LETTER", "نامهٔ مالک", "owner's letter")
RESOLUTION = need("RESOLUTION", "مصوبهٔ ستاد", "resolution of the board")
LETTER = need("LETTER", "نامهٔ معرفی", "letter of referral")


def withdraw(*sources: str) -> Step:
    title = Text(fa="ثبت انصراف", en="record the withdrawal")
    return Step("withdraw", title, sources, "WITHDRAWN", DECIDE, needs=("OWNER_LETTER",), with_reason=True)


OPEN = Step(
    "open",
    Text(fa="تشکیل پرونده", en="open the file"),
    ("IDENTIFIED",),
    "OPENED",
    WORK,
    needs=("REQUEST", "RESPONSIBLE"),
)
BEGIN = Step("begin", Text(fa="آغاز اقدام", en="begin"), ("PLANNED",), "UNDER_WAY", WORK, needs=("NOTICE",))


def opening(*stops: str) -> Clock:
    """Return the clock of opening a file, which the given states stop."""
    title = Text(fa="تشکیل پرونده پس از شناسایی", en="opened after it was identified")
    return Clock("OPENING", title, "IDENTIFIED", stops, 5, True, PRACTICE)
