"""What people do to a programme: its law, lines, money, banks, rules and price rises, each by one form."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.numbers import parse_number
from hamahang.domain.refusal import Refused
from hamahang.domain.requests import RequestRefused
from hamahang.domain.text import Text, to_latin_digits
from hamahang.support import programmes, terms
from hamahang.territory import queries as territory
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import Subject, acted, who
from hamahang.web.said import Typed
from hamahang.web.support.eligible import ranked
from hamahang.web.support.programmes import programme_or_404, shown

NO_LINE = Text(fa="ردیف را برگزینید", en="Choose the line")
NO_BANK = Text(fa="بانک را برگزینید", en="Choose the bank")
NO_MONEY = Text(fa="چنین ابلاغی نیست", en="There is no such allocation")
LATIN_ONLY = Text(fa="کد را با حروف لاتین بنویسید", en="Write the code in Latin letters")
UNREADABLE = Text(
    fa="{n} سطر خوانده نشد؛ هر سطر با راه درست‌کردن آن در زیر است",
    en="{n} lines cannot be read; each is below with its repair",
)
PROGRAMME = Subject("programme", "support/programme.html", find=lambda _, key: programme_or_404(key), shown=shown)


@page(Permission.SUPPORT_PLAN)
@require_POST
def new(request: PersonRequest) -> HttpResponse:
    """Open a programme."""
    code = said.text(request, "code")[:30]
    try:
        if not code.replace("_", "").replace("-", "").isalnum() or not code.isascii():
            raise RequestRefused(LATIN_ONLY)
        made = programmes.open_programme(
            code=code,
            title=said.text(request, "title")[:160],
            title_en=said.text(request, "title_en")[:160],
            **who(request),
        )
    except Refused as refused:
        context = {"programmes": [], "may_plan": True, "typed": Typed(request.POST), "refused": refused.why}
        return render(request, "support/programmes.html", context, status=422)
    return redirect("programme", made.code)


@page(Permission.SUPPORT_PLAN)
@require_POST
def line(request: PersonRequest, code: str) -> HttpResponse:
    """Add a line."""

    def act(found: Any) -> None:
        programmes.add_line(programme=found, purpose=said.text(request, "purpose"), **who(request))

    return PROGRAMME.act(request, code, act, part="money")


@page(Permission.SUPPORT_PLAN)
@require_POST
def basis(request: PersonRequest, code: str) -> HttpResponse:
    """Add a law, decree or circular."""

    def act(found: Any) -> None:
        until = said.day(request, "valid_until", may_come=True) if said.text(request, "valid_until") else None
        programmes.add_basis(
            programme=found,
            title=said.text(request, "title")[:240],
            number=said.text(request, "number")[:60],
            dated_on=said.day(request, "dated_on"),
            valid_from=said.day(request, "valid_from", may_come=True),
            valid_until=until,
            **who(request),
        )

    return PROGRAMME.act(request, code, act, part="bases")


@page(Permission.SUPPORT_PLAN)
@require_POST
def money(request: PersonRequest, code: str) -> HttpResponse:
    """Record money notified for a line, or what is left of an allocation carried on."""

    def act(found: Any) -> None:
        of = terms.line(said.key(said.text(request, "line")))
        if of is None or of.programme_id != found.pk:
            raise RequestRefused(NO_LINE)
        carried = said.text(request, "carried_from")
        before = terms.allocation(said.key(carried), found) if carried else None
        if carried and before is None:
            raise RequestRefused(NO_MONEY)
        county = said.text(request, "county")
        lapses = said.day(request, "lapses_on", may_come=True) if said.text(request, "lapses_on") else None
        programmes.allocate(
            line=of,
            money=programmes.Money(
                amount=said.rials(request, "amount") or 0,
                period_from=said.day(request, "period_from", may_come=True),
                period_until=said.day(request, "period_until", may_come=True),
                letter_no=said.text(request, "letter_no")[:60],
                county=next(iter(territory.county_ids(kind="county", code=county)), None) if county else None,
                lapses_on=lapses,
            ),
            on=said.day(request),
            carried_from=before,
            **who(request),
        )

    return PROGRAMME.act(request, code, act, part="money")


@page(Permission.SUPPORT_PLAN)
@require_POST
def money_back(request: PersonRequest, code: str, allocation_id: int) -> HttpResponse:
    """Take a wrong allocation back."""

    def act(found: Any) -> None:
        wrong = terms.allocation(allocation_id, found)
        if wrong is None:
            raise RequestRefused(NO_MONEY)
        programmes.take_allocation_back(allocation=wrong, reason=said.text(request, "reason"), **who(request))

    return PROGRAMME.act(request, code, act, part="money")


@page(Permission.SUPPORT_PLAN)
@require_POST
def agent(request: PersonRequest, code: str) -> HttpResponse:
    """Make a bank an agent of the programme."""

    def act(found: Any) -> None:
        bank = said.key(said.text(request, "bank"))
        if not bank:
            raise RequestRefused(NO_BANK)
        programmes.name_agent(
            programme=found,
            bank=bank,
            agreement_no=said.text(request, "agreement_no")[:60],
            on=said.day(request),
            until_on=None,
            **who(request),
        )

    return PROGRAMME.act(request, code, act, part="agents")


@page(Permission.SUPPORT_PLAN)
@require_POST
def rules(request: PersonRequest, code: str) -> HttpResponse:
    """Record a version of the rules; lines that cannot be read are told one by one."""
    found = programme_or_404(code)
    text = request.POST.get("text", "")[:20_000].replace("\0", "")

    def act(programme: Any) -> None:
        programmes.set_rules(
            programme=programme,
            text=text,
            valid_from=said.day(request, "valid_from", may_come=True),
            source=said.text(request, "source")[:240],
            **who(request),
        )

    try:
        return PROGRAMME.act(request, code, act, part="rules")
    except programmes.RulesUnreadable as unread:
        context = shown(request, found) | {
            "refused": UNREADABLE.format(n=len(unread.faults)),
            "refused_part": "rules",
            "typed": Typed(request.POST),
            "faults": unread.faults,
        }
        return render(request, "support/programme.html", context, status=422)


@page(Permission.SUPPORT_PLAN)
@require_POST
def rise(request: PersonRequest, code: str) -> HttpResponse:
    """Record by how much an energy price rose."""

    def act(found: Any) -> None:
        percent = parse_number(said.text(request, "percent")[:40]).value
        if percent is None:
            raise RequestRefused(said.NOT_A_NUMBER.format(value=said.text(request, "percent")[:40]))
        programmes.set_rise(
            programme=found,
            carrier=said.text(request, "carrier"),
            percent=percent,
            valid_from=said.day(request, "valid_from", may_come=True),
            source=said.text(request, "source")[:240],
            **who(request),
        )

    return PROGRAMME.act(request, code, act, part="rises")


@page(Permission.SUPPORT_PLAN)
@require_POST
def costs(request: PersonRequest, code: str) -> HttpResponse:
    """Set the bounds of a sector's energy shares and margin from a day on."""
    found = programme_or_404(code)

    def bound(name: str) -> Decimal:
        read = said.percent(request, name)
        if read is None:
            raise said.WrongForm(said.NOT_A_NUMBER.format(value=""))
        return read

    def act() -> None:
        programmes.set_sector_costs(
            isic="".join(letter for letter in to_latin_digits(said.text(request, "isic")) if letter.isalnum())[:5],
            bounds={name: (bound(f"{name}_low"), bound(f"{name}_high")) for name in ("fuel", "power", "margin")},
            valid_from=said.day(request, "valid_from", may_come=True),
            source=said.text(request, "source"),
            **who(request),
        )

    def again(why: dict[str, Any]) -> HttpResponse:
        return render(request, "support/severity.html", ranked(request, found) | why)

    return acted(request, act, to="severity", key=code, part="costs", again=again)
