"""Plans of support: terms, runs with their certificate, adoption by a resolution."""
