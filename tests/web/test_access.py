"""Every address names its permission or is public by list; every persona gets exactly what the role says."""

from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from hamahang.accounts.permissions import Permission
from hamahang.accounts.roles import ROLES
from hamahang.domain.calendar import read_day
from tests.personas import persona
from tests.province import Province

pytestmark = pytest.mark.django_db
PUBLIC = {
    "home-health", "health", "sign-in", "sign-out", "language", "calendar",
    "forecasts",  # how good forecasts were is for anybody
    "public", "public-corrections", "public-package", "public-table", "published", "published-json",
    "visit-sheet", "visit-sheet-worker", "visit-sheet-manifest",  # the shell: nobody's data
}  # fmt: skip


def patterns(resolver: Any = None) -> list[URLPattern]:
    found = []
    for item in (resolver or get_resolver()).url_patterns:
        found += [item] if isinstance(item, URLPattern) else patterns(item)
    return found


# endpoints of other systems ask for a token, a session opens none of them: tests/api
BY_TOKEN = {"api-returns"}


ARGUMENTS: dict[str, dict[str, Any]] = {
    "observation": {"number": 1},
    "unit": {"unit_id": 1},
    "unit-unmerge": {"alias_id": 1},
    "unit-returns": {"unit_id": 1},
    "unit-return": {"unit_id": 1, "month": "1390-03"},
    "return-back": {"unit_id": 1, "month": "1390-03"},
    **{f"session{part}": {"session_id": 1} for part in ("", "-add", "-arrange", "-write", "-draft", "-drop")},
    **{f"session-{part}": {"session_id": 1} for part in ("hold", "move", "pass", "notify")},
    "session-file": {"session_id": 1, "kind": "pdf"},
    "committee": {"code": "setad"},
    "seat-new": {"code": "setad"},
    "seat-end": {"code": "setad", "seat_id": 1},
    **{f"resolution-{part}": {"resolution_id": 1} for part in ("notify", "duty", "object")},
    "resolution-settle": {"resolution_id": 1, "objection_id": 1},
    "letter-file": {"resolution_id": 1, "letter_id": 1, "kind": "pdf"},
    "case": {"case_id": 1},
    "case-diagnosis": {"case_id": 1},
    "case-accounts": {"case_id": 1},
    "case-step": {"case_id": 1},
    "case-paper": {"case_id": 1},
    "case-paper-file": {"case_id": 1, "paper_id": 1},
    "case-paper-back": {"case_id": 1, "paper_id": 1},
    "case-responsible": {"case_id": 1},
    "case-causes": {"case_id": 1},
    "case-task": {"case_id": 1},
    "case-task-state": {"case_id": 1, "item_id": 1},
    "case-pause": {"case_id": 1},
    "case-outcome": {"case_id": 1},
    **{
        f"programme{part}": {"code": "BANK"}
        for part in ("", "-line", "-basis", "-money", "-agent", "-rules", "-rise", "-costs")
    },
    "programme-money-back": {"code": "BANK", "allocation_id": 1},
    **{part: {"code": "BANK"} for part in ("eligible", "severity", "absorption")},
    **{f"request{part}": {"request_id": 1} for part in ("", "-step", "-paper", "-assess", "-sums")},
    **{f"request-paper-{part}": {"request_id": 1, "paper_id": 1} for part in ("file", "back")},
    "package": {"package_id": 1},
    "package-measure": {"package_id": 1},
    "measure-state": {"measure_id": 1},
    **{
        f"plan{part}": {"number": "P-1390-1"}
        for part in (
            "",
            "-terms",
            "-explain",
            "-again",
            "-adopt",
            "-carry-all",
            "-front",
            "-scenarios",
            "-scenarios-json",
        )
    },
    **{f"plan-try{part}": {"code": "abc"} for part in ("", "-stop", "-again", "-leave")},
    **{
        f"plan-{part}": {"number": "P-1390-1", "choice_id": 1}
        for part in ("candidate", "pin", "wait", "carry", "letter")
    },
    "plan-letter-file": {"number": "P-1390-1", "choice_id": 1, "kind": "pdf"},
    "bank": {"code": "bank-mli-airan"},
    **{f"reconcile-{part}": {"code": "bank-mli-airan"} for part in ("bank", "decide", "join", "freeze")},
    "reconcile-part": {"code": "bank-mli-airan", "join_id": 1},
    "statement": {"statement_id": 1},
    "statement-sign": {"statement_id": 1},
    "statement-back": {"statement_id": 1},
    **{
        f"facility{part}": {"facility_id": 1}
        for part in (
            "",
            "-contract",
            "-guarantee",
            "-exception",
            "-tranche",
            "-pay",
            "-repay",
            "-postpone",
            "-arrears",
            "-reschedule",
            "-settle",
            "-write-off",
        )
    },
    "facility-contract-back": {"facility_id": 1, "contract_id": 1},
    "facility-classes-back": {"limit_id": 1},
    "facility-release": {"facility_id": 1, "tranche_id": 1},
    **{f"facility-{part}-back": {"facility_id": 1, "tranche_id": 1} for part in ("release", "tranche")},
    **{f"facility-{part}-back": {"facility_id": 1, f"{part}_id": 1} for part in ("guarantee", "exception")},
    "facility-decide": {"facility_id": 1, "payment_id": 1},
    "facility-reverse": {"facility_id": 1, "disbursement_id": 1},
    "facility-repaid-reverse": {"facility_id": 1, "repayment_id": 1},
    "desk-comment-file": {"comment_id": 1},
    "desk-settle": {"assignment_id": 1},
    "calendar": {"key": "x"},
    "resolution": {"resolution_id": 1},
    "resolution-step": {"resolution_id": 1},
    "resolution-paper": {"resolution_id": 1},
    "resolution-paper-file": {"resolution_id": 1, "paper_id": 1},
    "resolution-time": {"resolution_id": 1},
    "resolution-decide": {"resolution_id": 1},
    "estate": {"code": "ilam"},
    "estate-capacity": {"code": "ilam"},
    "project": {"project_id": 1},
    **{
        f"project-{part}": {"project_id": 1}
        for part in (
            "step",
            "paper",
            "permit",
            "place",
            "complete",
            "correct",
            "inspect",
            "claim",
            "date",
            "money",
            "need",
            "promise",
            "waits",
            "waits-end",
        )
    },
    "project-paper-file": {"project_id": 1, "paper_id": 1},
    "licence": {"licence_id": 1},
    **{f"licence-{part}": {"licence_id": 1} for part in ("step", "paper", "rating")},
    "licence-paper-file": {"licence_id": 1, "paper_id": 1},
    "mine": {"mine_id": 1},
    **{f"mine-{part}": {"mine_id": 1} for part in ("step", "paper", "status", "royalty", "extraction", "particular")},
    "mine-paper-file": {"mine_id": 1, "paper_id": 1},
    "commitment": {"commitment_id": 1},
    "commitment-shares": {"commitment_id": 1, "part": "county"},
    "figure": {"code": "jobs_verified"},
    "figure-rows": {"code": "jobs_verified", "kind": "csv"},
    "template-workbook": {"source": "units"},
    "batch": {"batch_id": 1},
    "batch-apply": {"batch_id": 1},
    "batch-as": {"batch_id": 1},
    "batch-mend": {"batch_id": 1},
    "batch-progress": {"batch_id": 1},
    "batch-resume": {"batch_id": 1},
    "batch-drop": {"batch_id": 1},
    "batch-preview": {"batch_id": 1},
    "batch-tables": {"batch_id": 1},
    "batch-undo": {"batch_id": 1},
    "batch-refused": {"batch_id": 1},
    "sender-form": {"form_id": 1},
    "sender-form-away": {"form_id": 1},
    "briefing": {"briefing_id": 1},
    "briefing-file": {"briefing_id": 1, "language": "fa", "kind": "pdf"},
    "publication": {"publication_id": 1},
    "public-table": {"name": "figures", "kind": "csv"},
    "published": {"code": "abcdefgh"},
    "published-json": {"code": "abcdefgh"},
    "text": {"text_id": 1},
    "text-claim": {"text_id": 1, "number": 1},
    "visit": {"visit_id": 1},
    "visit-photo": {"visit_id": 1, "photo_id": 1},
    "visit-signature": {"visit_id": 1},
    "visit-plan": {"plan_id": 1},
    "visit-decide": {"conflict_id": 1},
    "frozen-figure": {"code": "abcdefgh"},
}


