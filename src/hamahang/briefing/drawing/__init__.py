"""Charts and the map as SVG text: the same drawing on a page and on paper, in either language."""
