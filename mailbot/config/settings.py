"""What `config/mailbot.toml` may say: every key, its default and its limits; unknown keys are errors."""

from __future__ import annotations

import os
import re
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from mailbot.casework.business import MIDNIGHT
from mailbot.model import Kind


def _beside(path: Path, info: ValidationInfo) -> Path:
    """A relative path counts from the folder of the file that names it, not from where mailbot happens to start."""
    folder = (info.context or {}).get("folder", Path())
    return Path(os.path.normpath(folder / path.expanduser()))


CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def _clock(value: object) -> time:
    """A time of day as people write it; TOML's own 09:00:00 is one already."""
    if isinstance(value, time) and value.tzinfo is None:
        return value
    found = CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError('write a time of day like "09:00"')
    return time(int(found[1]), int(found[2]))


def _closing(value: object) -> time:
    """The end of the day has a name of its own."""
    return MIDNIGHT if value == "24:00" else _clock(value)


Here = Annotated[Path, AfterValidator(_beside)]

Text = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s<>\",;:()\[\]\x00-\x20]+@[A-Za-z0-9.-]+$")]
Domain = Annotated[str, Field(max_length=253, pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")]
Port = Annotated[int, Field(ge=1, le=65535)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Opening = Annotated[time, BeforeValidator(_clock)]
Closing = Annotated[time, BeforeValidator(_closing)]
Security = Literal["tls", "starttls", "none"]
WEEK: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAYS = "holidays.toml"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Strict(BaseModel):
    """A frozen table in which an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Login(Strict):
    """How to reach a server: host, port, encryption, user, and where the password is (never the password itself)."""

    host: Text
    port: Port | None = None
    security: Security = "tls"
    ca_file: Here | None = None
    user: Text | None = None
    password_env: Text | None = None
    password_file: Here | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 60

    @model_validator(mode="after")
    def _sound(self) -> Login:
        if self.security == "none" and self.host not in LOOPBACK:
            raise ValueError(
                'security = "none" sends the password in clear: only for a server on this machine; use "tls"'
            )
        if self.user and bool(self.password_env) == bool(self.password_file):
            raise ValueError("a user needs exactly one of password_env and password_file")
        return self

    def password(self) -> str:
        """The password, read now; OSError or KeyError when it is not there."""
        if self.password_env:
            return os.environ[self.password_env]
        return self.password_file.read_text(encoding="utf-8").rstrip("\r\n") if self.password_file else ""


class ImapMailbox(Login):
    """A mailbox on an IMAP server."""

    kind: Literal["imap"] = "imap"
    name: Text = "support"
    product: Text | None = None  # what mail in it is about
    folder: Text = "INBOX"
    acknowledge: Literal["move", "keyword", "none"] = "move"
    processed_folder: Text = "Processed"
    sent_folder: Text | None = None
    keyword: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,40}$")] = "mailbot"
    batch_mails: Annotated[int, Field(ge=1, le=500)] = 50
    batch_megabytes: Annotated[int, Field(ge=1, le=200)] = 16
    max_mail_megabytes: Annotated[int, Field(ge=1, le=200)] = 50
    mail_kind: Literal[Kind.BUG, Kind.QUESTION, Kind.REQUEST] | None = None  # of all that comes to it


class MaildirMailbox(Strict):
    """A mailbox in a Maildir folder on this machine."""

    kind: Literal["maildir"]
    name: Text = "support"
    product: Text | None = None
    path: Here
    acknowledge: Literal["move", "none"] = "move"
    max_mail_megabytes: Annotated[int, Field(ge=1, le=200)] = 50
    mail_kind: Literal[Kind.BUG, Kind.QUESTION, Kind.REQUEST] | None = None  # of all that comes to it


class SmtpDelivery(Login):
    """Letters go out through a submission server."""

    kind: Literal["smtp"] = "smtp"
    null_sender: bool = True
    helo: Text | None = None


class FolderDelivery(Strict):
    """Letters become files in a folder."""

    kind: Literal["folder"]
    path: Here


Mailbox = Annotated[ImapMailbox | MaildirMailbox, Field(discriminator="kind")]
Delivery = Annotated[SmtpDelivery | FolderDelivery, Field(discriminator="kind")]


class General(Strict):
    """Who this mailbot is, where it keeps things, how often it looks."""

    instance: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{1,80}$")]
    prefix: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,9}$")] = "CASE"
    database: Annotated[Here, Field(validate_default=True)] = Path("../db/mailbot.db")
    default_language: Text = "ja"
    other_language: Text = "en"
    timezone: Text = "Asia/Tokyo"
    poll_seconds: Annotated[float, Field(ge=0.1, le=3600)] = 30
    quiet_seconds: Annotated[float, Field(ge=0, le=86400)] = 180

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"no time zone {value!r}; write one like Asia/Tokyo or Europe/London") from None
        return value


class Support(Strict):
    """The address customers write to and how the team signs."""

    address: Email
    aliases: tuple[Email, ...] = ()
    plus_address: bool = False
    team: dict[str, Text]
    hours: dict[str, Text]
    contact: dict[str, Text] = Field(default_factory=dict)


class People(Strict):
    """Who works here."""

    agents: Annotated[tuple[Email, ...], Field(min_length=1)]
    engineering: Email
    original: Literal["attach", "withhold"] = "attach"  # customers' mails as they came, with reports to engineering
    language: Text | None = None  # of notes and escalations; default_language when absent


class AuthenticationSettings(Strict):
    """Whose word on a sender counts (RFC 8601)."""

    trust: Literal["header", "none"] = "header"
    authserv_id: Text | None = None
    arc_sealers: tuple[Domain, ...] = ()
    agents: Literal["header", "confirm", "token", "exchange"] = "header"

    @model_validator(mode="after")
    def _named(self) -> AuthenticationSettings:
        if self.trust == "header" and not self.authserv_id:
            raise ValueError(
                'trust = "header" needs authserv_id, the name your mail server writes first in Authentication-Results'
            )
        if self.trust == "none" and self.agents == "exchange":
            raise ValueError('agents = "exchange" needs trust = "header"; write "confirm" or "token"')
        return self

    @property
    def agents_by(self) -> str:
        """How an agent's mail is proven: where no server vouches for anybody, the agent is asked."""
        return "confirm" if self.trust == "none" and self.agents == "header" else self.agents


class CalendarSettings(Strict):
    """When people are there, on clocks in the time zone of `[mailbot]`."""

    workdays: Annotated[tuple[Day, ...], Field(min_length=1)] = WEEK[:5]
    opens: Opening = time(9)
    closes: Closing = time(18)  # 00:00 is the end of the day
    holidays: Annotated[Here, Field(validate_default=True)] = Path(HOLIDAYS)


class ProductTable(Strict):
    """One `[[product]]`: what customers use, how mails name it, and what is asked about it."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
    kind: Literal["web", "native"] = "web"
    label: dict[str, Text] = Field(default_factory=dict)
    words: tuple[Text, ...] = ()
    versions: tuple[Text, ...] = ()  # the newest first
    environments: tuple[Text, ...] = ()
    plans: tuple[Text, ...] = ()
    add: tuple[Text, ...] = ()
    drop: tuple[Text, ...] = ()


class Asking(Strict):
    """How much a letter may ask, and when a silent customer is reminded."""

    product: Text | None = None  # where nothing tells; the first [[product]] when absent
    questions: Annotated[int, Field(ge=1, le=10)] = 3
    rounds: Annotated[int, Field(ge=0, le=5)] = 2
    reminder_hours: Annotated[float, Field(ge=0, le=1000)] = 16  # business hours; 0 = no reminder
    surge_customers: Annotated[int, Field(ge=0, le=1000)] = 5  # who write about the same; 0 = nobody is one of many
    surge_minutes: Annotated[int, Field(ge=1, le=1440)] = 60


class ReadingSettings(Strict):
    """How much of one mail is read, and what reading it may cost; the mail itself is kept whole."""

    seconds: Annotated[float, Field(ge=1, le=300)] = 10
    memory_megabytes: Annotated[int, Field(ge=128, le=4096)] = 256
    parts: Annotated[int, Field(ge=10, le=10_000)] = 1000
    depth: Annotated[int, Field(ge=3, le=50)] = 20
    header_kilobytes: Annotated[int, Field(ge=16, le=4096)] = 256
    header_lines: Annotated[int, Field(ge=100, le=20_000)] = 1000
    text_characters: Annotated[int, Field(ge=10_000, le=500_000)] = 500_000


class Limits(Strict):
    """What stops a storm: automatic letters per address, domain and in all."""

    first_per_address_per_day: Annotated[int, Field(ge=1)] = 3
    first_per_known_address_per_day: Annotated[int, Field(ge=1)] = 10  # of the customer directory
    first_per_domain_per_hour: Annotated[int, Field(ge=1)] = 20
    automatic_per_hour: Annotated[int, Field(ge=1)] = 100
    reply_within_hours: Annotated[int, Field(ge=1)] = 48
    freemail: tuple[
        Text, ...
    ] = ()  # more domains, beside the shipped list, to which first_per_domain_per_hour does not apply
    escalation_megabytes: Annotated[int, Field(ge=1, le=100)] = 20


class Settings(Strict):
    """All of `mailbot.toml`."""

    mailbot: General
    support: Support
    people: People
    mailbox: Annotated[tuple[Mailbox, ...], Field(min_length=1)]
    delivery: Delivery
    authentication: AuthenticationSettings
    calendar: Annotated[CalendarSettings, Field(default_factory=dict, validate_default=True)]
    product: tuple[ProductTable, ...] = ()
    asking: Asking = Asking()
    limits: Limits = Limits()
    reading: ReadingSettings = ReadingSettings()
