"""What the header of a mail says: words, parameters, addresses, who sent it and what our server says of it."""
