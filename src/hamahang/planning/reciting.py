"""Rules that exclude an applicant as sentences that can be read to him: what is asked, what is known, what helps."""

from hamahang.domain.eligibility import NOWHERE, SIGNS, Answer, Condition, Known, Sign, Verdict, say_known, say_value
from hamahang.domain.text import Text

SUBJECTS = {
    "SECTOR": Text(fa="رشتهٔ واحد", en="the unit's sector"),
    "COUNTY": Text(fa="شهرستان واحد", en="the unit's county"),
    "STATUS": Text(fa="وضعیت واحد", en="the unit's status"),
    "IDLE": Text(fa="مدت رکود واحد", en="the time that the unit has been idle"),
    "HEADS": Text(fa="شمار شاغلان واحد", en="the unit's head count"),
    "SIZE": Text(fa="اندازهٔ واحد", en="the unit's size"),
    "ENERGY_SHARE": Text(fa="سهم انرژی از هزینهٔ واحد", en="the share of energy in the unit's cost"),
    "PROGRESS": Text(fa="پیشرفت فیزیکی طرح", en="the project's physical progress"),
    "LICENCE": Text(fa="مجوز واحد", en="the unit's licence"),
    "RETURNS": Text(fa="تأخیر آمار ماهانهٔ واحد", en="the delay of the unit's monthly returns"),
    "OVERDUE": Text(fa="بدهی معوق واحد", en="the unit's overdue debt"),
    "SUPPORTED": Text(fa="حمایت پیشین واحد", en="earlier support of the unit"),
}
HEADS = Text(
    fa="اگر شمار شاغلان جز این است، فهرست بیمهٔ ماه را بفرستید", en="If it differs, send the month's insurance list"
)
STATUS = Text(
    fa="اگر وضع واحد جز این است، آمار ماهانه را بفرستید یا بازدید بخواهید",
    en="If it differs, send the monthly return or ask for a visit",
)
WRONG = Text(
    fa="اگر نادرست ثبت شده است، رونوشت پروانه را بفرستید تا درست شود",
    en="If that was recorded wrongly, send a copy of the licence so that it is mended",
)
# what an applicant could do about a fact
REPAIRS = {
    "SECTOR": WRONG,
    "COUNTY": WRONG,
    "STATUS": STATUS,
    "IDLE": STATUS,
    "HEADS": HEADS,
    "SIZE": HEADS,
    "ENERGY_SHARE": Text(
        fa="قبض‌های یک سال سوخت و برق و صورت هزینه را بفرستید تا از حساب‌های خود واحد شمرده شود",
        en="Send a year of fuel and power bills and the accounts, so that it is counted from the unit's own",
    ),
    "PROGRESS": Text(fa="اگر طرح بیش از این پیش رفته است، بازدید بخواهید", en="If it is further on, ask for a visit"),
    "LICENCE": Text(fa="مجوز را تمدید کنید و رونوشت آن را بفرستید", en="Renew the licence and send a copy"),
    "RETURNS": Text(fa="آمار ماه‌های مانده را بفرستید", en="Send the returns of the missing months"),
    "OVERDUE": Text(
        fa="بدهی را بپردازید یا تقسیط کنید و گواهی آن را بفرستید",
        en="Pay the debt or agree on instalments, and send the certificate",
    ),
    "SUPPORTED": Text(
        fa="اگر این ثبت درست نیست، گواهی بانک را بفرستید؛ تا این ضابطه برقرار است جز این راهی نیست",
        en="If the record is wrong, send the bank's certificate; as long as this rule holds there is no other way",
    ),
}
UNSUPPORTED = Text(fa="حمایتی نگرفته", en="not have been supported")
HELPED = Text(fa="حمایت گرفته", en="have been supported")


def say_unmet(verdict: Verdict, programme: Text) -> Text:
    """Say each rule of a programme that is not met: what it asks, what the record says and since when, what helps."""
    said = []
    for reason in verdict.reasons:
        if reason.answer is Answer.UNMET:
            asked = [_asked(condition) for condition in reason.rule.conditions]
            known = [_known(code, fact) for code, fact in reason.facts if fact is not None]
            helps = list(dict.fromkeys(REPAIRS[code] for code, _ in reason.facts))
            said.append(
                Text(
                    fa=f"برنامهٔ «{programme.fa}» می‌خواهد که {' یا '.join(one.fa for one in asked)}. "
                    f"به ثبت ما {' و '.join(one.fa for one in known)}. {'؛ '.join(one.fa for one in helps)}.",
                    en=f"By the rules of “{programme.en}”, {' or '.join(one.en for one in asked)}. "
                    f"By our register {' and '.join(one.en for one in known)}. {'. '.join(one.en for one in helps)}.",
                )
            )
    return Text(fa=" ".join(one.fa for one in said), en=" ".join(one.en for one in said))


def _asked(condition: Condition) -> Text:
    """Say what a condition asks of a unit."""
    code, sign, subject = condition.fact, condition.sign, SUBJECTS[condition.fact]
    if code == "SUPPORTED":
        wants = HELPED if ("YES" in condition.values) == (sign is Sign.ONE_OF) else UNSUPPORTED
        return Text(fa=f"واحد پیش‌تر {wants.fa} باشد", en=f"the unit must {wants.en} before")
    if code == "OVERDUE" and sign is Sign.AT_MOST and condition.values[0] == 0:
        return Text(fa="واحد بدهی معوق نداشته باشد", en="the unit must have no overdue debt")
    values = [say_value(code, value) for value in condition.values]
    fa, en = " یا ".join(value.fa for value in values), " or ".join(value.en for value in values)
    if sign is Sign.ONE_OF:
        return Text(fa=f"{subject.fa} {fa} باشد", en=f"{subject.en} must be {en}")
    if sign is Sign.NONE_OF:
        return Text(fa=f"{subject.fa} {fa} نباشد", en=f"{subject.en} must not be {en}")
    return Text(fa=f"{subject.fa} {SIGNS[sign].fa} {fa} باشد", en=f"{subject.en} must be {SIGNS[sign].en} {en}")


def _known(code: str, fact: Known) -> Text:
    """Say what the record says of a unit, and since when or from what."""
    if code == "SUPPORTED":
        has, since = (HELPED, fact.source) if fact.value == "YES" else (UNSUPPORTED, NOWHERE)
        return Text(
            fa=" ".join(filter(None, ("واحد", since.fa, has.fa, "است"))),
            en=f"the unit has been supported {since.en}" if since.en else "the unit has not been supported",
        )
    value, subject, source = say_known(code, fact), SUBJECTS[code], fact.source
    from_fa, from_en = (f"، {source.fa}", f", {source.en}") if source.fa else ("", "")
    return Text(fa=f"{subject.fa} {value.fa} است{from_fa}", en=f"{subject.en} is {value.en}{from_en}")
