"""The room as Django knows it."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "hamahang.support"
    label = "support"
    default_auto_field = "django.db.models.BigAutoField"
