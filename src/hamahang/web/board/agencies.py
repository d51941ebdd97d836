"""The agencies: how each carries out what it was given, and the page of one's own agency."""

from django.http import HttpResponse
from django.shortcuts import render

from hamahang.accounts.permissions import Permission
from hamahang.board import queries
from hamahang.web.access import PersonRequest, page
from hamahang.web.board.views import line
from hamahang.web.keeping import kept

SHOWN = 100


@page(Permission.BOARD_READ)
def scoreboard(request: PersonRequest) -> HttpResponse:
    """List the executors by what they left undone."""
    scores = kept(request, "scores of agencies", lambda: queries.scoreboard(request.asof, request.reach))
    return render(request, "board/agencies.html", {"scores": scores})


@page(Permission.RESOLUTIONS_ANSWER)
def mine(request: PersonRequest) -> HttpResponse:
    """List what the reader's own agency has to carry out, the earliest due first."""
    agency = request.user.agency
    rows = queries.of_executor(agency.name_key, request.asof)[:SHOWN] if agency else []
    context = {"agency": agency.name if agency else "", "rows": [line(row, request) for row in rows]}
    return render(request, "board/mine.html", context)
