"""The site's settings with Django's admin beside it: the peer of the page benchmark, nowhere else."""

from hamahang.site.settings import *  # noqa: F403
from hamahang.site.settings import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "benchmarks.admin_urls"
TEMPLATES = [
    TEMPLATES[0],
    TEMPLATES[1]
    | {
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        }
    },
]
