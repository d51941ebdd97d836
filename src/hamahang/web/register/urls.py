"""Addresses of units."""

from django.urls import path

from hamahang.web.register import views

urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/<int:unit_id>/", views.unit, name="unit"),
]
