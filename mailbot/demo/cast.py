"""Everybody in the demo, and what must never reach a customer."""

from __future__ import annotations

from mailbot.demo.customers import CUSTOMERS
from mailbot.demo.people import Person
from mailbot.demo.servers import SUPPORT
from mailbot.demo.staff import STAFF

CAST: tuple[Person, ...] = (*CUSTOMERS, *STAFF)
NAMES = {person.address.casefold(): person.name for person in CAST} | {SUPPORT: "support"}
# Addresses of our people, a line of the signature, and what only stands in notes and in mails between us.
INSIDE = (*(person.address for person in STAFF), "内線 4021", "#送信", "#release", "#note", "お疲れさまです", "Hi Mika")
