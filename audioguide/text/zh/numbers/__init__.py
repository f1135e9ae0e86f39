"""Chinese numbers in words, by semiotic class."""
