"""Memoranda for tests, brought to their state through actions."""
