"""All addresses, one list per subject."""

from django.urls import include, path

from hamahang.web.errors import bad_request, no_permission, not_found, server_error

urlpatterns = [
    path("", include("hamahang.web.home.urls")),
    path("", include("hamahang.web.accounts.urls")),
    path("", include("hamahang.web.territory.urls")),
    path("", include("hamahang.web.register.urls")),
    path("", include("hamahang.web.returns.urls")),
    path("", include("hamahang.web.casework.urls")),
    path("", include("hamahang.web.support.urls_requests")),
    path("", include("hamahang.web.planning.urls")),
    path("", include("hamahang.web.facilities.urls")),
    path("", include("hamahang.web.projects.urls")),
    path("", include("hamahang.web.licences.urls")),
    path("", include("hamahang.web.mines.urls")),
    path("", include("hamahang.web.commitments.urls")),
    path("", include("hamahang.web.board.urls")),
    path("", include("hamahang.web.desk.urls")),
    path("", include("hamahang.web.indicators.urls")),
    path("", include("hamahang.web.intake.urls")),
    path("", include("hamahang.web.briefing.urls")),
    path("", include("hamahang.web.visits.urls")),
    path("", include("hamahang.web.statements.urls")),
    path("", include("hamahang.web.publications.urls")),
    path("", include("hamahang.web.gallery.urls")),
]

handler400 = bad_request
handler403 = no_permission
handler404 = not_found
handler500 = server_error

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
