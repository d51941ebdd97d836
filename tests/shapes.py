"""Prints the shape of a new database: `python -m tests.shapes HOME at-once` or `… step-by-step`, as JSON."""

import json
import os
import re
import sys
from typing import Any


def shape(connection: Any) -> dict[str, Any]:
    """Return by table its columns and constraints, and all triggers; without what the order of columns gives a name."""
    found: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            rules = connection.introspection.get_constraints(cursor, table)
            found[table] = [
                sorted(str(column) for column in connection.introspection.get_table_description(cursor, table)),
                sorted(
                    f"{re.sub('^(fk|__unnamed_constraint)_.*', '', name)} {sorted(rule.items())}"
                    for name, rule in rules.items()
                ),
            ]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        found["triggers"] = cursor.fetchall()
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        found["applied"] = cursor.fetchall()
    return found


def main(home: str, way: str) -> None:
    """Make a database in a folder in one of the two ways, and print its shape."""
    os.environ |= {"HAMAHANG_HOME": home, "DJANGO_SETTINGS_MODULE": "hamahang.site.settings"}
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.management.commands import migrate
    from django.db import connection

    call_command("migrate" if way == "at-once" else migrate.Command(), verbosity=0)
    sys.stdout.write(json.dumps(shape(connection)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
