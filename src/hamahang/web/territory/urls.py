"""Addresses of estates."""

from django.urls import path

from hamahang.web.territory import views

urlpatterns = [
    path("estates/", views.estates, name="estates"),
    path("estates/<slug:code>/", views.estate, name="estate"),
]
