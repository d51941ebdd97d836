"""Addresses of projects."""

from django.urls import path

from hamahang.web.projects import acting, rules, views, waiting

urlpatterns = [
    path("projects/", views.projects, name="projects"),
    path("projects/new/", acting.new, name="project-new"),
    path("projects/plan/", rules.plan, name="projects-plan"),
    path("projects/plan/set/", rules.priority, name="projects-priority"),
    path("projects/tables/", rules.tables, name="projects-tables"),
    path("projects/tables/weights/", rules.weights, name="projects-weights"),
    path("projects/tables/threshold/", rules.threshold, name="projects-threshold"),
    path("projects/tables/rating/", rules.rating, name="projects-rating"),
    path("projects/day/", views.officer, name="projects-day"),
    path("projects/<int:project_id>/", views.project, name="project"),
    path("projects/<int:project_id>/step/", acting.step, name="project-step"),
    path("projects/<int:project_id>/paper/", acting.paper, name="project-paper"),
    path("projects/<int:project_id>/paper/<int:paper_id>/", acting.paper_file, name="project-paper-file"),
    path("projects/<int:project_id>/permit/", acting.permit, name="project-permit"),
    path("projects/<int:project_id>/place/", acting.place, name="project-place"),
    path("projects/<int:project_id>/complete/", acting.complete, name="project-complete"),
    path("projects/<int:project_id>/correct/", acting.correct, name="project-correct"),
    path("projects/<int:project_id>/inspect/", acting.inspect, name="project-inspect"),
    path("projects/<int:project_id>/claim/", acting.claim, name="project-claim"),
    path("projects/<int:project_id>/date/", acting.expect, name="project-date"),
    path("projects/<int:project_id>/money/", acting.money, name="project-money"),
    path("projects/<int:project_id>/need/", acting.need, name="project-need"),
    path("projects/<int:project_id>/promise/", acting.promise, name="project-promise"),
    path("projects/<int:project_id>/waits/", waiting.waits, name="project-waits"),
    path("projects/<int:project_id>/waits/end/", waiting.ends, name="project-waits-end"),
]
