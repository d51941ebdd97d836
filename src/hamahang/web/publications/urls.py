"""Addresses of publications: those of the office, and those of the public."""

from django.urls import path

from hamahang.web.publications import open_pages, views

urlpatterns = [
    path("publications/", views.publications, name="publications"),
    path("publications/<int:publication_id>/", views.publication, name="publication"),
    path("public/", open_pages.published_figures, name="public"),
    path("public/corrections/", open_pages.corrections, name="public-corrections"),
    path("public/datapackage.json", open_pages.package, name="public-package"),
    path("public/<slug:name>.<slug:kind>", open_pages.table, name="public-table"),
    path("p/<slug:code>/", open_pages.published, name="published"),
    path("p/<slug:code>.json", open_pages.published_json, name="published-json"),
]
