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

NAVIGATION = (
    ("home", Permission.HOME_READ, Text(fa="نمای ستاد", en="Home")),
    ("desk", Permission.DESK_READ, Text(fa="میز من", en="My desk")),
    ("units", Permission.REGISTER_READ, Text(fa="واحدها", en="Units")),
    ("estates", Permission.TERRITORY_READ, Text(fa="شهرک‌ها", en="Estates")),
    ("cases", Permission.CASEWORK_READ, Text(fa="پرونده‌ها", en="Cases")),
    ("visits", Permission.CASEWORK_READ, Text(fa="بازدیدها", en="Visits")),
    ("support", Permission.SUPPORT_READ, Text(fa="حمایت", en="Support")),
    ("projects", Permission.PROJECTS_READ, Text(fa="طرح‌ها", en="Projects")),
    ("licences", Permission.REGISTER_READ, Text(fa="پروانه‌ها", en="Licences")),
    ("mines", Permission.REGISTER_READ, Text(fa="معادن", en="Mines")),
    ("board", Permission.BOARD_READ, Text(fa="ستاد", en="Board")),
    ("agency-mine", Permission.RESOLUTIONS_ANSWER, Text(fa="دستگاه من", en="My agency")),
    ("packages-mine", Permission.PACKAGES_ANSWER, Text(fa="بسته‌های من", en="My packages")),
    ("figures", Permission.FIGURES_READ, Text(fa="ارقام", en="Figures")),
    ("texts", Permission.STATEMENTS_READ, Text(fa="گفته‌ها", en="Statements")),
    ("received", Permission.INTAKE_READ, Text(fa="فهرست‌های رسیده", en="Received lists")),
    ("briefings", Permission.BRIEFING_READ, Text(fa="گزارش‌ها", en="Briefings")),
)
OF_AN_AGENCY = ("agency-mine", "packages-mine")


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the layout's values: plain, so that no query runs inside a template."""
    person = accounts.signed_in(getattr(request, "user", None))
    asof = getattr(request, "asof", None)
    today = getattr(request, "today", None)
    match = getattr(request, "resolver_match", None)
    return {
        "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "path": request.get_full_path(),
        "navigation": [
            {"name": name, "title": title, "is_current": bool(match and match.url_name == name)}
            for name, permission, title in NAVIGATION
            if person and person.may(permission) and (name not in OF_AN_AGENCY or person.agency_id)
        ],
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


@cache
def _example_file(path: Path, changed: float) -> dict[str, Any]:
    notice: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notice


def example_notice() -> dict[str, Any] | None:
    """Return what to say on each page when the data are an example with invented names."""
    path: Path = settings.IS_EXAMPLE_FILE
    return _example_file(path, path.stat().st_mtime) if path.exists() else None
