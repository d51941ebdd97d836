"""Addresses of cases."""

from django.urls import path

from hamahang.web.casework import acting, bookkeeping, diagnosis, tables, triage, views

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/new/", acting.new, name="case-new"),
    path("cases/tables/", tables.tables, name="case-tables"),
    path("cases/together/", tables.systemic, name="case-groups"),
    path("cases/triage/", triage.order, name="case-triage"),
    path("cases/tables/term/", tables.term, name="case-term"),
    path("cases/<int:case_id>/", views.case, name="case"),
    path("cases/<int:case_id>/diagnosis/", diagnosis.diagnosis, name="case-diagnosis"),
    path("cases/<int:case_id>/accounts/", bookkeeping.record, name="case-accounts"),
    path("cases/<int:case_id>/step/", acting.step, name="case-step"),
    path("cases/<int:case_id>/paper/", acting.paper, name="case-paper"),
    path("cases/<int:case_id>/paper/<int:paper_id>/", acting.paper_file, name="case-paper-file"),
    path("cases/<int:case_id>/paper/<int:paper_id>/back/", acting.paper_back, name="case-paper-back"),
    path("cases/<int:case_id>/responsible/", acting.responsible, name="case-responsible"),
    path("cases/<int:case_id>/causes/", acting.causes, name="case-causes"),
    path("cases/<int:case_id>/task/", acting.task, name="case-task"),
    path("cases/<int:case_id>/task/<int:item_id>/", acting.task_state, name="case-task-state"),
    path("cases/<int:case_id>/pause/", acting.pause, name="case-pause"),
    path("cases/<int:case_id>/outcome/", acting.outcome, name="case-outcome"),
]
