"""People, agencies, roles, permissions and the territory of a person."""
