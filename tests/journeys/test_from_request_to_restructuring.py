"""One request from its registration to the new table of its facility, each act in the pages by the person it is of."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.accounts.models import Agency
from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.calendar import from_jalali
from hamahang.domain.credit.claims import State
from hamahang.domain.ledger import AsOf
from hamahang.ledger.verification import verify_records
from hamahang.support import asked, funnels
from hamahang.support.checking import check_all
from hamahang.support.models import PaymentOrder, SupportRequest
from tests import factories
from tests.personas import persona
from tests.rooms.support.asking import line_with_rules

pytestmark = pytest.mark.django_db
DOCUMENTS = ("FORM", "PERMIT", "BILLS", "ACCOUNTS", "INSURANCE", "TAX", "DEBTS")
TERMS = {
    "contract": "INSTALMENT_SALE", "purpose": "ENERGY", "method": "EQUAL_PRINCIPAL", "grace_profit": "CAPITALISED",
    "order": "PROFIT_FIRST", "rate": "۱۲", "subsidised": "۴", "grace": "", "instalments": "۱۲", "spacing": "",
}  # fmt: skip


class Office:
    """The persons of the office at one request, and what they do."""

    def __init__(self, client: Client, bank: Agency) -> None:
        self.client = client
        self.people = {role: persona(role) for role in ("FACILITIES", "HEAD")}
        self.people["BANK"] = persona("BANK", agency=bank)
        self.request: Any = None

    def act(self, who: str, name: str, *args: int, **data: Any) -> Any:
        """Let somebody send a form; what is refused fails the test."""
        self.client.force_login(self.people[who])
        response = self.client.post(reverse(name, args=args), data)
        assert response.status_code == 302, response.content.decode()
        return response

    def step(self, who: str, code: str, on: str, **data: Any) -> None:
        """Let somebody take the request a step on."""
        seen = asked.version(self.request)[0]
        self.act(who, "request-step", self.request.pk, step=code, on=on, seen=seen, **data)

    def page(self, name: str, *args: Any, **query: Any) -> str:
        """Return a page as the facilities expert sees it."""
        self.client.force_login(self.people["FACILITIES"])
        response = self.client.get(reverse(name, args=args), query)
        assert response.status_code == 200
        return response.content.decode()


def approved(client: Client) -> Office:
    """Bring a request of 12 milliard rials to the bank, which approves nine."""
    line, bank = line_with_rules()
    unit = factories.unit(name="آجر دالاهو")
    factories.unit_status(unit=unit)
    office = Office(client, Agency.objects.get(pk=bank))
    given = {"unit": unit.pk, "line": line.pk, "amount": "۱۲ میلیارد ریال", "on": "۱۳۹۰/۰۱/۱۵"}
    office.act("FACILITIES", "request-new", **given)
    office.request = request = SupportRequest.objects.get()
    for need in (*DOCUMENTS, "REPORT", "MINUTES", "LETTER"):
        office.act("FACILITIES", "request-paper", request.pk, need=need, number="۱/۲", on="۱۳۹۰/۰۱/۲۰")
    office.step("FACILITIES", "complete", "۱۳۹۰/۰۱/۲۰")
    office.act("FACILITIES", "request-assess", request.pk, on="۱۳۹۰/۰۱/۲۲")
    office.step("FACILITIES", "find", "۱۳۹۰/۰۱/۲۲")
    office.step("FACILITIES", "examine", "۱۳۹۰/۰۱/۲۵")
    office.step("HEAD", "approve", "۱۳۹۰/۰۱/۲۸", amount="۱۰ میلیارد ریال")
    office.step("FACILITIES", "refer", "۱۳۹۰/۰۱/۳۰", amount="۱۰ میلیارد ریال", bank=bank, letter_no="۷۷/ص")
    office.step("BANK", "bank_approve", "۱۳۹۰/۰۲/۱۵", amount="۹ میلیارد ریال", file_no="ب/۷", paper_no="ا/۳")
    return office


def test_a_request_goes_from_registration_over_contract_and_delay_to_a_new_table(
    client: Client, tmp_path: Path, settings: Any
) -> None:
    settings.PAPERS = tmp_path
    office = approved(client)
    request, code = office.request, office.request.line.programme.code
    office.step("BANK", "contract", "۱۳۹۰/۰۳/۰۱", amount="۸٫۴ میلیارد ریال", facility_no="ت/۷", paper_no="ق/۱", **TERMS)
    request.refresh_from_db()
    facility = request.facility
    contract = facility.contracts.get()

    # entered and approved by two, in two parts
    for number, (on, amount) in enumerate((("۱۳۹۰/۰۳/۰۵", "۳ میلیارد ریال"), ("۱۳۹۰/۰۳/۲۰", "۵٫۴ میلیارد ریال"))):
        given = {"key": f"p{number}", "document_no": f"س/{number}", "amount": amount, "on": on}
        office.act("BANK", "facility-pay", facility.pk, **given)
        office.act("HEAD", "facility-decide", facility.pk, PaymentOrder.objects.latest("pk").pk, decision="APPROVE")
    repaid = {"key": "r1", "amount": "۷۰۰ میلیون ریال", "on": "۱۳۹۰/۰۴/۰۵", "payer": "UNIT"}
    office.act("BANK", "facility-repay", facility.pk, **repaid)
    late = {"months": "۶", "on": "۱۳۹۰/۰۹/۰۱", "reason": "افت فروش"}
    office.act("HEAD", "facility-postpone", facility.pk, **late)

    # asked ≥ approved ≥ referred ≥ approved by the bank ≥ contracted ≥ paid, each with its day
    asof = AsOf(from_jalali(1390, 9, 2))
    whole = asked.whole(request, asof)
    amounts = [whole.amounts[stage] for stage in ("REGISTERED", "GROUP", "REFERRED", "BANK", "CONTRACT")]
    assert [amount / 10**9 for amount in (*amounts, whole.paid)] == [12, 10, 10, 9, 8.4, 8.4]
    assert (facility.approved, facility.approved_on) == (9 * 10**9, from_jalali(1390, 2, 15))
    assert (contract.principal, contract.number, contract.letter_no) == (84 * 10**8, "ق/۱", "۷۷/ص")
    assert contract.letter_on == from_jalali(1390, 1, 30)

    # where it stood on each day is read from the facility
    after = {
        day: asked.whole(request, AsOf(from_jalali(1390, *day))).after
        for day in ((2, 20), (3, 2), (3, 10), (3, 25), (8, 1), (9, 2))
    }
    assert list(after.values()) == [
        None, State.CONTRACTED, State.PAYING, State.REPAYING, State.OVERDUE, State.RESTRUCTURED,
    ]  # fmt: skip
    (ending,) = funnels.endings(asof, EVERYTHING, programme=code)[None]
    assert (ending.stage, ending.number) == ("RESTRUCTURED", 1)

    # and the pages lead from one to the other
    day = asof.day.isoformat()
    text = office.page("request", request.pk, day=day)
    assert "امهال یا تقسیط‌شده" in text
    assert reverse("facility", args=[facility.pk]) in text
    assert reverse("request", args=[request.pk]) in office.page("facility", facility.pk, day=day)
    assert "آجر دالاهو" in office.page("requests", programme=code, after="RESTRUCTURED", day=day)
    assert "آجر دالاهو" not in office.page("requests", programme=code, after="OVERDUE", day=day)
    assert "after=RESTRUCTURED" in office.page("programme", code, day=day)
    assert check_all().fault is None
    assert verify_records() is None
