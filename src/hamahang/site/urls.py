"""All addresses: the pages, and the endpoints for other systems."""

from django.urls import include, path

from hamahang.web.urls import handler400, handler403, handler404, handler500

urlpatterns = [
    path("", include("hamahang.api.urls")),
    path("", include("hamahang.web.urls")),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
