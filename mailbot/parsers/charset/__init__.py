"""Bytes to text: what a charset is, right, wrong or missing."""
