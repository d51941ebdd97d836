"""Addresses of signing in, the language and the as-of day."""

from django.urls import path

from hamahang.web.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.choose_language, name="language"),
    path("as-of/", views.choose_day, name="as-of"),
]
