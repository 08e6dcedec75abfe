"""The mail with its findings marked: nothing is lost, nothing is added, nothing can break out of the page."""

from __future__ import annotations

import io
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from rich.console import Console

from mailbot.casework.details import find
from mailbot.config.details import packaged_catalogue
from mailbot.console import trial as shown
from mailbot.console.screen import plain
from mailbot.console.trialpage import POLICY, trial_page
from mailbot.marking import stands_in, stretches
from mailbot.model import Decision, Finding, HandOver, Outcome, Part, Segment, Strength
from mailbot.trial import Lack, Trial
from tests.build import message
from tests.houses import case

CATALOGUE = packaged_catalogue()
EVIL = '</div><script>alert(1)</script><img src=x onerror="x">&lt;\x1b[31m\u202eevil'
DECISION: Decision = HandOver(f"is urgent {EVIL}", tell=True)


def tried(text: str, subject: str = "", findings: tuple[Finding, ...] | None = None) -> Trial:
    """A trial of these words with what is found in them."""
    mail = message(text, subject)
    found = find(mail, CATALOGUE) if findings is None else findings
    known = tuple(Finding(**({name: getattr(one, name) for name in one.__slots__} | {"mail": 1})) for one in found)
    return Trial(
        message=mail,
        unread="",
        outcome=Outcome(case(findings=known), DECISION, "leave_urgent_to_people"),
        lacks=(Lack("steps", f"nothing tells it {EVIL}", asked=True),),
        labels={"steps": "操作手順", "browser": "ブラウザ"},
        letters=((f"a@b.example{EVIL}", f"Re: {EVIL}", f"words {EVIL}"),),
        text=text,
        subject=subject,
        segments=mail.segments,
    )


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8)


@settings(max_examples=150, deadline=None)
@for_all(st.text(max_size=40), SPANS, st.integers(0, 40))
def test_the_stretches_are_the_text_and_know_their_findings(text: str, spans: list[tuple[int, int]], cut: int) -> None:
    cut = min(cut, len(text))
    segments = (Segment(Part.NEW, 0, cut), Segment(Part.QUOTED, cut, len(text)))
    marked = [(n, Finding("x", "x", text[a:b] or "no", a, b, "body", "r")) for n, (a, b) in enumerate(spans, 1)]
    pieces = list(stretches(text, segments, marked))
    assert "".join(text[one.start : one.end] for one in pieces) == text
    there = {n for n, one in marked if stands_in(text, one)}
    assert {n for one in pieces for n in one.opens} == {n for one in pieces for n in one.closes} == there
    for n in there:
        quote = marked[n - 1][1].quote
        assert "".join(text[one.start : one.end] for one in pieces if n in one.inside) == quote


def on_screen(result: Trial, monkeypatch: pytest.MonkeyPatch, *, colour: bool) -> str:
    """What stands on a terminal of 80 columns, or in a pipe."""
    said = io.StringIO()
    system = "truecolor" if colour else None
    screen = Console(file=said, width=80, force_terminal=colour, color_system=system, highlight=False)  # type: ignore[arg-type]
    monkeypatch.setattr(shown, "screen", lambda: screen)
    shown.show_trial(result, as_json=False)
    return said.getvalue()


MAIL = "一覧で印刷を押すと固まります。\nChrome 129です。\n> Windows 11ですか\n-- \niPhoneから送信\n"


def test_without_colour_findings_stand_in_brackets_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    said = on_screen(tried(MAIL, "Edgeで印刷できません"), monkeypatch, colour=False)
    assert "\x1b" not in said
    assert re.search(r"\[\d: Chrome 129\]です", said)
    assert re.search(r"s\| \[\d\?: iPhone\]から送信", said)
    assert "q| > Windows 11ですか" in said
    assert re.search(r"Subject: \[\d: Edge\]で印刷", said)
    assert "[1?: words] a guess" in said


def test_on_a_terminal_findings_have_colour_and_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    said = on_screen(tried(MAIL), monkeypatch, colour=True)
    assert re.search(r"\x1b\[[0-9;]*mChrome 129\x1b\[0m\x1b\[[0-9;]*m\[\d ブラウザ\]", said)
    assert re.search(r"\x1b\[2m> Windows 11", said)


def test_no_color_takes_the_colours_away_and_brings_the_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert re.search(r"\[\d: Chrome 129\]です", on_screen(tried(MAIL), monkeypatch, colour=True))


class Tags(HTMLParser):
    """Every tag and attribute of a page, and its visible words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links.update(value or "" for name, value in attrs if name in {"href", "src"})
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data if self.open and self.open[-1] != "style" else ""


def parsed(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert tags.open == []
    return tags


ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "br", "div", "mark", "a", "table", "thead",
    "tbody", "tr", "th", "td", "small", "strong",
}  # fmt: skip
PIECES = st.sampled_from(
    [
        "Chrome 129",
        "を押すと、",
        "<b>",
        "</div>",
        "<script>",
        "&amp;",
        '" onx="',
        "'",
        "\n",
        "> ",
        "-- \n",
        EVIL,
        "\ud800",
    ]
)


@settings(max_examples=60, deadline=None)
@for_all(st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, max_size=4).map("".join))
def test_the_page_holds_the_whole_mail_and_only_our_own_tags(text: str, subject: str) -> None:
    subject = subject.replace("\n", " ")
    page = trial_page(tried(text, subject))
    page.encode("utf-8")
    tags = parsed(page)
    assert tags.tags <= ALLOWED
    assert not [name for name in tags.attributes if name.startswith("on") or name == "src"]
    assert all(re.fullmatch(r"#f\d+", link) for link in tags.links)
    assert POLICY in unescape(page)
    whole = re.sub(r'<a class="n"[^>]*>\d+</a>', "", page)
    assert plain(text.rstrip()) in parsed(whole).words


@pytest.mark.parametrize("word", ["http", "url(", "@import", "<script", "<link", "<img", "<iframe"])
def test_the_page_loads_nothing(word: str) -> None:
    page = trial_page(tried(MAIL))
    assert word not in page.replace('http-equiv="Content', "")


def test_a_guess_looks_unlike_what_is_told() -> None:
    page = trial_page(tried(MAIL))
    assert re.search(r'<mark class="guess"[^>]*>iPhone</mark>', page)
    assert re.search(r"<mark style[^>]*>Chrome 129</mark>", page)
    assert '<div class="part" data-part="quoted">' in page


def test_the_surest_and_shortest_finding_gives_the_colour() -> None:
    text = "一覧でE-1を見た"
    long = Finding("steps", text, text, 0, len(text), "body", "r")
    short = Finding("error", "E-1", "E-1", 3, 6, "body", "r")
    weak = Finding("browser", "1", "1", 5, 6, "body", "r", Strength.WEAK)
    page = trial_page(tried(text, findings=(long, short, weak)))
    assert re.findall(r'<mark style="--h:(\d+)" title="[^"]*">([^<]*)</mark>', page)[:4] == [
        ("140", "一覧で"), ("210", "E-"), ("210", "1"), ("140", "を見た"),
    ]  # fmt: skip


def test_a_mail_that_cannot_be_read_is_a_page_too() -> None:
    assert "&lt;b&gt;" in trial_page(Trial(None, "<b>", None, (), {}, ()))
