"""The server of the visitors' pages, and what it counts."""
