"""Address of the home page."""

from django.urls import path

from hamahang.web.home import views

urlpatterns = [path("", views.begin, name="home"), path("health/", views.health, name="health")]
