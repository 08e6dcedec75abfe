"""Whose words they are: new, quoted, signed, below the line, passed on."""
