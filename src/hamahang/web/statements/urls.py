"""Addresses of texts and what was promised in them."""

from django.urls import path

from hamahang.web.statements import promising, views

urlpatterns = [
    path("texts/", views.texts, name="texts"),
    path("texts/promises/", promising.promised_in_texts, name="texts-promises"),
    path("texts/decisions/", views.decisions, name="texts-decisions"),
    path("texts/<int:text_id>/", views.text, name="text"),
    path("texts/<int:text_id>/claims/<int:number>/", views.claim, name="text-claim"),
]
