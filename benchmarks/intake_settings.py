"""The site's settings with the peer's table beside it."""

import importlib.util

from hamahang.site.settings import *  # noqa: F403
from hamahang.site.settings import INSTALLED_APPS

HAS_PEER = importlib.util.find_spec("import_export") is not None
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.peer", *(["import_export"] if HAS_PEER else [])]
