"""Decision and case to outgoing mail: words, then bytes."""
