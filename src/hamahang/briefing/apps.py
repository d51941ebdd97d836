"""The room as Django knows it."""

from django.apps import AppConfig


class BriefingConfig(AppConfig):
    name = "hamahang.briefing"
    label = "briefing"
    default_auto_field = "django.db.models.BigAutoField"
