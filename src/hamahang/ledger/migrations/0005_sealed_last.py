"""An entry is written before its records, and sealed when the last of them stands; until then it may be changed.

Written after them, it made SQLite look through every record there is for those that waited for it. A later migration
that makes one of the ledger's tables anew ends with `restore` of this one.
"""

from importlib import import_module

from django.db import migrations

append_only = import_module("hamahang.ledger.migrations.0003_append_only")

POSTGRESQL = """
DROP TRIGGER ledger_entry_kept ON ledger_entry;
CREATE TRIGGER ledger_entry_kept BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_sealed BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW WHEN (OLD.seal <> '') EXECUTE FUNCTION ledger_refuse();
"""


def let_seal(apps, schema_editor):
    """Let an entry be changed as long as it has no seal: only the transaction that writes it ever sees it so."""
    if schema_editor.connection.vendor == "sqlite":
        rules = append_only.sqlite_triggers()
        for name in ("ledger_entry_no_update", "ledger_entry_no_delete"):
            rule = rules[name].replace(" BEGIN ", " WHEN OLD.seal <> '' BEGIN ")
            schema_editor.execute(f"DROP TRIGGER {name}")
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)


def restore(apps, schema_editor):
    """Put all triggers on again after a later migration made one of the tables anew."""
    append_only.restore(apps, schema_editor)
    let_seal(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [("ledger", "0004_weighed_sources")]

    operations = [migrations.RunPython(let_seal, append_only.restore)]
