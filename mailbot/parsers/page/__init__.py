"""The text that a person reads: plain, flowing, HTML, invitations."""
