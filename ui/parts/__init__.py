"""Small parts that any page may draw: heads, sources, links, saving. They know no page."""
