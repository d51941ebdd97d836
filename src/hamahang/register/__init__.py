"""Production units, companies, licences, dated status and head counts."""
