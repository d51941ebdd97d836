from django.db import migrations, models


def forget(apps, schema_editor):
    """Drop what is kept of each unit: `prepare` makes it again from the returns."""
    apps.get_model("register", "ReturnsDue").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0011_returns_by_the_day_they_came'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AddField(
            model_name='returnsdue',
            name='earlier_month',
            field=models.DateField(null=True),
        ),
        migrations.AddIndex(
            model_name='returnsdue',
            index=models.Index(fields=['last_month', 'owed_from'], name='returns_due_of_the_silent'),
        ),
        migrations.AddIndex(
            model_name='returnsofmonth',
            index=models.Index(fields=['said_on'], name='returns_of_month_last_word'),
        ),
        migrations.AddIndex(
            model_name='returnsofmonth',
            index=models.Index(
                fields=['county', 'received', 'confirmed', 'sent_back'], name='returns_of_month_open'
            ),
        ),
    ]
