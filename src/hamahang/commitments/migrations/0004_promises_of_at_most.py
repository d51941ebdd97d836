"""Promises of at most so much: a promise says whether its target is the most there may be. Those before are not."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0003_promises_of_any_figure'),
    ]

    operations = [
        migrations.AddField(
            model_name='commitment',
            name='is_at_most',
            field=models.BooleanField(default=False),
        ),
    ]
