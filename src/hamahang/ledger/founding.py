"""A new database is made from the models at once, as going through all migrations would leave it.

Each migration that makes a table lets the framework draw all the others anew, as all have a key to the ledger: an
empty database took half a minute. The steps of migrations that are more than tables are taken as they stand.
"""

from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython

if TYPE_CHECKING:
    from django.db.migrations.state import StateApps

OURS = "hamahang."


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Say whether a database has no table yet."""
    return not connection.introspection.table_names()


def found(connection: BaseDatabaseWrapper) -> None:
    """Make all tables of an empty database and what belongs to them, with all migrations as applied; all or nothing.

    :raises django.db.utils.DatabaseError: if there is something already
    """
    executor = MigrationExecutor(connection)
    plan = [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    executor.recorder.ensure_schema()
    with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
        with connection.schema_editor() as editor:
            for model in apps.get_models():
                if model._meta.managed and not model._meta.proxy and model is not executor.recorder.Migration:
                    editor.create_model(model)
        with connection.schema_editor() as editor:
            for step in plan:
                for operation in step.operations if step.__module__.startswith(OURS) else ():
                    if isinstance(operation, RunPython):
                        operation.code(cast("StateApps", apps), editor)
        for step in plan:
            executor.recorder.record_applied(step.app_label, step.name)
