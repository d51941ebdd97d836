"""Everything a person may be allowed to do: one name each, used by pages, commands and actions."""

from enum import StrEnum


class Permission(StrEnum):
    HOME_READ = "home.read"
    TERRITORY_READ = "territory.read"
    REGISTER_READ = "register.read"
    UNITS_MERGE = "units.merge"
    CASEWORK_READ = "casework.read"
    PROJECTS_READ = "projects.read"
    SUPPORT_READ = "support.read"
    COMMITMENTS_READ = "commitments.read"
    BOARD_READ = "board.read"
    FIGURES_READ = "figures.read"
    INTAKE_READ = "intake.read"
    INTAKE_UPLOAD = "intake.upload"
    INTAKE_APPLY = "intake.apply"
    BRIEFING_READ = "briefing.read"
    BRIEFING_COMPILE = "briefing.compile"
    AUDIT_READ = "audit.read"
    ACCOUNTS_MANAGE = "accounts.manage"
