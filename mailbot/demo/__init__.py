"""Embedded servers on loopback and a cast of customers."""
