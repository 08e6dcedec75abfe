"""`mailbot train` on a real database and files: what it learns from, installs, refuses; what a daemon takes over."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.checking import check
from mailbot.config.kinds import FILE, load_model
from mailbot.kinds import Kinds
from mailbot.model import Address, Case, CaseMail, Kind, Party, State, ToldBy
from mailbot.store import Store
from tests.core.test_learning import history

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STORY = Path(__file__).resolve().parents[1] / "stories" / "config" / "mailbot.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "config"
    made.mkdir()
    (made / "mailbot.toml").write_text(STORY.read_text(encoding="utf-8"), encoding="utf-8")
    return made


def case(number: int, subject: str, text: str, kind: Kind, by: ToldBy = ToldBy.PERSON) -> Case:
    mail = CaseMail(
        0, Party.CUSTOMER, False, f"<{number}@customer.example>", (), "a@customer.example", subject, AT, text, text
    )
    customer = Address("a@customer.example")
    return Case(number, State.WITH_AGENT, kind, "", "en", customer, subject, AT, kind_by=by, mails=(mail,))


def database(folder: Path) -> Store:
    from mailbot.config.load import load

    return Store(load(folder).settings.mailbot.database, exclusive=True)


def train(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mailbot", "train", "--config", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def labelled(folder: Path) -> Path:
    file = folder / "labelled.jsonl"
    lines = (json.dumps({"subject": one.subject, "text": one.text, "kind": one.kind}) for one in history())
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_it_learns_from_what_agents_said_and_installs_what_is_better(folder: Path) -> None:
    store = database(folder)
    with store.transaction():
        for number, one in enumerate(history(), 1):
            store.cases.save(case(number, one.subject, one.text, one.kind))
        unsaid = replace(case(500, "x", "not said by anybody", Kind.BUG), kind_by=ToldBy.RULES)
        store.cases.save(unsaid)
        store.cases.save(replace(unsaid, id=501, state=State.CLOSED))
    store.close()
    done = train(folder, "--json")
    facts = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert facts["installed"] == str(folder / FILE)
    assert sum(one["count"] for one in facts["texts"]) == len(history())
    assert facts["model"]["macro_f1"] > facts["rules"]["macro_f1"]
    model, problems = load_model(folder)
    assert problems == ()
    assert model is not None
    assert model.origin.sha256 == facts["sha256"]


def test_files_alone_are_enough_and_a_second_training_says_what_changed(folder: Path) -> None:
    file = labelled(folder)
    assert train(folder, str(file)).returncode == 0
    again = train(folder, str(file), "--dry-run")
    assert "0 of 120 texts are told otherwise" in again.stdout
    assert "Not installed (--dry-run)" in again.stdout


def test_too_little_is_refused_in_one_line(folder: Path) -> None:
    file = labelled(folder)
    file.write_text("\n".join(file.read_text(encoding="utf-8").splitlines()[:20]), encoding="utf-8")
    done = train(folder, str(file))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "20 labelled texts are too little" in done.stderr
    assert not (folder / FILE).exists()


def test_lines_without_a_kind_are_named(folder: Path) -> None:
    file = folder / "wrong.csv"
    file.write_text("text,kind\nhello,bug\nhello again,complaint\n", encoding="utf-8")
    done = train(folder, str(file))
    assert done.returncode == 78
    assert f"{file}:3" in done.stderr


def test_a_sheet_with_a_cell_beyond_all_bounds_is_named(folder: Path) -> None:
    file = folder / "wide.csv"
    file.write_text(f"text,kind\nhello,bug\n{'x' * 200_000},bug\n", encoding="utf-8")
    done = train(folder, str(file))
    assert done.returncode == 78
    assert f"{file}:3" in done.stderr
    assert "cannot be read as CSV" in done.stderr
    assert "Traceback" not in done.stderr


BROKEN = {
    "no JSON": "{",
    "another format": '{"format": 1}',
    "a pickle": "\x80\x04\x95",
    "a limit that is none": '{"format":2,"kinds":["question","bug","request"],"features":{"a":[1,0,0,0]},'
    '"temperature":1,"believed_from":7}',
    "weights that are words": '{"format":2,"kinds":["question","bug","request"],"features":{"a":[1,"x",0,0]}}',
    "numbers that are none": '{"format":2,"kinds":["question","bug","request"],"features":{"a":[1,NaN,0,0]}}',
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in BROKEN.items()])
def test_a_broken_model_is_explained_and_the_last_good_one_stays(folder: Path, text: str) -> None:
    train(folder, str(labelled(folder)))
    kinds = Kinds(folder)
    good = kinds.model
    assert good is not None
    (folder / FILE).write_text(text, encoding="utf-8")
    (problem,) = check(folder)
    assert problem.file == str(folder / FILE)
    assert "mailbot train" in problem.message
    assert kinds.reload() == (problem,)
    assert kinds.reload() == ()
    assert kinds.model is good


def test_a_new_model_is_taken_over_and_a_deleted_one_given_up(folder: Path) -> None:
    kinds = Kinds(folder)
    assert kinds.model is None
    train(folder, str(labelled(folder)))
    assert kinds.reload() == ()
    assert kinds.model is not None
    (folder / FILE).unlink()
    assert kinds.reload() == ()
    assert kinds.model is None
