"""Use cases, one a file: no click, no HTTP."""