def address(pattern: URLPattern) -> str:
    return reverse(pattern.name, kwargs=ARGUMENTS.get(pattern.name, {}))


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.name)
def test_every_page_names_its_permission_or_is_public_by_list(pattern: URLPattern) -> None:
    permission = getattr(pattern.callback, "permission", "missing")

    if pattern.name in PUBLIC:
        assert permission is None
    else:
        assert isinstance(permission, Permission)


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.name)
def test_a_visitor_is_asked_to_sign_in(pattern: URLPattern, client: Client) -> None:
    if pattern.name in PUBLIC:
        return

    response = client.get(address(pattern))

    if pattern.name in BY_TOKEN:
        assert response.status_code == 401
        return
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_persona_sees_what_the_role_may_and_nothing_else(province: Province, role: str, client: Client) -> None:
    client.force_login(persona(role))

    for pattern in patterns():
        permission = getattr(pattern.callback, "permission", None)
        if permission is None or pattern.name in BY_TOKEN:
            continue
        response = client.get(address(pattern))
        status = response.status_code
        if permission in ROLES[role].permissions:
            assert status in (200, 404, 405), (pattern.name, status)
        elif pattern.name == "home" and status == 302:
            # who has no home page is led to a page that is open to them
            assert client.get(response["Location"]).status_code == 200, role
        else:
            assert status == 403, (pattern.name, status)


