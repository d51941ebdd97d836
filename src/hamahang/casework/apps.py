"""The room as Django knows it."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "hamahang.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the table of where cases stand follow from their facts."""
        from hamahang.casework import standing

        standing.follow()
