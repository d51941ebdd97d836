"""Addresses of the endpoints."""

from django.urls import path

from hamahang.api import returns

urlpatterns = [
    path("api/returns/", returns.returns, name="api-returns"),
]
