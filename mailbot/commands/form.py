"""`mailbot form`: a form for customers, which mailbot reads with certainty when it comes back."""

from __future__ import annotations

from pathlib import Path

import click

from mailbot import console
from mailbot.casework.forms import KINDS
from mailbot.commands.options import Words, config_option, json_option, plain_errors
from mailbot.forming import Site, form_site
from mailbot.letters.forms import LONGEST_LINK, Form, anchor, form, mailto
from mailbot.model import Kind

TOO_LONG = (
    "the link has {length} characters: some browsers and mail programs cut links beyond {longest}; leave out --hints, "
    "or put the text form on a page or into a mail instead"
)


@click.command("form")
@click.option("--lang", "language", metavar="LANGUAGE", help="ja or en; else the default language of the mailbox.")
@click.option("--product", metavar="PRODUCT", help="The product it is for; else the one of [asking].")
@click.option("--kind", type=Words(KINDS), default="bug", show_default=True, help="What customers write about.")
@click.option("--mailto", "shape", flag_value="mailto", help="Print a mailto link instead of the text.")
@click.option("--html", "shape", flag_value="html", help="Print that link as a piece of HTML.")
@click.option("--hints/--no-hints", default=None, help="With an example under each heading; a link has none.")
@config_option
@json_option
def form_(folder: Path, as_json: bool, shape: str | None, hints: bool | None, **wanted: str | None) -> None:
    """Write a form for customers: a text, or a link that opens a mail with it.

    When a filled form comes back, each field is read as what it asks for, and an empty one as not given. Without a
    configuration the shipped details are used.

    \b
    Examples:
      mailbot form --lang ja --product webapp
      mailbot form --lang en --mailto
      mailbot form --kind question --html > link.html
    """
    with plain_errors():
        site = form_site(folder, wanted["language"], wanted["product"])
    kind = Kind(wanted["kind"] or "bug")
    made = form(site.catalogue, kind, site.language, site.product, hints=shape is None if hints is None else hints)
    link = mailto(site.address, made)
    said = {"mailto": link, "html": anchor(site.address, made, _words(site, made))}
    if as_json:
        console.show_json(_facts(made, said))
    else:
        console.show_form(said[shape] if shape else made.text)
    if not site.real:
        click.echo(f"mailbot: {folder} has no mailbot.toml: the form goes to {site.address}", err=True)
    if shape and len(link) > LONGEST_LINK:
        click.echo(f"mailbot: {TOO_LONG.format(length=len(link), longest=LONGEST_LINK)}", err=True)


def _words(site: Site, made: Form) -> str:
    return site.catalogue.languages[made.language].words[f"form_link_{made.kind.value}"]


def _facts(made: Form, said: dict[str, str]) -> dict[str, object]:
    names = ("kind", "language", "product", "subject", "text", "details")
    return {name: getattr(made, name) for name in names} | said
