"""What several pages of returns tell in the same way: a state, a month's choices, a unit a person may see."""

from typing import Any

from django.http import Http404

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.calendar import say_day
from hamahang.domain.months import Month
from hamahang.domain.returns import STATES, Terms, due_on, terms_on
from hamahang.domain.text import Text
from hamahang.register import queries, returned
from hamahang.register.owing import Behind, UnitMonth
from hamahang.web.access import PersonRequest

TITLES = STATES | {
    "MISSING": Text(fa="نرسیده", en="missing"),
    "AWAITED": Text(fa="هنوز مهلت دارد", en="not due yet"),
    "": Text(fa="بدهکار نیست", en="none owed"),
}
TONES = {"WAITING": "accent", "CONFIRMED": "good", "SENT_BACK": "warn", "MISSING": "bad", "AWAITED": "", "": ""}
REMINDER = Text(
    fa="آمار ماهانهٔ واحد {unit} (پروانهٔ {licence}) برای {months} ماه پیاپی تا {last} نرسیده است. لطفاً آن را بفرستید.",
    en="The monthly returns of {unit} (licence {licence}) have not come for {months} months in a row up to {last}. "
    "Please send them.",
)
WARNING = Text(
    fa=" پس از {limit} ماه پیاپی بی‌آمار، پروانه در معرض تعلیق است؛ خدمات نیز به آمار به‌روز بسته است.",
    en=" After {limit} months in a row without a return the licence may be suspended, and services depend on "
    "up-to-date returns.",
)


def asked_month(request: PersonRequest, default: Month) -> Month:
    """Return the month of the address, the default where it names none."""
    return Month.read(request.GET.get("month", "")[:20]) or default


def month_or_404(text: str) -> Month:
    """Return the month of an address.

    :raises Http404: if it is none
    """
    month = Month.read(text[:20])
    if month is None:
        raise Http404
    return month


def is_own_person(request: PersonRequest) -> bool:
    """Say whether somebody sees the units they are named for, and no others."""
    return request.user.role == "OWNER"


def unit_or_404(request: PersonRequest, unit_id: int) -> Any:
    """Return a unit whose returns a person may see: of the own units, or inside the own territory.

    :raises Http404: if there is none, or it is another's
    """
    if is_own_person(request):
        own = unit_id in returned.units_of_person(request.user.username)
        found = queries.unit_in(EVERYTHING, unit_id) if own else None
    else:
        found = queries.unit_in(request.reach, unit_id)
    if found is None or found.voided_entry_id is not None:
        raise Http404
    return found


def line_of(found: UnitMonth, rules: list[Terms]) -> dict[str, Any]:
    """Return what a table says of a unit's month."""
    report = found.report
    return {
        "month": found.month,
        "title": found.month.title,
        "state": found.state,
        "state_title": TITLES[found.state],
        "tone": TONES[found.state],
        "is_late": found.is_late,
        "due_on": due_on(found.month, terms_on(rules, found.month.last)),
        "status": report.status if report else "",
        "persons": report.persons if report else None,
        "women": report.women if report else None,
        "capacity_use": report.capacity_use if report else None,
        "sent_on": report.sent_on if report else None,
        "reason": found.word.reason if found.word else "",
        "made": [(output.product, output.quantity, output.measure) for output in found.outputs],
    }


def reminder(unit: Any, late: Behind, rule: Terms, last: Month) -> Text:
    """Return what to write to a unit whose returns do not come."""
    words = {"unit": unit.name, "licence": unit.licence_no, "months": late.missing, "last": last.title}
    said, more = REMINDER.format(**words), WARNING.format(limit=rule.suspend_after)
    return Text(fa=said.fa + more.fa, en=said.en + more.en) if late.missing > 1 else said


def say_rule(rule: Terms, month: Month, language: str) -> str:
    """Return by when a month's returns are due, in words."""
    return say_day(due_on(month, rule), language)
