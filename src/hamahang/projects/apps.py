"""The room as Django knows it."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "hamahang.projects"
    label = "projects"
    default_auto_field = "django.db.models.BigAutoField"
