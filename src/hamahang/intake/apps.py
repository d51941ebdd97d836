"""The room as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "hamahang.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
