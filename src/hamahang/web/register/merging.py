"""Units registered twice: the pairs that are likely one, the look before a merge, the merge, and taking it back."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts.permissions import Permission
from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.ledger import AsOf
from hamahang.domain.register import EVIDENCE_NAMES
from hamahang.domain.text import Text
from hamahang.register import queries
from hamahang.register.actions import UnitCannotBeCompared, take_word_back, tell_units_apart
from hamahang.register.duplicates import Pair, find_duplicates
from hamahang.register.merging import UnitIsVoided, UnitsAreDistinct, merge_units, would_merge
from hamahang.register.unmerging import LicenceIsTaken, MergedFurther, NothingMerged, unmerge, would_unmerge
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.keeping import kept
from hamahang.web.register.telling import before_merging, before_parting, told_unit

PAIRS_SHOWN = 50
MOST_IN_A_REQUEST = 6_000  # units compared with each other while somebody waits
TOLD_APART = Text(
    fa="نوشته شد: این دو واحد یکی نیستند؛ دیگر پرسیده نمی‌شود.",
    en="Written down: these two units are not the same; it is not asked again.",
)
NOT_TWO_UNITS = Text(fa="این دو، دو واحد برقرار نیستند.", en="These are not two standing units.")
MERGED = Text(
    fa="یکی شد: {moved} سند به این واحد آمد و {dropped} سندِ تکراری کنار رفت.",
    en="Merged: {moved} records came to this unit, {dropped} doubles were dropped.",
)
PARTED = Text(
    fa="برگردانده شد: {moved} سند به واحدِ برگشته رفت، {restored} سند دوباره ثبت شد، {kept} ماند.",
    en="Taken back: {moved} records went to the unit that came back, {restored} were recorded again, {kept} kept.",
)


@page(Permission.REGISTER_READ)
def duplicates(request: PersonRequest) -> HttpResponse:
    """List the pairs of units within the reader's reach that are likely one, the heaviest first."""
    is_too_long = queries.count_units(EVERYTHING, AsOf(day=request.today)) > MOST_IN_A_REQUEST
    pairs: list[Pair] = [] if is_too_long else _pairs(request)
    shown = pairs[:PAIRS_SHOWN]
    ids = {unit for pair in shown for unit in (pair.first, pair.second)}
    units, products = queries.standing_units(request.reach, ids), queries.products_by_unit(ids)
    context = {
        "pairs": [
            {
                "weight": pair.weight,
                "reasons": [(EVIDENCE_NAMES[reason.evidence], reason.level, reason.bits) for reason in pair.reasons],
                "units": [told_unit(units[unit], products.get(unit, [])) for unit in (pair.first, pair.second)],
            }
            for pair in shown
        ],
        "total": len(pairs),
        "is_too_long": is_too_long,
        "may_merge": request.user.may(Permission.UNITS_MERGE),
    }
    return render(request, "register/duplicates.html", context)


def _pairs(request: PersonRequest) -> list[Pair]:
    return kept(request, "pairs of units", lambda: find_duplicates(reach=request.reach))


@page(Permission.UNITS_MERGE)
@require_POST
def distinct(request: PersonRequest) -> HttpResponse:
    """Keep the word that two units are not the same, or take it back."""
    one, other = _two(request)
    reason = _reason(request)
    if request.POST.get("take_back"):
        take_word_back(one=one, other=other, reason=reason, **who(request))
        return redirect(f"{reverse('unit-merge')}?{urlencode({'keep': one, 'away': other})}")
    try:
        tell_units_apart(one=one, other=other, reason=reason, **who(request))
        messages.info(request, TOLD_APART[request.LANGUAGE_CODE])
    except UnitCannotBeCompared:
        messages.info(request, NOT_TWO_UNITS[request.LANGUAGE_CODE])
    return redirect("unit-duplicates")


@page(Permission.UNITS_MERGE)
@require_http_methods(["GET", "POST"])
def merge(request: PersonRequest) -> HttpResponse:
    """Show what merging two units would do, and do it: all of it or nothing."""
    keep, away = _two(request)
    try:
        if request.method == "GET":
            seen = would_merge(keep=keep, away=away, **who(request))
            return render(request, "register/merge.html", _before(request, keep, away) | before_merging(seen))
        done = merge_units(keep=keep, away=away, reason=_reason(request), **who(request))
    except UnitsAreDistinct as word:
        context = _before(request, keep, away) | {"word": {"by": word.by, "reason": word.reason}}
        return render(request, "register/merge.html", context, status=200 if request.method == "GET" else 409)
    except UnitIsVoided:
        messages.info(request, NOT_TWO_UNITS[request.LANGUAGE_CODE])
        return redirect("unit-duplicates")
    said = MERGED.format(moved=len(done.moved), dropped=len(done.dropped))
    messages.info(request, said[request.LANGUAGE_CODE])
    return redirect("unit", keep)


def _two(request: PersonRequest) -> tuple[int, int]:
    """Return the two units that are asked for; both must stand and lie within the reader's reach."""
    asked = request.POST if request.method == "POST" else request.GET
    found = [int(text) for name in ("keep", "away") if (text := asked.get(name, "")[:19]).isdecimal()]
    ids = [unit for unit in found if unit < 2**63]
    if len(set(ids)) != 2 or len(queries.standing_units(request.reach, ids)) != 2:
        raise Http404
    return ids[0], ids[1]


def _before(request: PersonRequest, keep: int, away: int) -> dict[str, Any]:
    """Return both units as a page tells them."""
    units, products = queries.standing_units(request.reach, (keep, away)), queries.products_by_unit((keep, away))
    return {
        "keep": told_unit(units[keep], products.get(keep, [])),
        "away": told_unit(units[away], products.get(away, [])),
        "word": None,
        "taken": frozenset(),
    }


def _reason(request: PersonRequest) -> str:
    return request.POST.get("reason", "")[:400].replace("\0", "").strip()


@page(Permission.UNITS_MERGE)
@require_http_methods(["GET", "POST"])
def part(request: PersonRequest, alias_id: int) -> HttpResponse:
    """Show what taking a merge back would do, and do it: all of it or nothing."""
    alias = queries.alias_in(request.reach, alias_id) if alias_id < 2**63 else None
    if alias is None:
        raise Http404
    try:
        if request.method == "GET":
            seen = would_unmerge(alias=alias_id, **who(request))
            return render(request, "register/unmerge.html", {"alias": alias, "refused": ""} | before_parting(seen))
        done = unmerge(alias=alias_id, reason=_reason(request), **who(request))
    except MergedFurther as later:
        return _refused(request, alias, "merged_further", later=later.alias)
    except LicenceIsTaken:
        return _refused(request, alias, "licence_is_taken")
    except NothingMerged:
        return redirect("unit", alias.unit_id)
    said = PARTED.format(moved=len(done.moved), restored=len(done.restored), kept=len(done.kept))
    messages.info(request, said[request.LANGUAGE_CODE])
    return redirect("unit", done.unit or alias.unit_id)


def _refused(request: PersonRequest, alias: Any, refused: str, *, later: int = 0) -> HttpResponse:
    """Say why a merge cannot be taken back yet, and what comes first."""
    context = {"alias": alias, "refused": refused, "later": later}
    return render(request, "register/unmerge.html", context, status=200 if request.method == "GET" else 409)
