"""One reader a document format."""
