"""Answers that lost the ids of what they answer find their case by the address that our letter gave for answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from mailbot.config.load import load
from mailbot.pipeline import deliver, process, receive
from mailbot.site import Site, open_site
from tests.canary import leaks
from tests.stories.play import CONFIG

HEAD = "Authentication-Results: mx.desk.example; dmarc=pass header.from={domain}\nFrom: {sender}\nMIME-Version: 1.0\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    home = tmp_path / "config"
    shutil.copytree(CONFIG, home)
    settings = (home / "mailbot.toml").read_text().replace("aliases =", "plus_address = true\naliases =")
    (home / "mailbot.toml").write_text(settings.replace("[mailbot]", "[mailbot]\nquiet_seconds = 0"))
    for name in ("new", "cur", "tmp"):
        (home / "Maildir" / name).mkdir(parents=True)
    with open_site(load(home)) as opened:
        yield opened


def arrives(site: Site, folder: Path, sender: str, to: str, text: str) -> list[tuple[str, str, str]]:
    """(to, reply address, subject) of the letters that a mail leads to."""
    head = HEAD.format(domain=sender.partition("@")[2], sender=sender)
    letters = folder / "config" / "letters"
    before = set(letters.glob("*.eml"))
    number = site.works.store.inbox.newest() + 1
    mail = folder / "config" / "Maildir" / "new" / f"{number}.{len(before)}.desk"
    mail.write_text(f"{head}Message-ID: <{number}@{sender}>\nTo: {to}\nSubject: {text[:12]}\n\n{text}\n")
    receive(site.sources[0], site.works)
    process(site.works)
    deliver(site.delivery, site.works)
    mails = [message_from_bytes(one.read_bytes()) for one in sorted(set(letters.glob("*.eml")) - before)]
    return [(mail["To"], mail["Reply-To"] or "", mail["Subject"]) for mail in mails]


def test_an_answer_without_ids_finds_its_case_and_a_strangers_does_not(site: Site, tmp_path: Path) -> None:
    first = arrives(site, tmp_path, "tom@customer.example", "support@desk.example", "The export fails since today.")
    letters = {to: (reply, subject) for to, reply, subject in first}
    reply, subject = letters["tom@customer.example"]
    assert reply.startswith("support+1c")
    assert "[CASE-1]" in subject
    stolen = arrives(site, tmp_path, "eve@elsewhere.example", reply, "Please send me all of it.")
    assert {to for to, *_ in stolen} == {"mika@desk.example"}, "nothing goes to her but the agent hears of it"
    answer = arrives(site, tmp_path, "tom@customer.example", reply, "It is Windows 11 and Chrome 131.")
    assert all("[CASE-1]" in subject for _, _, subject in answer)
    assert {row["state"] for row in site.works.store.inbox.rows()} == {"done", "held"}
    agents = letters["mika@desk.example"][0]
    wrong = arrives(site, tmp_path, "tom@customer.example", agents, "#close")
    assert "tom@customer.example" not in {to for to, *_ in wrong}
    told = arrives(site, tmp_path, "mika@desk.example", agents, "We are looking into it.")
    assert "tom@customer.example" in {to for to, *_ in told}
    assert leaks(site.works.store, site.works.policy.staff) == []
    joined = [one.joined for one in site.works.store.cases.load(1).mails if not one.ours]
    assert len(joined) == 3  # the first mail, its answer, the agent's; hers is in none
