"""From a configuration to the parts that work together."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.casework.freemail import FREEMAIL
from mailbot.casework.policy import NO_TOKENS, Policy
from mailbot.casework.tokens import Tokens
from mailbot.config.load import Config
from mailbot.config.products import products_of
from mailbot.config.settings import ImapMailbox, Settings, SmtpDelivery
from mailbot.letters.render import Templates
from mailbot.letters.stationery import Stationery
from mailbot.model import Address, Limits, Reading
from mailbot.parsers.head.address import strict_address
from mailbot.reader import Reader

MEGABYTE = 1024 * 1024


def tokens_of(config: Config, key: bytes) -> Tokens:
    """The marks this mailbot makes and believes."""
    return Tokens(config.settings.mailbot.instance, key, config.settings.support.plus_address)


def policy_of(config: Config, tokens: Tokens = NO_TOKENS) -> Policy:
    """What the rules may know of the settings."""
    settings = config.settings
    general, support, people, limits = settings.mailbot, settings.support, settings.people, settings.limits
    return Policy(
        catalogue=config.catalogue,
        support=Address(support.address),
        own=frozenset(one.casefold() for one in (support.address, *support.aliases, *_mailboxes(settings))),
        agents=people.agents,
        engineering=people.engineering,
        default_language=general.default_language,
        other_language=general.other_language,
        staff_language=people.language or general.default_language,
        prefix=general.prefix,
        trust_header=settings.authentication.trust == "header",
        agents_by=settings.authentication.agents_by,
        questions=settings.asking.questions,
        rounds=settings.asking.rounds,
        quiet=timedelta(seconds=general.quiet_seconds),
        reply_within=timedelta(hours=limits.reply_within_hours),
        first_per_address=limits.first_per_address_per_day,
        first_per_domain=limits.first_per_domain_per_hour,
        automatic_per_hour=limits.automatic_per_hour,
        freemail=FREEMAIL | {domain.lower() for domain in limits.freemail},
        calendar=config.calendar,
        reminder_hours=settings.asking.reminder_hours,
        directory=config.directory,
        products=products_of(settings),
        first_per_known_address=limits.first_per_known_address_per_day,
        surge_customers=settings.asking.surge_customers,
        surge_within=timedelta(minutes=settings.asking.surge_minutes),
        mailbox_kinds={one.name: one.mail_kind for one in settings.mailbox if one.mail_kind},
        tokens=tokens,
        model=config.model,
    )


def stationery_of(config: Config, tokens: Tokens = NO_TOKENS) -> Stationery:
    """What every letter of this site has in common."""
    settings = config.settings
    null_sender = isinstance(settings.delivery, SmtpDelivery) and not settings.delivery.null_sender
    return Stationery(
        support=Address(settings.support.address),
        team=settings.support.team,
        hours=settings.support.hours,
        contact=settings.support.contact,
        prefix=settings.mailbot.prefix,
        instance=settings.mailbot.instance,
        zone=ZoneInfo(settings.mailbot.timezone),
        catalogue=config.catalogue,
        templates=Templates(config.folder / "templates"),
        default_language=settings.mailbot.default_language,
        escalation_bytes=settings.limits.escalation_megabytes * MEGABYTE,
        products=products_of(config.settings),
        directory=config.directory,
        tokens=tokens,
        originals=settings.people.original == "attach",
        bounces_to=settings.support.address if null_sender else "",
    )


def reading_of(config: Config) -> Reading:
    """What the parsers must know of us."""
    settings = config.settings
    trusted = settings.authentication.authserv_id if settings.authentication.trust == "header" else None
    return Reading(
        own_addresses=(settings.support.address, *settings.support.aliases),
        instance=settings.mailbot.instance,
        authserv_id=trusted or "",
        arc_sealers=tuple(one.lower() for one in settings.authentication.arc_sealers),
        limits=Limits(
            size=max(mailbox.max_mail_megabytes for mailbox in settings.mailbox) * MEGABYTE,
            header=settings.reading.header_kilobytes * 1024,
            header_lines=settings.reading.header_lines,
            parts=settings.reading.parts,
            depth=settings.reading.depth,
            text=settings.reading.text_characters,
        ),
        mailboxes=_mailboxes(settings),
    )


def _mailboxes(settings: Settings) -> tuple[str, ...]:
    """The names by which mailbot logs in where these are addresses; an agent who lends his login stays an agent."""
    staff = {one.casefold() for one in (*settings.people.agents, settings.people.engineering)}
    logins = (one.user or "" for one in settings.mailbox if isinstance(one, ImapMailbox))
    found = (address.email for user in logins if (address := strict_address(user)))
    return tuple(dict.fromkeys(one for one in found if one.casefold() not in staff))


def reader_of(config: Config) -> Reader:
    """The reading child of this site; it is started with the first mail."""
    reading = config.settings.reading
    return Reader(reading_of(config), reading.seconds, reading.memory_megabytes)


def sent_folders(settings: Settings) -> tuple[ImapMailbox, ...]:
    """The Sent folders to be watched, as mailboxes of their own that nothing is changed in."""
    return tuple(
        mailbox.model_copy(
            update={"name": f"{mailbox.name}/sent", "folder": mailbox.sent_folder, "acknowledge": "none"}
        )
        for mailbox in settings.mailbox
        if isinstance(mailbox, ImapMailbox) and mailbox.sent_folder
    )


def fresh_ids(tokens: Tokens) -> Callable[[], str]:
    """Message-IDs with 128 random bits, and signed: who cites one has seen the letter."""
    return lambda: tokens.message_id(secrets.token_hex(16))


def wall_clock() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)
