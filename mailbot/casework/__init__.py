"""The decisions, pure: what a mail is, what it gives, what is done about it."""
