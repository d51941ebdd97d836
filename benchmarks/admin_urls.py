"""The site's addresses with a plain admin of units, for everybody: it is measured, not guarded."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import include, path

from hamahang.register.models import Unit


class OpenSite(admin.AdminSite):
    """An admin that asks for no staff flag."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Let everybody in."""
        return True


class UnitAdmin(admin.ModelAdmin):
    """The same columns and the same search as the unit list."""

    list_display = ("name", "licence_no", "county", "estate", "isic")
    list_select_related = ("county", "estate")
    list_per_page = 50
    search_fields = ("search",)
    ordering = ("sort_key", "id")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let everybody look."""
        return True

    has_module_permission = has_add_permission = has_change_permission = has_delete_permission = (  # type: ignore[assignment]
        lambda self, request, obj=None: False
    )


site = OpenSite(name="admin")
site.register(Unit, UnitAdmin)
urlpatterns = [path("admin/", site.urls), path("", include("hamahang.web.urls"))]
