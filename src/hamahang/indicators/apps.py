"""The room as Django knows it."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "hamahang.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
