"""What people write: scripts, ``voices.yaml``, the record of printed labels."""
