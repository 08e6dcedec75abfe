"""What hangs in a mail: the bounded tree of its parts, what is packed inside of them, the list of its files."""
