"""Who asks: a token in the Authorization header stands for a person, whose role and territory hold here as on pages."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from hamahang.accounts import queries as accounts
from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import Reach
from hamahang.domain.text import Text

if TYPE_CHECKING:
    from hamahang.accounts.models import Person

LARGEST = 64 * 1024
BEARER = "Bearer "
NO_TOKEN = Text(
    fa="سرآیند «Authorization: Bearer …» با توکن درست بفرستید؛ توکن را مدیر سامانه می‌سازد",
    en="Send the header “Authorization: Bearer …” with a valid token; the administrator makes one",
)
NOT_ALLOWED = Text(fa="نقش این توکن اجازهٔ این کار را ندارد", en="The role of this token does not allow this")
WRONG_METHOD = Text(fa="این نشانی این روش را نمی‌پذیرد", en="This address does not take this method")
NOT_JSON = Text(fa="بدنه JSON نیست؛ یک شیء JSON بفرستید", en="The body is not JSON; send one JSON object")
TOO_LARGE = Text(fa="بدنه از ۶۴ کیلوبایت بزرگ‌تر است", en="The body is larger than 64 kilobytes")
WRONG_KIND = Text(fa="Content-Type باید application/json باشد", en="Content-Type must be application/json")


class Refused(Exception):
    """A request cannot be answered. faults: by field, with the words in both languages; empty field for the whole."""

    def __init__(self, status: int, code: str, faults: list[tuple[str, Text]]) -> None:
        self.status, self.code, self.faults = status, code, faults
        super().__init__(code)


class TokenRequest(HttpRequest):
    """A request of the person behind a token."""

    person: "Person"
    reach: Reach


def refuse(status: int, code: str, why: Text, field: str = "") -> NoReturn:
    """Refuse a request.

    :raises Refused: always
    """
    raise Refused(status, code, [(field, why)])


View = Callable[[Any], HttpResponse]


def endpoint(permission: Permission, *methods: str) -> Callable[[View], View]:
    """Let an address be asked only with a token whose person's role carries a permission."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            try:
                person = accounts.person_of_token(_token(request))
                if person is None:
                    refuse(401, "no_token", NO_TOKEN)
                if not person.may(permission):
                    refuse(403, "not_allowed", NOT_ALLOWED)
                if request.method not in methods:
                    refuse(405, "wrong_method", WRONG_METHOD)
                request.person, request.reach = person, accounts.reach_of(person)  # type: ignore[attr-defined]
                return view(request)
            except Refused as refused:
                return _told(refused)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _token(request: HttpRequest) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix(BEARER).strip()[:200] if header.startswith(BEARER) else ""


def _told(refused: Refused) -> JsonResponse:
    errors = [{"field": field, "fa": why.fa, "en": why.en} for field, why in refused.faults]
    response = answer({"code": refused.code, "errors": errors}, status=refused.status)
    if refused.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="hamahang"'
    return response


def answer(said: Mapping[str, object], *, status: int = 200) -> JsonResponse:
    """Return what is said as JSON, its letters as they are."""
    response = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a request; numbers with a point as decimals.

    :raises Refused: if it is none
    """
    if request.content_type != "application/json":
        refuse(415, "wrong_kind", WRONG_KIND)
    if int(request.headers.get("Content-Length") or 0) > LARGEST or len(request.body) > LARGEST:
        refuse(413, "too_large", TOO_LARGE)
    try:
        read = json.loads(request.body.decode(), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        refuse(400, "not_json", NOT_JSON)
    return read


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
