"""Addresses of figures."""

from django.urls import path

from hamahang.web.indicators import views
from hamahang.web.indicators.standing import standing

urlpatterns = [
    path("standing/", standing, name="standing"),
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:code>/", views.figure, name="figure"),
    path("figures/<slug:code>/rows.<slug:kind>", views.download, name="figure-rows"),
]
