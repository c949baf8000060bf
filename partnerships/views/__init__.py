"""A file a journey."""
