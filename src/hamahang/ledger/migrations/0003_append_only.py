"""What the ledger holds is only added to, whoever asks: raw SQL and other programs are refused as well.

A later migration that changes one of these tables on SQLite makes the table anew and so loses its triggers: it ends
with `restore` of this one. A test sees to it.
"""

from django.db import migrations

# each table with what names a row of it
KEPT = {"ledger_entry": "number", "ledger_change": "entry_id, ordinal", "ledger_sourcetable": "id"}

POSTGRESQL = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER ledger_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_change_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_change
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_sourcetable_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_sourcetable
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_head_kept BEFORE DELETE OR TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_head_forward BEFORE UPDATE ON ledger_head
    FOR EACH ROW WHEN (NEW.number <> OLD.number + 1) EXECUTE FUNCTION ledger_refuse();
"""


def sqlite_triggers():
    """Return the triggers by name. SQLite deletes for INSERT OR REPLACE without asking: that is refused as well."""
    refuse = "BEGIN SELECT RAISE(ABORT, '{} is append-only'); END".format
    made = {}
    for table, key in {**KEPT, "ledger_head": "id"}.items():
        same = " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
        made[f"{table}_no_delete"] = f"BEFORE DELETE ON {table} {refuse(table)}"
        made[f"{table}_no_replace"] = (
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse(table)}"
        )
    for table in KEPT:
        made[f"{table}_no_update"] = f"BEFORE UPDATE ON {table} {refuse(table)}"
    made["ledger_head_forward"] = (
        f"BEFORE UPDATE ON ledger_head WHEN NEW.number <> OLD.number + 1 {refuse('ledger_head')}"
    )
    return made


def guard(apps, schema_editor):
    """Put the triggers on."""
    if schema_editor.connection.vendor == "sqlite":
        for name, rule in sqlite_triggers().items():
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)


def unguard(apps, schema_editor):
    """Take the triggers off."""
    if schema_editor.connection.vendor == "sqlite":
        for name in sqlite_triggers():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS ledger_refuse() CASCADE")


def restore(apps, schema_editor):
    """Put the triggers on again after a later migration made one of the tables anew."""
    unguard(apps, schema_editor)
    guard(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [("ledger", "0002_first_head")]

    operations = [migrations.RunPython(guard, unguard)]
