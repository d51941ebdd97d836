"""Promises of any figure: amounts in the figure's unit where there were persons, and shares that no county has.

The values are carried over. The way back is closed once something is promised that has no county, or is above what a
number of persons could be.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commitments', '0002_promises_with_splits_persons_and_forecasts'),
    ]

    operations = [
        migrations.RenameField(
            model_name='target',
            old_name='persons',
            new_name='amount',
        ),
        migrations.RenameField(
            model_name='targetsplit',
            old_name='persons',
            new_name='amount',
        ),
        migrations.AlterField(
            model_name='target',
            name='amount',
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AlterField(
            model_name='targetsplit',
            name='amount',
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AlterField(
            model_name='target',
            name='county',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='territory.county'),
        ),
        migrations.AlterField(
            model_name='commitment',
            name='baseline',
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='forecast',
            name='target',
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AlterField(
            model_name='forecast',
            name='verified',
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('county__isnull', True), ('voided_entry__isnull', True)), fields=('commitment', 'since_on', 'basis'), name='target_unsplit_once_in_its_version'),
        ),
    ]
