"""Addresses of units."""

from django.urls import path

from hamahang.web.register import merging, views

urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/duplicates/", merging.duplicates, name="unit-duplicates"),
    path("units/distinct/", merging.distinct, name="unit-distinct"),
    path("units/merge/", merging.merge, name="unit-merge"),
    path("units/aliases/<int:alias_id>/unmerge/", merging.part, name="unit-unmerge"),
    path("units/<int:unit_id>/", views.unit, name="unit"),
]
