"""Addresses of mines."""

from django.urls import path

from hamahang.web.mines import acting, views

urlpatterns = [
    path("mines/", views.mines, name="mines"),
    path("mines/new/", acting.new, name="mine-new"),
    path("mines/<int:mine_id>/", views.mine, name="mine"),
    path("mines/<int:mine_id>/step/", acting.step, name="mine-step"),
    path("mines/<int:mine_id>/paper/", acting.paper, name="mine-paper"),
    path("mines/<int:mine_id>/paper/<int:paper_id>/", acting.paper_file, name="mine-paper-file"),
    path("mines/<int:mine_id>/status/", acting.status, name="mine-status"),
    path("mines/<int:mine_id>/royalty/", acting.royalty, name="mine-royalty"),
    path("mines/<int:mine_id>/particular/", acting.particular, name="mine-particular"),
    path("mines/<int:mine_id>/extraction/", acting.extraction, name="mine-extraction"),
]
