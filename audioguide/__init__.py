"""Written commentary becomes spoken tours."""

__version__ = "0.1.0"
