"""Addresses of briefings and of the short codes on paper."""

from django.urls import path

from hamahang.web.briefing import views

urlpatterns = [
    path("briefings/", views.briefings, name="briefings"),
    path("briefings/<int:briefing_id>/", views.briefing, name="briefing"),
    path("briefings/<int:briefing_id>/<slug:language>.<slug:kind>", views.download, name="briefing-file"),
    path("f/<slug:code>", views.frozen, name="frozen-figure"),
]
