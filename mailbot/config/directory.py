"""Read the customer directory, `customers.csv`: every mistake at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mailbot.casework.catalogue import Catalogue
from mailbot.casework.directory import FILE, Customer, Directory
from mailbot.casework.freemail import FREEMAIL
from mailbot.casework.products import owned_by
from mailbot.config.errors import Problem
from mailbot.config.sheets import Row, Sheet, read_sheet, text_of
from mailbot.config.tables import meant
from mailbot.parsers.head.address import strict_address

OWN = ("email", "name", "company", "language", "care")
BESIDE = ("plan", "product")  # known of a customer even where no detail asks for them
LONGEST = 200  # characters of a cell: they stand in letters
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
BRACKETS = re.compile(r"[<>()\"\s]")

Wrong = tuple[str, str]  # column, what to do


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the cells of a row are held against."""

    catalogue: Catalogue
    freemail: frozenset[str] = FREEMAIL  # domains behind which many unrelated people write
    products: tuple[str, ...] | None = None  # the site's; None: any

    def columns(self) -> tuple[str, ...]:
        """The columns that a directory may have."""
        return tuple(dict.fromkeys((*OWN, *BESIDE, *(detail.id for detail in self.catalogue.details))))


def load_directory(folder: Path, bounds: Bounds) -> tuple[Directory, tuple[Problem, ...]]:
    """The directory of a `config/` folder, or an empty one and every mistake; no such file is none."""
    file = folder / FILE
    try:
        text, problems = text_of(file.read_bytes(), str(file))
    except FileNotFoundError:
        return Directory(), ()
    except OSError as error:
        return Directory(), (Problem(str(file), 0, "", f"cannot be read: {error.strerror}"),)
    return (Directory(), problems) if problems else read_directory(text, str(file), bounds)


def read_directory(text: str, file: str, bounds: Bounds) -> tuple[Directory, tuple[Problem, ...]]:
    """The directory from the text of its file, or an empty one and every mistake in it."""
    sheet, problems = read_sheet(text, file)
    head = tuple(Problem(file, sheet.line, name, message) for name, message in _header(sheet, bounds))
    if head or not sheet.columns:
        return Directory(), (*head, *problems)
    wrong = (Problem(file, line, name, message) for line, (name, message) in _body(sheet, bounds))
    problems = tuple(sorted((*problems, *wrong), key=lambda problem: problem.line))
    customers = {key_of(row["email"]): _customer(row) for _, row in sheet.rows}
    return (Directory(), problems) if problems else (Directory(customers), ())


def key_of(email: str) -> str:
    """What a row is looked up by, as mail itself is read: "@domain" for a whole domain; "" for what is no address."""
    whole = email.startswith("@")
    address = None if BRACKETS.search(email) else strict_address(f"all{email}" if whole else email)
    if address is None:
        return ""
    return f"@{address.domain}" if whole else address.key


def _header(sheet: Sheet, bounds: Bounds) -> Iterator[Wrong]:
    known = bounds.columns()
    if "email" not in sheet.columns:
        yield "email", "is missing: the first line names the columns, separated by commas, and one of them is email"
        return
    for number, name in enumerate(sheet.columns):
        if name in sheet.columns[:number]:
            yield name, "two columns have this name: keep one"
        elif name not in known:
            yield name, f"unknown column; {meant(name, known)}"


def _body(sheet: Sheet, bounds: Bounds) -> Iterator[tuple[int, Wrong]]:
    first: dict[str, int] = {}
    for line, row in sheet.rows:
        yield from ((line, wrong) for wrong in _row(row, bounds))
        key = key_of(row["email"])
        if key and first.setdefault(key, line) != line:
            yield line, ("email", f"{row['email']} stands in line {first[key]} already: keep one of them")


def _row(row: Row, bounds: Bounds) -> Iterator[Wrong]:
    yield from _email(row, bounds)
    for name, cell in row.items():
        if len(cell) > LONGEST:
            yield name, f"has {len(cell)} characters; at most {LONGEST}"
        if CONTROL.search(cell):
            yield name, "holds an invisible character: type it anew"
    languages = bounds.catalogue.languages
    if row.get("language") and row["language"] not in languages:
        yield "language", f"there are no letters in {row['language']!r}; there are: {', '.join(sorted(languages))}"
    for name in owned_by(row):
        if bounds.products is not None and name not in bounds.products:
            yield "product", f"there is no product {name!r}; {meant(name, bounds.products)}"


def _email(row: Row, bounds: Bounds) -> Iterator[Wrong]:
    key = key_of(row["email"])
    if not key:
        example = "write one like hanako@customer.example, or @customer.example for everybody there"
        yield "email", f"{row['email']!r} is no address: {example}" if row["email"] else f"is empty: {example}"
    elif key.startswith("@") and key[1:] in bounds.freemail:
        yield "email", f"behind {key} many people write who have nothing to do with one another: give whole addresses"
    elif key.startswith("@") and row.get("name"):
        yield "name", f"everybody at {key} would be called {row['name']!r}: leave it empty in the row of a domain"


def _customer(row: Row) -> Customer:
    """Letters add 様 and 御中 themselves; lists made for envelopes often have them already."""
    return Customer(
        name=row.get("name", "").removesuffix("様").rstrip(),
        company=row.get("company", "").removesuffix("御中").rstrip(),
        language=row.get("language", ""),
        care=row.get("care", ""),
        details={name: cell for name, cell in row.items() if name not in OWN and cell},
    )
