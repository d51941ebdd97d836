"""Addresses of received lists."""

from django.urls import path

from hamahang.web.intake import forms, mending, newform, preview, receiving, tables, views

urlpatterns = [
    path("received/", views.received, name="received"),
    path("received/upload/", receiving.upload, name="upload"),
    path("received/forms/", forms.forms, name="sender-forms"),
    path("received/forms/new/", newform.new_form, name="sender-form-new"),
    path("received/forms/<int:form_id>.json", forms.export, name="sender-form"),
    path("received/forms/<int:form_id>/away/", forms.take_away, name="sender-form-away"),
    path("received/templates/<slug:source>.xlsx", views.template, name="template-workbook"),
    path("received/<int:batch_id>/", views.batch, name="batch"),
    path("received/<int:batch_id>/as/", views.as_kind, name="batch-as"),
    path("received/<int:batch_id>/apply/", views.apply, name="batch-apply"),
    path("received/<int:batch_id>/progress/", views.progress, name="batch-progress"),
    path("received/<int:batch_id>/resume/", views.resume, name="batch-resume"),
    path("received/<int:batch_id>/drop/", views.drop, name="batch-drop"),
    path("received/<int:batch_id>/mend/", mending.mend, name="batch-mend"),
    path("received/<int:batch_id>/preview/", preview.preview, name="batch-preview"),
    path("received/<int:batch_id>/tables/", tables.tables, name="batch-tables"),
    path("received/<int:batch_id>/undo/", views.undo, name="batch-undo"),
    path("received/<int:batch_id>/refused.xlsx", views.refused, name="batch-refused"),
]
