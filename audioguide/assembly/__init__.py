"""Tour → clips → tracks → published files."""
