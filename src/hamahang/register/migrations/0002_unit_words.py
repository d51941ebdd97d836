"""The index that finds units by any part of their words."""

from django.db import migrations

from hamahang.register.search import drop_index, make_index


def make(apps, schema_editor):
    """Make the index."""
    make_index(schema_editor.connection)


def drop(apps, schema_editor):
    """Take the index away."""
    drop_index(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("register", "0001_first_release")]

    operations = [migrations.RunPython(make, drop)]
