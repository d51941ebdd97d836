"""The room as Django knows it."""

from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "hamahang.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"
