"""The room as Django knows it."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "hamahang.commitments"
    label = "commitments"
    default_auto_field = "django.db.models.BigAutoField"
