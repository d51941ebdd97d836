"""Addresses of promises and of their forecasts."""

from django.urls import path

from hamahang.web.commitments import announcing, views

urlpatterns = [
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/new/", announcing.new, name="commitment-new"),
    path("commitments/persons/", views.persons, name="commitment-persons"),
    path("commitments/<int:commitment_id>/", views.commitment, name="commitment"),
    path("commitments/<int:commitment_id>/shares/<str:part>/", announcing.shares, name="commitment-shares"),
    path("forecasts/", views.forecasts, name="forecasts"),
]
