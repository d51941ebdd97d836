"""The room as Django knows it."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "hamahang.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"
