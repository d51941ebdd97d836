"""Taking the ledger's triggers off, for tests that ask what would happen without them or that clean up."""

from typing import Any

KEPT = ("ledger_entry", "ledger_change", "ledger_sourcetable", "ledger_head")


def take_off_the_guard(database: Any) -> list[str]:
    """Take the ledger's triggers off; return the statements that put the same ones on again."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            # keys that wait to be checked would hold the tables
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            for table in KEPT:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            return [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in KEPT]
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, statement) for name, statement in cursor.fetchall() if name.startswith(KEPT)]
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    return [statement for _, statement in triggers]
