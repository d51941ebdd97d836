"""Addresses of figures."""

from django.urls import path

from hamahang.web.indicators import views

urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:code>/", views.figure, name="figure"),
    path("figures/<slug:code>/rows.<slug:kind>", views.download, name="figure-rows"),
]
