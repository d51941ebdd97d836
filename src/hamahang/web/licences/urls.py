"""Addresses of permits and licences."""

from django.urls import path

from hamahang.web.licences import acting, views

urlpatterns = [
    path("licences/", views.licences, name="licences"),
    path("licences/new/", acting.new, name="licence-new"),
    path("licences/<int:licence_id>/", views.licence, name="licence"),
    path("licences/<int:licence_id>/step/", acting.step, name="licence-step"),
    path("licences/<int:licence_id>/paper/", acting.paper, name="licence-paper"),
    path("licences/<int:licence_id>/paper/<int:paper_id>/", acting.paper_file, name="licence-paper-file"),
    path("licences/<int:licence_id>/rating/", acting.rating, name="licence-rating"),
]
