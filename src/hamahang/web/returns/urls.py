"""Addresses of monthly returns."""

from django.urls import path

from hamahang.web.returns import confirming, reading, sending, unit

urlpatterns = [
    path("returns/", reading.returns, name="returns"),
    path("returns/list/", reading.listed, name="returns-list"),
    path("returns/late/", reading.late, name="returns-late"),
    path("returns/queue/", confirming.queue, name="returns-queue"),
    path("returns/terms/", confirming.terms, name="returns-terms"),
    path("returns/mine/", unit.mine, name="returns-mine"),
    path("returns/new/", sending.new, name="return-new"),
    path("units/<int:unit_id>/returns/", unit.months, name="unit-returns"),
    path("units/<int:unit_id>/returns/<str:month>/", unit.month, name="unit-return"),
    path("units/<int:unit_id>/returns/<str:month>/back/", confirming.back, name="return-back"),
]
