"""Roles of the field, in words for the people who govern access, each with what it may do."""

from dataclasses import dataclass

from hamahang.accounts.permissions import Permission as P
from hamahang.domain.text import Text

READ_RECORDS = frozenset(
    {
        P.HOME_READ,
        P.TERRITORY_READ,
        P.REGISTER_READ,
        P.RETURNS_READ,
        P.CASEWORK_READ,
        P.PROJECTS_READ,
        P.SUPPORT_READ,
        P.COMMITMENTS_READ,
        P.BOARD_READ,
        P.FIGURES_READ,
        P.STATEMENTS_READ,
        P.BRIEFING_READ,
        P.DESK_READ,
    }
)
CASES = frozenset({P.CASES_WORK, P.DESK_WRITE})
# whoever brings requests to the banks also writes down what the banks answer by letter
SUPPORT = frozenset({P.SUPPORT_WORK, P.SUPPORT_ANSWER, P.SUPPORT_RECONCILE, P.PACKAGES_ANSWER})
VISITS = frozenset({P.VISITS_RECORD, P.CASES_VERIFY, P.RESOLUTIONS_VERIFY})
INTAKE = frozenset({P.INTAKE_READ, P.INTAKE_UPLOAD, P.INTAKE_APPLY})
INSPECTS = frozenset({P.PROJECTS_WORK, P.PROJECTS_INSPECT, P.LICENCES_WORK})
DECIDES_PROJECTS = frozenset({P.PROJECTS_DECIDE, P.LICENCES_DECIDE})
# whoever enters a payment cannot approve it, whatever the role
LENDS = frozenset({P.SUPPORT_CONTRACT, P.SUPPORT_PAY, P.SUPPORT_APPROVE})
PLANS = frozenset({P.PLANS_READ, P.PLANS_MAKE})
KEEPS_REGISTER = INTAKE | {P.UNITS_MERGE, P.RETURNS_CONFIRM}
RETURNS = frozenset({P.RETURNS_SEND, P.RETURNS_CONFIRM})


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its names, what it is for, and its permissions."""

    code: str
    title: Text
    permissions: frozenset[P]


def _role(code: str, fa: str, en: str, permissions: frozenset[P]) -> Role:
    return Role(code=code, title=Text(fa=fa, en=en), permissions=permissions)


ROLES = {
    role.code: role
    for role in (
        _role(
            "HEAD",
            "رئیس سازمان",
            "head of the organisation",
            READ_RECORDS
            | DECIDES_PROJECTS
            | PLANS
            | {P.STATEMENTS_WORK, P.PUBLICATIONS_CLEAR}
            | {P.INTAKE_READ, P.BRIEFING_COMPILE, P.CASES_DECIDE, P.BOARD_DECIDE, P.DESK_WRITE, P.SUPPORT_DECIDE}
            | {P.PLANS_ADOPT, P.SUPPORT_APPROVE, P.SUPPORT_RESTRUCTURE, P.COMMITMENTS_ANNOUNCE},
        ),
        _role(
            "SECRETARY",
            "دبیر ستاد",
            "secretary of the board",
            READ_RECORDS
            | KEEPS_REGISTER
            | CASES
            | SUPPORT
            | LENDS
            | PLANS
            | {P.PLANS_ADOPT, P.SUPPORT_PLAN, P.SUPPORT_DECIDE, P.SUPPORT_RESTRUCTURE, P.PROJECTS_WORK, P.LICENCES_WORK}
            | {P.STATEMENTS_WORK, P.PUBLICATIONS_DRAFT, P.PUBLICATIONS_CLEAR, P.COMMITMENTS_ANNOUNCE}
            | {P.BRIEFING_COMPILE, P.BOARD_PREPARE, P.CASES_DECIDE, P.RESOLUTIONS_ANSWER, P.RESOLUTIONS_VERIFY},
        ),
        _role(
            "STATISTICS",
            "کارشناس آمار",
            "statistics expert",
            READ_RECORDS
            | KEEPS_REGISTER
            | {P.BRIEFING_COMPILE, P.CASES_VERIFY, P.DESK_WRITE, P.PLANS_READ}
            | {P.STATEMENTS_WORK, P.PUBLICATIONS_DRAFT},
        ),
        _role(
            "FACILITIES",
            "کارشناس تسهیلات",
            "facilities expert",
            READ_RECORDS | INTAKE | CASES | SUPPORT | LENDS | PLANS | {P.SUPPORT_PLAN, P.PROJECTS_WORK},
        ),
        _role(
            "ESTATES",
            "معاون شهرک‌ها",
            "estates deputy",
            READ_RECORDS | INTAKE | CASES | VISITS | INSPECTS | {P.CASES_DIAGNOSE, P.UTILITIES_PROMISE},
        ),
        _role("CONSULTANT", "مشاور", "consultant", READ_RECORDS | {P.CASES_DIAGNOSE, P.VISITS_RECORD, P.DESK_WRITE}),
        _role(
            "COUNTY",
            "کارشناس شهرستان",
            "county officer",
            READ_RECORDS | CASES | VISITS | INSPECTS | RETURNS | {P.SUPPORT_WORK},
        ),
        _role(
            "BANK",
            "کارشناس بانک",
            "bank officer",
            frozenset(
                {P.HOME_READ, P.TERRITORY_READ, P.SUPPORT_READ, P.FIGURES_READ, P.RESOLUTIONS_ANSWER, P.DESK_READ}
                | {P.SUPPORT_ANSWER, P.SUPPORT_PAY, P.PACKAGES_ANSWER}
            ),
        ),
        _role(
            "AGENCY",
            "کارشناس دستگاه اجرایی",
            "agency officer",
            frozenset({P.TERRITORY_READ, P.RESOLUTIONS_ANSWER, P.DESK_READ, P.PACKAGES_ANSWER}),
        ),
        # sees the own units only: register.returned.units_of_person
        _role("OWNER", "نمایندهٔ واحد", "person of a unit", frozenset({P.RETURNS_READ, P.RETURNS_SEND})),
        _role("AUDITOR", "بازرس", "auditor", READ_RECORDS | {P.INTAKE_READ, P.AUDIT_READ, P.PLANS_READ}),
        _role("ADMINISTRATOR", "مدیر سامانه", "administrator", frozenset({P.ACCOUNTS_MANAGE, P.AUDIT_READ})),
        _role("OUTSIDER", "بدون دسترسی", "no access", frozenset()),
    )
}


def role_choices() -> list[tuple[str, str]]:
    """Return the codes and Persian names of the roles."""
    return [(role.code, role.title.fa) for role in ROLES.values()]