def test_the_outsider_is_refused_everywhere(province: Province, client: Client) -> None:
    client.force_login(persona("OUTSIDER"))

    statuses = {address(p): client.get(address(p)).status_code for p in patterns() if p.name not in PUBLIC | BY_TOKEN}

    assert set(statuses.values()) == {403}, statuses


def test_a_county_officer_does_not_learn_that_a_unit_elsewhere_exists(province: Province, client: Client) -> None:
    from hamahang.register.models import Unit

    client.force_login(persona("COUNTY", places="1605"))
    here = Unit.objects.filter(county__code="1605").first()
    elsewhere = Unit.objects.exclude(county__code="1605").first()
    assert here is not None
    assert elsewhere is not None

    assert client.get(f"/units/{here.pk}/").status_code == 200
    assert client.get(f"/units/{elsewhere.pk}/").status_code == 404
    assert elsewhere.name not in client.get("/units/").content.decode()


def test_a_bank_officer_counts_only_the_own_banks_payments(province: Province, client: Client) -> None:
    from hamahang.accounts.models import Agency
    from hamahang.support.models import Disbursement

    bank = Agency.objects.filter(kind="BANK").order_by("code").first()
    assert bank is not None
    client.force_login(persona("BANK", agency=bank))

    page = client.get("/figures/facilities_paid/rows.csv?day=1390-12-01").content.decode()

    own = Disbursement.objects.filter(facility__bank=bank).count()
    assert page.count("support.Disbursement:") == own
    assert 0 < own < Disbursement.objects.count()


def test_a_county_officer_sees_the_resolutions_about_the_own_county_and_about_all(
    province: Province, client: Client
) -> None:
    from hamahang.board.models import Resolution

    client.force_login(persona("COUNTY", places="1605"))

    page = client.get("/figures/resolutions_passed/rows.csv?day=1390-12-01").content.decode()

    own = Resolution.objects.filter(Q(unit=None) | Q(unit__county__code="1605"), passed_on__lte=read_day("1390-12-01"))
    assert page.count("board.ResolutionState:") == own.count()
    assert 0 < own.count() < Resolution.objects.count()


def test_whoever_may_not_open_figures_is_given_no_links_to_them(province: Province, client: Client) -> None:
    client.force_login(persona("AGENCY"))

    page = client.get("/estates/?day=1390-04-10").content.decode()

    assert "/figures/" not in page.partition("<main")[2]
    assert "/estates/ilam/" in page
