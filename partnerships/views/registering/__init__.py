"""Registering interest, from the first page to the yearly renewal. A file a part of the way."""
