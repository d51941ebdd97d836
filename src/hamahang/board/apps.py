"""The room as Django knows it."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "hamahang.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"
