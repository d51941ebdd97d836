"""Addresses of estates."""

from django.urls import path

from hamahang.web.territory import utilities, views

urlpatterns = [
    path("estates/", views.estates, name="estates"),
    path("estates/<slug:code>/", views.estate, name="estate"),
    path("estates/<slug:code>/capacity/", utilities.capacity, name="estate-capacity"),
]
