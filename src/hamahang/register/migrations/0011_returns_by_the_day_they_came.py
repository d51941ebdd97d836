from django.db import migrations, models


def forget(apps, schema_editor):
    """Drop what is kept: `prepare` makes it again from the returns."""
    for name in ("ReturnsOfMonth", "ReturnsDue", "ReturnsPause"):
        apps.get_model("register", name).objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0010_open_returns_oldest_first'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='returnsofmonth',
            name='on_time',
        ),
        migrations.AddField(
            model_name='returnsofmonth',
            name='came_by',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
