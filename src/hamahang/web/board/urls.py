"""Addresses of resolutions and agencies."""

from django.urls import path

from hamahang.web.board import acting, agencies, views

urlpatterns = [
    path("resolutions/", views.resolutions, name="resolutions"),
    path("resolutions/new/", acting.new, name="resolution-new"),
    path("resolutions/<int:resolution_id>/", views.resolution, name="resolution"),
    path("resolutions/<int:resolution_id>/step/", acting.step, name="resolution-step"),
    path("resolutions/<int:resolution_id>/paper/", acting.paper, name="resolution-paper"),
    path("resolutions/<int:resolution_id>/paper/<int:paper_id>/", acting.paper_file, name="resolution-paper-file"),
    path("resolutions/<int:resolution_id>/time/", acting.time, name="resolution-time"),
    path("resolutions/<int:resolution_id>/time/decide/", acting.decide, name="resolution-decide"),
    path("agencies/", agencies.scoreboard, name="agencies"),
    path("agencies/mine/", agencies.mine, name="agency-mine"),
]
