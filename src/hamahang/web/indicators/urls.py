"""Addresses of figures."""

from django.urls import path

from hamahang.web.indicators import views
from hamahang.web.indicators.balance import balance
from hamahang.web.indicators.observations import observation, observations
from hamahang.web.indicators.standing import standing

urlpatterns = [
    path("standing/", standing, name="standing"),
    path("standing/balance/", balance, name="balance"),
    path("standing/observations/", observations, name="observations"),
    path("standing/observations/<int:number>/", observation, name="observation"),
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:code>/", views.figure, name="figure"),
    path("figures/<slug:code>/rows.<slug:kind>", views.download, name="figure-rows"),
]
