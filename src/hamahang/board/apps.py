"""The room as Django knows it."""

from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "hamahang.board"
    label = "board"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the table of where resolutions stand follow from their facts."""
        from hamahang.board import standing

        standing.follow()
