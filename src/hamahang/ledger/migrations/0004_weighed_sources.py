"""By what lists that disagree are weighed: the day a table speaks of, its sender's rank, a person's word."""

from importlib import import_module

from django.db import migrations, models

append_only = import_module("hamahang.ledger.migrations.0003_append_only")


class Migration(migrations.Migration):

    dependencies = [("ledger", "0003_append_only")]

    operations = [
        migrations.AddField("sourcetable", "as_of", models.DateField(null=True)),
        migrations.AddField("sourcetable", "is_preferred", models.BooleanField(default=False)),
        migrations.AddField("sourcetable", "rank", models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(append_only.restore, migrations.RunPython.noop),
    ]
