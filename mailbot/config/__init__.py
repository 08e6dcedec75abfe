"""The files an admin edits, read into frozen settings."""
