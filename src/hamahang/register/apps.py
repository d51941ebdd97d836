"""The room as Django knows it."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "hamahang.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the tables beside the monthly returns follow from their records."""
        from hamahang.register import standing

        standing.follow()
