"""The room as Django knows it."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "hamahang.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
