"""The head of an empty ledger: one row from the beginning, so that the first writers queue at it too."""

from django.db import migrations


def write_head(apps, schema_editor):
    """Write the head that stands before the first entry; a ledger in use has one."""
    apps.get_model("ledger", "Head").objects.get_or_create(pk=1, defaults={"number": 0, "seal": "0" * 64})


class Migration(migrations.Migration):

    dependencies = [("ledger", "0001_first_release")]

    operations = [migrations.RunPython(write_head, migrations.RunPython.noop)]
