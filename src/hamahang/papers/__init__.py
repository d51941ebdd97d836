"""Papers and pictures that people attach: checked by their content, kept once under their hash."""
