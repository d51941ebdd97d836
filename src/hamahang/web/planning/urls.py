"""Addresses of plans."""

from django.urls import path

from hamahang.web.planning import acting, fronts, letters, scenarios, setting, trying, views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/new/", setting.new, name="plan-new"),
    path("plans/compare/", views.compare, name="plans-compare"),
    path("plans/tries/<slug:code>/", trying.watch, name="plan-try"),
    path("plans/tries/<slug:code>/stop/", trying.stop, name="plan-try-stop"),
    path("plans/tries/<slug:code>/again/", trying.again, name="plan-try-again"),
    path("plans/tries/<slug:code>/leave/", trying.leave, name="plan-try-leave"),
    path("plans/<str:number>/", views.plan, name="plan"),
    path("plans/<str:number>/terms.json", views.terms, name="plan-terms"),
    path("plans/<str:number>/front/", fronts.front, name="plan-front"),
    path("plans/<str:number>/scenarios/", scenarios.scenarios, name="plan-scenarios"),
    path("plans/<str:number>/scenarios.json", scenarios.scenarios_json, name="plan-scenarios-json"),
    path("plans/<str:number>/explain/", acting.explain, name="plan-explain"),
    path("plans/<str:number>/again/", acting.again, name="plan-again"),
    path("plans/<str:number>/adopt/", acting.adopt, name="plan-adopt"),
    path("plans/<str:number>/carry/", acting.carry_all, name="plan-carry-all"),
    path("plans/<str:number>/<int:choice_id>/", views.candidate, name="plan-candidate"),
    path("plans/<str:number>/<int:choice_id>/pin/", acting.pin, name="plan-pin"),
    path("plans/<str:number>/<int:choice_id>/wait/", acting.wait, name="plan-wait"),
    path("plans/<str:number>/<int:choice_id>/carry/", acting.carry, name="plan-carry"),
    path("plans/<str:number>/<int:choice_id>/letter/", letters.letter, name="plan-letter"),
    path("plans/<str:number>/<int:choice_id>/letter/<str:kind>/", letters.file, name="plan-letter-file"),
]
