"""Addresses of promises and of their forecasts."""

from django.urls import path

from hamahang.web.commitments import views

urlpatterns = [
    path("commitments/", views.commitments, name="commitments"),
    path("commitments/persons/", views.persons, name="commitment-persons"),
    path("commitments/<int:commitment_id>/", views.commitment, name="commitment"),
    path("forecasts/", views.forecasts, name="forecasts"),
]
