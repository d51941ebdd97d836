"""Django for commands: loaded only by the commands that need it, so that the command itself starts at once."""

import os


def django() -> None:
    """Set Django up once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hamahang.site.settings")
    import django as framework
    from django.apps import apps

    if not apps.ready:
        framework.setup()
