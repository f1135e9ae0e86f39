"""``python -m audioguide``."""

from .cli import main

main()
