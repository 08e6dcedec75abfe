"""Mail that is too large, or that the reader cannot bear: nothing is lost, people hear, and the next mail goes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from mailbot.assembly import reading_of
from mailbot.cli import cli
from mailbot.config.load import Config, load
from mailbot.letters.shown import shown
from mailbot.pipeline import process, receive
from mailbot.reader import Reader
from mailbot.site import Site, open_site
from tests.stories.play import CONFIG, Clock

HEAD = (
    "Authentication-Results: mx.desk.example; dmarc=pass header.from=customer.example\r\n"
    "From: tom@customer.example\r\nTo: support@desk.example\r\nSubject: 保存できません\r\n"
    "Message-ID: <{}@customer.example>\r\n\r\n"
)
MEGABYTE = 1024 * 1024


@contextmanager
def desk(folder: Path, mailbox: str = "") -> Iterator[tuple[Site, Path]]:
    """The desk of the stories, and the folder its mails arrive in."""
    shutil.copytree(CONFIG, folder / "config")
    settings = folder / "config" / "mailbot.toml"
    settings.write_text(settings.read_text().replace('path = "Maildir"\n', f'path = "Maildir"\n{mailbox}\n'))
    maildir = folder / "config" / "Maildir"
    for name in ("new", "cur", "tmp"):
        (maildir / name).mkdir(parents=True)
    config: Config = load(folder / "config")
    with open_site(config) as site:
        small = Reader(reading_of(config), megabytes=80)
        works = replace(site.works, clock=Clock(), reader=small)
        yield replace(site, works=works), maildir / "new"
        small.close()


def put(folder: Path, name: str, size: int = 0) -> None:
    (folder / name).write_bytes(HEAD.format(name).encode() + b"The app crashes.\r\n" + b"x" * size)


def told(site: Site) -> list[str]:
    """All that the agents hear, letter by letter."""
    rows = site.works.store.outbox.rows()
    data = (site.works.store.outbox.load(int(str(row["id"]))).data for row in rows if row["purpose"] == "alert")
    return [shown(one).body for one in data]


def test_a_mail_too_large_stays_where_it_lies_and_the_agents_hear_where(tmp_path: Path) -> None:
    with desk(tmp_path, "max_mail_megabytes = 1") as (site, new):
        put(new, "large", 3 * MEGABYTE)
        put(new, "small")
        assert receive(site.sources[0], site.works) == 2
        process(site.works)
        assert [file.name for file in new.iterdir()] == ["large"]
        assert receive(site.sources[0], site.works) == 0
        large, small = sorted(site.works.store.inbox.rows(), key=lambda row: -int(str(row["size"])))
        assert (large["state"], small["state"]) == ("done", "done")
        assert large["case_id"]
        (said,) = told(site)
        for words in ("tom@customer.example", "保存できません", "3 MB", "UID", "INBOX", "support"):
            assert words in said
        case = site.works.store.cases.load(int(str(large["case_id"])))
        assert case.closed.startswith("3 MB あり、大きすぎるため読み取れません。")
        assert case.closed.endswith("（support、フォルダー INBOX、UID 1）")
    listed = CliRunner().invoke(cli, ["verify", "--config", str(tmp_path / "config")])
    assert listed.exit_code == 0
    assert "UID" in listed.output


def test_what_the_reader_cannot_bear_is_quarantined_with_its_name_and_the_next_mail_goes_on(tmp_path: Path) -> None:
    with desk(tmp_path) as (site, new):
        put(new, "bomb", 45 * MEGABYTE)
        put(new, "small")
        receive(site.sources[0], site.works)
        process(site.works)
        bomb, small = sorted(site.works.store.inbox.rows(), key=lambda row: -int(str(row["size"])))
        assert (bomb["state"], small["state"]) == ("quarantined", "done")
        assert (bomb["sender"], bomb["subject"]) == ("tom@customer.example", "保存できません")
        (said,) = told(site)
        for words in ("tom@customer.example", "保存できません", f"mailbot inbox show {bomb['id']} --raw"):
            assert words in said
        assert len(site.works.store.inbox.raw(int(str(bomb["id"])))) == bomb["size"]
