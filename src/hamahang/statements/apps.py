"""The room as Django knows it."""

from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "hamahang.statements"
    label = "statements"
    default_auto_field = "django.db.models.BigAutoField"
