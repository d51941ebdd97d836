"""The framework's migrate, which makes an empty database at once."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from hamahang.ledger.founding import found, is_empty


class Command(migrate.Command):
    """Apply what migrations are not applied yet; an empty database is made from the models."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the tables, then let the framework see that nothing is left to apply."""
        connection = connections[options["database"]]
        as_usual = not any(options[name] for name in ("app_label", "fake", "fake_initial", "plan", "check_unapplied"))
        if as_usual and is_empty(connection):
            found(connection)
        super().handle(*args, **options)
