"""Tell what came of the demo: what each one lived through, a few letters in full, and how to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mailbot.console.screen import plain, screen
from mailbot.demo.cast import CAST, NAMES
from mailbot.demo.customers import EMILY, GRACE, KENTA, NAOKO
from mailbot.demo.farewell import Hint, going_on, looking, places, staying
from mailbot.demo.pages import folded, headline, letter_page, timeline, verdict
from mailbot.demo.people import Person
from mailbot.demo.play import Carried
from mailbot.demo.show import Show
from mailbot.demo.staff import MIKA, RYO

WIDEST = 100  # columns: letters in longer lines read badly


def columns() -> int:
    """How wide a line may be here."""
    return min(screen().width, WIDEST)


def tell(show: Show) -> None:
    """Print all of it; the last lines say what did not come true."""
    width = columns()
    _title("What each one lived through (times of the desk, in Tokyo)")
    for person in CAST:
        _print(["", headline(person, show.cases)], "bold")
        _print(verdict(person, show.disappointments, width))
        _print(timeline(person, show.carried, NAMES, width))
    for told, letter in _chosen(show):
        _title(told)
        _print(letter_page(letter, width))
    _title(f"Done in {show.seconds:.0f} s: {len(show.carried)} mails, {len(show.cases)} cases")
    for told, hints in (
        ("Everything is kept:", places(show.house)),
        ("Look further:", looking(show.house)),
        ("Keep the servers up and log in with a mail program of your own:", staying()),
        ("On to a real mailbox (see the README):", going_on()),
    ):
        _print(["", told, *_hints(hints, width)])
    _judge(show, width)


def _judge(show: Show, width: int) -> None:
    if not show.disappointments:
        _print(["", "Everything came true as expected."], "bold green")
        return
    _print(["", "NOT as expected:"], "bold red")
    _print([row for one in show.disappointments for row in folded(f"  - {one}", width)], "red")


def _title(text: str) -> None:
    _print(["", f"==== {text} ===="], "bold cyan")


def _print(rows: Sequence[str], style: str = "") -> None:
    out = screen()
    for row in rows:
        out.print(plain(row), style=style, markup=False, soft_wrap=True)


def _chosen(show: Show) -> list[tuple[str, Carried]]:
    """The letters that are shown in full; those that never came are left out."""
    found = (
        ("The first letter to a Japanese customer", _letter(show, NAOKO, lambda _: True)),
        ("The first letter to an English customer", _letter(show, EMILY, lambda _: True)),
        ("A complete report to engineering", _letter(show, RYO, lambda one: KENTA.subject in one.letter.subject)),
        ("A note to the agent", _letter(show, MIKA, lambda one: GRACE.subject in one.letter.subject)),
        (
            "What engineering found, released to the customer by Mika",
            _letter(show, NAOKO, lambda one: _reads(one, NAOKO)),
        ),
    )
    return [(told, letter) for told, letter in found if letter]


def _letter(show: Show, person: Person, wanted: Callable[[Carried], bool]) -> Carried | None:
    mine = (one for one in show.carried if one.recipient == person.address.casefold())
    return next((one for one in mine if wanted(one)), None)


def _reads(one: Carried, person: Person) -> bool:
    return all(words in "\n".join(one.letter.lines) for words in person.reads)


def _hints(hints: Sequence[Hint], width: int) -> Iterator[str]:
    """Commands stand on lines of their own and are never folded: they are there to be copied."""
    for what, why in hints:
        yield f"  {what}"
        yield from folded(f"      {why}", width)
