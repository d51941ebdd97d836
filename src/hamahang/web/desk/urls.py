"""Addresses of the desk."""

from django.urls import path

from hamahang.web.desk import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/comment/", views.comment, name="desk-comment"),
    path("desk/comment/<int:comment_id>/file/", views.comment_file, name="desk-comment-file"),
    path("desk/assign/", views.assign, name="desk-assign"),
    path("desk/assignments/<int:assignment_id>/", views.settle, name="desk-settle"),
    path("desk/read/", views.read, name="desk-read"),
    path("desk/wishes/", views.wishes, name="desk-wishes"),
    path("desk/calendar/", views.new_calendar, name="desk-calendar"),
    path("calendar/<str:key>.ics", views.calendar, name="calendar"),
]
