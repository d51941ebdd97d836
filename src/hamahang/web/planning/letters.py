"""The answer to an applicant: why it was chosen, or why not and what would bring it in. On paper in both languages."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.briefing.official import answers
from hamahang.briefing.official.files import FORMATS
from hamahang.domain.planning import AIMS
from hamahang.domain.refusal import Refused
from hamahang.planning import queries, reasoning
from hamahang.web.access import PersonRequest, page
from hamahang.web.board.session import sent
from hamahang.web.planning.views import choice_or_404, found_or_404


def _answer(request: PersonRequest, number: str, choice_id: int) -> tuple[Any, answers.Answer]:
    choice = choice_or_404(request, found_or_404(request, number), choice_id)
    try:
        reason = reasoning.reason_of(choice, request.reach)
    except Refused as refused:
        raise Http404 from refused
    adopted, run = queries.adoptions(request.asof).get(choice.run_id), choice.run
    gone = queries.supersedings(request.asof).get(choice.run_id)
    return choice, answers.Answer(
        number=f"{choice.run.number}/{choice.pk}",
        on=gone.since_on if gone else adopted.since_on if adopted else run.day,
        applicant=choice.title,
        plan=choice.run.title,
        resolution=adopted.resolution.number if adopted else "",
        is_chosen=bool(choice.package),
        amount=choice.cost,
        reason=reason.said,
        chosen=len(queries.kept(run)),
        candidates=reasoning.weighed(run),
        aim=AIMS[run.terms.get("aim", "expected")],
        has_floors=run.problem.get("floors") is not None,
        is_weighed=reason.is_weighed,
        later=gone.later.run.number if gone else "",
    )


@page(Permission.PLANS_READ)
def letter(request: PersonRequest, number: str, choice_id: int) -> HttpResponse:
    """Show the letter in the reader's language, to be printed."""
    choice, answer = _answer(request, number, choice_id)
    lines: dict[str, Any] = answers.lines(answer, language=request.LANGUAGE_CODE, folder=settings.WORDS)
    return render(request, "planning/letter.html", {"choice": choice, "run": choice.run, "letter": lines})


@page(Permission.PLANS_READ)
def file(request: PersonRequest, number: str, choice_id: int, kind: str) -> HttpResponse:
    """Send the letter in Persian as a file."""
    if kind not in FORMATS:
        raise Http404
    choice, answer = _answer(request, number, choice_id)
    return sent(answers.paper(answer, folder=settings.WORDS), kind=kind, name=f"answer-{choice.pk}")
