"""The room as Django knows it."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "hamahang.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"
