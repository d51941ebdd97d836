"""The room as Django knows it."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "hamahang.support"
    label = "support"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the tables of where facilities stand follow from their facts."""
        from hamahang.support import standing

        standing.follow()
