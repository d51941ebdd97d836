"""What the layout of every page needs: the navigation, the as-of day, who is signed in."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.accounts.roles import ROLES
from hamahang.desk import queries as desk
from hamahang.domain.calendar import write_day
from hamahang.domain.text import Text

# by group: its title and its pages; a group without a title is one page that stands by itself
NAVIGATION = (
    (None, (("home", Permission.HOME_READ, Text(fa="نمای ستاد", en="Home")),)),
    (None, (("desk", Permission.DESK_READ, Text(fa="میز من", en="My desk")),)),
    (
        Text(fa="دفتر ثبت", en="Register"),
        (
            ("units", Permission.REGISTER_READ, Text(fa="واحدها", en="Units")),
            ("estates", Permission.TERRITORY_READ, Text(fa="شهرک‌ها", en="Estates")),
            ("projects", Permission.PROJECTS_READ, Text(fa="طرح‌ها", en="Projects")),
            ("licences", Permission.REGISTER_READ, Text(fa="پروانه‌ها", en="Licences")),
            ("mines", Permission.REGISTER_READ, Text(fa="معادن", en="Mines")),
            ("returns", Permission.REGISTER_READ, Text(fa="آمار ماهانه", en="Monthly returns")),
            ("returns-mine", Permission.RETURNS_SEND, Text(fa="آمار من", en="My returns")),
        ),
    ),
    (
        Text(fa="پیگیری", en="Casework"),
        (
            ("cases", Permission.CASEWORK_READ, Text(fa="پرونده‌ها", en="Cases")),
            ("visits", Permission.CASEWORK_READ, Text(fa="بازدیدها", en="Visits")),
            ("board", Permission.BOARD_READ, Text(fa="ستاد", en="Board")),
            ("agency-mine", Permission.RESOLUTIONS_ANSWER, Text(fa="دستگاه من", en="My agency")),
        ),
    ),
    (
        Text(fa="حمایت", en="Support"),
        (
            ("support", Permission.SUPPORT_READ, Text(fa="برنامه‌ها و درخواست‌ها", en="Programmes and requests")),
            ("plans", Permission.PLANS_READ, Text(fa="تخصیص", en="Plans")),
            ("facilities", Permission.SUPPORT_READ, Text(fa="تسهیلات", en="Facilities")),
            ("bank-mine", Permission.SUPPORT_ANSWER, Text(fa="بانک من", en="My bank")),
            ("packages-mine", Permission.PACKAGES_ANSWER, Text(fa="بسته‌های من", en="My packages")),
        ),
    ),
    (
        Text(fa="ارقام", en="Figures"),
        (
            ("figures", Permission.FIGURES_READ, Text(fa="همهٔ ارقام", en="All figures")),
            ("commitments", Permission.COMMITMENTS_READ, Text(fa="تعهدها", en="Promises")),
            ("standing", Permission.FIGURES_READ, Text(fa="جایگاه استان", en="Place of the province")),
            ("texts", Permission.STATEMENTS_READ, Text(fa="گفته‌ها", en="Statements")),
            ("siting", Permission.TERRITORY_READ, Text(fa="مکان‌یابی", en="Siting")),
            ("briefings", Permission.BRIEFING_READ, Text(fa="گزارش‌ها", en="Briefings")),
        ),
    ),
    (None, (("received", Permission.INTAKE_READ, Text(fa="فهرست‌های رسیده", en="Received lists")),)),
)
OF_AN_AGENCY = ("agency-mine", "packages-mine")
# a bank's own people have their bank where others have the home page
OF_A_BANK, NOT_OF_A_BANK = ("bank-mine",), ("home",)
# who may not open the home page begins with the first of these that is theirs
BEGIN_WITH = ("bank-mine", "agency-mine", "returns-mine")


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the layout's values: plain, so that no query runs inside a template."""
    person = accounts.signed_in(getattr(request, "user", None))
    asof = getattr(request, "asof", None)
    today = getattr(request, "today", None)
    match = getattr(request, "resolver_match", None)
    return {
        "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "path": request.get_full_path(),
        "navigation": _navigation(person, match.url_name if match else ""),
        "unread": desk.unread(person.username) if person and person.may(Permission.DESK_READ) else 0,
        "person": {"name": person.name, "username": person.username, "role": ROLES[person.role].title}
        if person
        else None,
        "asof": asof,
        "today": today,
        "is_past": bool(asof and (asof.day != today or asof.known_at)),
        "day_parameter": write_day(asof.day) if asof else "",
        "day_problem": getattr(request, "day_problem", ""),
        "example": example_notice(),
    }


def _navigation(person: Any, here: str | None) -> list[dict[str, Any]]:
    """Return the groups of pages that a person may open; one that has a single page for them is that page."""
    groups = []
    for title, listed in NAVIGATION:
        pages = [
            {"name": name, "title": named, "is_current": name == here}
            for name, permission, named in listed
            if person and person.may(permission) and _is_for(person, name)
        ]
        if pages:
            groups.append({"title": title if title and len(pages) > 1 else pages[0]["title"], "pages": pages})
    return groups


def first_page(person: Any) -> str | None:
    """Return the name of the page that a person begins with, None for who may open no page of the navigation."""
    names = [page["name"] for group in _navigation(person, None) for page in group["pages"]]
    return next((name for name in ("home", *BEGIN_WITH, *names) if name in names), None)


def _is_for(person: Any, name: str) -> bool:
    is_of_bank = person.role == "BANK" and person.agency_id is not None
    if name in OF_A_BANK or name in NOT_OF_A_BANK:
        return is_of_bank is (name in OF_A_BANK)
    return name not in OF_AN_AGENCY or person.agency_id is not None


@cache
def _example_file(path: Path, changed: float) -> dict[str, Any]:
    notice: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notice


def example_notice() -> dict[str, Any] | None:
    """Return what to say on each page when the data are an example with invented names."""
    path: Path = settings.IS_EXAMPLE_FILE
    return _example_file(path, path.stat().st_mtime) if path.exists() else None
