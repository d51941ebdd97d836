"""The sheet: its shell, which is nobody's, and what a phone takes along and sends.

The shell, the worker and the manifest are the same for everybody and hold no data, so that a phone may keep them.
Whose sheets a phone shows is told by a mark: a cookie that scripts may read, set when the phone asks who is signed in
and taken away by signing in or out. Without a network there is nobody else to ask.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hamahang.accounts.permissions import Permission
from hamahang.domain.calendar import say_day, write_day
from hamahang.domain.causes import GROUPS, TAXONOMY
from hamahang.domain.refusal import Refused
from hamahang.domain.register import STATUSES
from hamahang.domain.text import Text
from hamahang.domain.visits import STATES, VisitDraft, VisitRefused
from hamahang.register import queries as register
from hamahang.territory import queries as territory
from hamahang.visits import queries
from hamahang.visits.actions import record_visit
from hamahang.web.access import SHEET_MARK, PersonRequest, page, public
from hamahang.web.visits.reading import read_sheet
from hamahang.web.visits.telling import Told, told

A_MONTH = 30 * 24 * 3600
PLANS = 10
# what a phone keeps to open the sheet without a network; each is served to anybody
SHELL = (
    "hamahang.css",
    "components.css",
    "mark.svg",
    "vendor/vazirmatn.woff2",
    *(f"visits/{name}" for name in ("sheet.css", "sheet.js", "list.js", "form.js", "pictures.js", "signing.js")),
    *(f"visits/{name}" for name in ("sending.js", "store.js", "words.js")),
)
NOT_YOURS = Text(fa="این واحد یا شهرک در حوزهٔ شما نیست", en="The unit or the estate is not in your territory")


@public
@require_safe
@never_cache
def shell(request: HttpRequest) -> HttpResponse:
    """Show the sheet without anybody's data: those lie on the phone."""
    return render(request, "visits/sheet.html")


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the worker that keeps the shell; it is another one whenever a file of the shell is."""
    kept = json.dumps([reverse("visit-sheet"), *(static(name) for name in SHELL)])
    script = f"const VERSION = {json.dumps(shell_version())};\nconst SHELL = {kept};\n{_source('visits/worker.js')}"
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the sheet stands on a phone's home screen."""
    name = Text(fa="برگهٔ بازدید هماهنگ", en="Hamahang visit sheet")
    language = request.LANGUAGE_CODE
    said = {
        "name": name[language],
        "short_name": Text(fa="بازدید", en="Visits")[language],
        "lang": language,
        "dir": "rtl" if language == "fa" else "ltr",
        "id": reverse("visit-sheet"),
        "start_url": reverse("visit-sheet"),
        "scope": reverse("visits"),
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#0f5c63",
        "icons": [{"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/manifest+json")


def shell_version() -> str:
    """Return the hash of the shell's files."""
    return _version(tuple(_path(name).stat().st_mtime for name in (*SHELL, "visits/worker.js")))


@cache
def _version(changed: tuple[float, ...]) -> str:
    content = b"".join(_path(name).read_bytes() for name in (*SHELL, "visits/worker.js"))
    template = Path(__file__).parent / "templates" / "visits" / "sheet.html"
    return hashlib.sha256(content + template.read_bytes()).hexdigest()[:16]


def _path(name: str) -> Path:
    folder: Path = settings.STATICFILES_DIRS[0]
    return folder / name


def _source(name: str) -> str:
    return _path(name).read_text(encoding="utf-8")


def owner_of(username: str) -> str:
    """Return the name that a phone keeps a person's sheets under: not the person's own."""
    return salted_hmac("hamahang.visits.sheet", username).hexdigest()[:20]


@page(Permission.VISITS_RECORD)
@require_safe
@never_cache
def who(request: PersonRequest) -> HttpResponse:
    """Tell a phone whose sheets it may show and send, and mark it so."""
    owner = owner_of(request.user.username)
    response = JsonResponse({"owner": owner, "name": request.user.name, "token": get_token(request)})
    response.set_cookie(
        SHEET_MARK,
        owner,
        max_age=A_MONTH,
        path=reverse("visits"),
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=False,
    )
    return response


@page(Permission.VISITS_RECORD)
@require_safe
@never_cache
def along(request: PersonRequest) -> HttpResponse:
    """Give the latest plans with all that somebody needs who stands in front of a unit."""
    plans = list(queries.plans_in(request.reach)[:PLANS])
    stops = queries.stops_of([plan.pk for plan in plans])
    seen = {line.unit.pk: line for line in queries.as_seen([s.unit for s in stops if s.unit], request.asof)}
    visited = queries.visits_by_stop(stop.pk for stop in stops)
    said = {
        "states": _words(STATES),
        "causes": [
            {"code": cause.code, "group": _both(GROUPS[cause.group]), **_both(cause.title)} for cause in TAXONOMY
        ],
        "plans": [
            {
                "id": plan.pk,
                "day": write_day(plan.day).replace("-", "/"),
                "day_said": _both(Text(fa=say_day(plan.day, "fa"), en=say_day(plan.day, "en"))),
                "estate": plan.estate_id,
                "estate_name": {"fa": plan.estate.name, "en": plan.estate.name_en},
                "team": plan.team,
                "stops": [
                    _stop(stop, seen.get(stop.unit_id or 0), is_visited=stop.pk in visited)
                    for stop in stops
                    if stop.plan_id == plan.pk
                ],
            }
            for plan in plans
        ],
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def _words(words: dict[str, Text]) -> list[dict[str, str]]:
    return [{"code": code, **_both(title)} for code, title in words.items()]


def _both(text: Text) -> dict[str, str]:
    return {"fa": text.fa, "en": text.en}


def _stop(stop: Any, seen: queries.Seen | None, *, is_visited: bool) -> dict[str, Any]:
    bare = {"id": stop.pk, "plot": stop.plot, "unit": stop.unit_id, "is_visited": is_visited}
    if seen is None:
        return bare
    since = seen.since_on
    return bare | {
        "name": seen.unit.name,
        "licence": seen.unit.licence_no,
        "product": seen.product,
        "status": _both(STATUSES[seen.status]) if seen.status else None,
        "since": _both(Text(fa=say_day(since, "fa"), en=say_day(since, "en"))) if since else None,
        "persons": seen.persons,
        "case": seen.case,
        # the token of what was in the register when the sheet was loaded
        "loaded": seen.status_id,
    }


@page(Permission.VISITS_RECORD)
@require_POST
def send(request: PersonRequest) -> HttpResponse:
    """Take a finished sheet in; sent again it is answered the same."""
    try:
        draft = read_sheet(
            request.POST.get("sheet", ""),
            photos=[file.read() for file in request.FILES.getlist("photo")],
            signature=b"".join(file.read() for file in request.FILES.getlist("signature")[:1]),
        )
        if not _is_within(request, draft):
            raise VisitRefused(NOT_YOURS)
        kept = record_visit(
            draft=draft,
            store=settings.PAPERS,
            limit=settings.PAPER_LIMIT,
            by=request.user.username,
            at=timezone.localtime(),
        )
    except Refused as error:
        return JsonResponse({"why": _both(error.why)}, status=422)
    conflicts = [_told(told(conflict, kept.visit.name)) for conflict in kept.conflicts]
    said = {"visit": kept.visit.pk, "is_new": kept.is_new, "conflicts": conflicts}
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def _is_within(request: PersonRequest, draft: VisitDraft) -> bool:
    """Say whether a sheet speaks of what the person may see, and is not another's."""
    known = queries.visit_of_key(draft.key)
    if known is not None and queries.visit_in(request.reach, known.pk) is None:
        return False
    if draft.unit is not None:
        return register.unit_in(request.reach, draft.unit) is not None
    return territory.estates_in(request.reach).filter(pk=draft.estate or 0).exists()


def _told(conflict: Told) -> dict[str, Any]:
    lines = [{"label": _both(x.label), "held": _both(x.held), "sent": _both(x.sent)} for x in conflict.lines]
    return {"id": conflict.id, "kind": _both(conflict.kind), "by": conflict.by, "lines": lines}
