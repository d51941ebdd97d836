"""Addresses of estates."""

from django.urls import path

from hamahang.web.territory import siting, utilities, views

urlpatterns = [
    path("siting/", siting.siting_page, name="siting"),
    path("estates/", views.estates, name="estates"),
    path("estates/<slug:code>/", views.estate, name="estate"),
    path("estates/<slug:code>/capacity/", utilities.capacity, name="estate-capacity"),
]
