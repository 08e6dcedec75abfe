"""Everybody in the demo, and what must never reach a customer."""

from __future__ import annotations

from mailbot.demo.customers import CUSTOMERS
from mailbot.demo.people import Person
from mailbot.demo.staff import STAFF

CAST: tuple[Person, ...] = (*CUSTOMERS, *STAFF)
BY_ADDRESS = {person.address.casefold(): person for person in CAST}
# Addresses of our people, a line of the signature, and what only stands in notes and in mails between us.
INSIDE = (*(person.address for person in STAFF), "内線 4021", "#送信", "#release", "#note", "お疲れさまです", "Hi Mika")
