"""The Django project: the only place that names all rooms."""
