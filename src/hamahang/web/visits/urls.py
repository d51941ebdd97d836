"""Addresses of visits and of the sheet."""

from django.urls import path

from hamahang.web.visits import deciding, planning, sheet, views

urlpatterns = [
    path("visits/", views.visits, name="visits"),
    path("visits/new/", planning.new, name="visit-plan-new"),
    path("visits/plans/<int:plan_id>/", planning.plan, name="visit-plan"),
    path("visits/conflicts/", deciding.conflicts, name="visit-conflicts"),
    path("visits/conflicts/<int:conflict_id>/", deciding.decide, name="visit-decide"),
    path("visits/<int:visit_id>/", views.visit, name="visit"),
    path("visits/<int:visit_id>/photos/<int:photo_id>/", views.photo, name="visit-photo"),
    path("visits/<int:visit_id>/signature/", views.signature, name="visit-signature"),
    path("visits/sheet/", sheet.shell, name="visit-sheet"),
    path("visits/sheet/who/", sheet.who, name="visit-sheet-who"),
    path("visits/sheet/along/", sheet.along, name="visit-sheet-along"),
    path("visits/sheet/send/", sheet.send, name="visit-sheet-send"),
    path("visits/worker.js", sheet.worker, name="visit-sheet-worker"),
    path("visits/sheet.webmanifest", sheet.manifest, name="visit-sheet-manifest"),
]
