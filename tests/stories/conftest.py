"""What several files of stories share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.config.load import load
from mailbot.site import open_site
from tests.stories.play import CONFIG, Clock
from tests.stories.road import CUSTOMER, JUN, MIKA, Road


@pytest.fixture
def open_road(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Road]:
    home = tmp_path / "config"
    shutil.copytree(CONFIG, home)
    for name in ("new", "cur", "tmp"):
        (home / "Maildir" / name).mkdir(parents=True)
    settings = (home / "mailbot.toml").read_text().replace(f'["{MIKA}"]', f'["{MIKA}", "{JUN}"]\nlanguage = "en"')
    (home / "mailbot.toml").write_text(f"{settings}{getattr(request, 'param', '')}\n")
    with open_site(load(home)) as site:
        clock = Clock()
        road = Road(home, site, replace(site.works, clock=clock), clock)
        road.arrives(CUSTOMER, "Subject: Printing", text="Where do I find the button for printing invoices?")
        yield road
