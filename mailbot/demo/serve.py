"""The demo that stays up: the same servers and daemon for one's own mail program, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from mailbot.console.screen import plain
from mailbot.demo.cast import CAST, NAMES
from mailbot.demo.customers import EMILY, NAOKO
from mailbot.demo.farewell import looking, places
from mailbot.demo.house import House, clear, daemon, furnish
from mailbot.demo.pages import clock, padded
from mailbot.demo.play import Play
from mailbot.demo.replies import read_letter
from mailbot.demo.servers import Delivered, DemoServers, Ports
from mailbot.demo.staff import MIKA, RYO

PORTS = Ports(imap=1143, smtp=1025)  # what is usual for servers that are no real ones
VISITOR = "you@visitor.example"


def serve(folder: Path) -> int:
    """Serve until asked to stop; the exit code: 1 when the daemon ends by itself. FolderError, OSError."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    house = House(folder.absolute())
    clear(house)
    users = (*(person.address for person in CAST), VISITOR)
    with DemoServers(folder=house.letters, ports=PORTS, users=users) as servers:
        furnish(house, servers, poll=0.5)
        with daemon(house) as process:
            Play(CAST, servers, lambda _at, _told: None).begin()
            print("\n".join(_welcome(house, servers)))
            _watch(servers, process, stop)
            ended = not stop.is_set()
    print(f"The daemon ended by itself: see {house.log}" if ended else "Closed. Everything is kept.")
    return 1 if ended else 0


def _watch(servers: DemoServers, process: subprocess.Popen[bytes], stop: threading.Event) -> None:
    """A line for each mail that goes through the post office."""
    seen = 0
    while not stop.is_set() and process.poll() is None:
        seen, news = servers.news(seen, 0.3)
        for mail in news:
            print(_line(mail))


def _line(mail: Delivered) -> str:
    letter = read_letter(mail.raw)
    sender, recipient = (NAMES.get(one.casefold(), one) for one in (letter.sender or "the null path", mail.recipient))
    return plain(f"{clock(mail.at)}  {sender} -> {recipient}: {letter.subject}")


def _welcome(house: House, servers: DemoServers) -> Sequence[str]:
    accounts = (
        ("customer", NAOKO.address, NAOKO.name),
        ("customer", EMILY.address, EMILY.name),
        ("customer", VISITOR, "yourself, nothing yet"),
        ("agent", MIKA.address, MIKA.name),
        ("engineer", RYO.address, RYO.name),
    )
    return (
        "The post office is open, and mailbot works in it. Ctrl-C closes it.",
        "",
        "Log in with any mail program on this machine (nobody else can reach it):",
        f"  IMAP      {servers.imap_host}, port {servers.imap_port}, no TLS, normal password",
        f"  SMTP      {servers.smtp_host}, port {servers.smtp_port}, no TLS, no login needed",
        f"  password  {servers.password}, for everybody; the user is the whole address:",
        *(f"  {role:<8}  {padded(address, 36)}{name}" for role, address, name in accounts),
        "",
        "The customers have just written; their letters are there in a few seconds.",
        "  customer  answers mailbot's questions, or writes a mail of his own",
        f"            to {servers.support}; whatever the address, its first letter",
        "            makes it a mailbox here",
        "  agent     replies to a note: the words go to the customer, or stay inside",
        "            with #note on the first line; orders stand below each note",
        "  engineer  replies to a report with Cause: Workaround: Estimate: (or 原因：",
        "            回避方法： 見込み：); then the agent replies #release (or #送信)",
        "",
        "From another terminal:",
        *(f"  {command}" for command, _ in looking(house)),
        "",
        "Everything is kept:",
        *(f"  {place}" for place, _ in places(house)),
        "",
    )
