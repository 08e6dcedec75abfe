"""The tables, as migrations: each runs once, in its own transaction, in this order."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("mailbot")

PILES = """
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL, folder TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uid INTEGER NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, truncated INTEGER NOT NULL DEFAULT 0,
    received_at TEXT NOT NULL, kept_at TEXT NOT NULL, acknowledged_at TEXT,
    state TEXT NOT NULL DEFAULT 'kept', reason TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0, case_id INTEGER REFERENCES cases(id),
    message_id TEXT NOT NULL DEFAULT '', sender TEXT NOT NULL DEFAULT '', subject TEXT NOT NULL DEFAULT '',
    raw BLOB NOT NULL,
    UNIQUE (account, folder, uidvalidity, uid)
) STRICT;
CREATE INDEX inbox_todo ON inbox (id) WHERE state = 'kept';
CREATE INDEX inbox_case ON inbox (case_id);
CREATE INDEX inbox_unacknowledged ON inbox (account, folder, uidvalidity) WHERE acknowledged_at IS NULL;
CREATE INDEX inbox_content ON inbox (account, folder, sha256);
CREATE INDEX inbox_message_id ON inbox (message_id);

CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    state TEXT NOT NULL, kind TEXT NOT NULL, kind_reason TEXT NOT NULL, language TEXT NOT NULL,
    customer TEXT NOT NULL COLLATE NOCASE, customer_name TEXT NOT NULL, subject TEXT NOT NULL,
    created_at TEXT NOT NULL, wake_at TEXT, wish TEXT NOT NULL, urgent TEXT NOT NULL,
    silence TEXT NOT NULL, rounds INTEGER NOT NULL,
    greeted INTEGER NOT NULL, agent_told INTEGER NOT NULL, escalated INTEGER NOT NULL, handed_over INTEGER NOT NULL,
    missing_before TEXT NOT NULL, taken TEXT NOT NULL, remind_at TEXT, reminded INTEGER NOT NULL,
    follows INTEGER NOT NULL, engineering TEXT NOT NULL
) STRICT;
CREATE INDEX cases_wake ON cases (wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX cases_remind ON cases (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX cases_customer ON cases (customer);

CREATE TABLE findings (
    case_id INTEGER NOT NULL REFERENCES cases(id), position INTEGER NOT NULL,
    detail TEXT NOT NULL, value TEXT NOT NULL, quote TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    source TEXT NOT NULL, rule TEXT NOT NULL, strength TEXT NOT NULL, answer TEXT NOT NULL,
    lexical INTEGER NOT NULL, mail INTEGER NOT NULL,
    PRIMARY KEY (case_id, position)
) STRICT;
CREATE TABLE asked (
    case_id INTEGER NOT NULL REFERENCES cases(id), position INTEGER NOT NULL,
    round INTEGER NOT NULL, message_id TEXT NOT NULL, number INTEGER NOT NULL,
    details TEXT NOT NULL, text TEXT NOT NULL, help TEXT NOT NULL, guess TEXT NOT NULL,
    PRIMARY KEY (case_id, position)
) STRICT;
CREATE TABLE mails (
    case_id INTEGER NOT NULL REFERENCES cases(id), position INTEGER NOT NULL,
    mail INTEGER NOT NULL, party TEXT NOT NULL, ours INTEGER NOT NULL, message_id TEXT NOT NULL,
    "references" TEXT NOT NULL, address TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL,
    text TEXT NOT NULL, new_text TEXT NOT NULL, attachments TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
    PRIMARY KEY (case_id, position)
) STRICT;
CREATE INDEX mails_message_id ON mails (message_id);
CREATE TABLE events (
    case_id INTEGER NOT NULL REFERENCES cases(id), position INTEGER NOT NULL,
    at TEXT NOT NULL, rule TEXT NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL, mail INTEGER NOT NULL,
    PRIMARY KEY (case_id, position)
) STRICT;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE, after_key TEXT,
    case_id INTEGER REFERENCES cases(id), purpose TEXT NOT NULL, party TEXT NOT NULL,
    sender TEXT NOT NULL, recipient TEXT NOT NULL COLLATE NOCASE, message_id TEXT NOT NULL, automatic INTEGER NOT NULL,
    state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at TEXT NOT NULL,
    created_at TEXT NOT NULL, sent_at TEXT, server_text TEXT NOT NULL DEFAULT '',
    draft TEXT NOT NULL, data BLOB NOT NULL
) STRICT;
CREATE INDEX outbox_todo ON outbox (next_at) WHERE state IN ('queued', 'deferred');
CREATE INDEX outbox_after ON outbox (after_key) WHERE after_key IS NOT NULL;
CREATE INDEX outbox_held ON outbox (id) WHERE state = 'held';
CREATE INDEX outbox_message_id ON outbox (message_id);
CREATE INDEX outbox_recent ON outbox (created_at) WHERE automatic = 1;
"""


@migrations()
def three_piles(db: Database) -> None:
    """Inbox, cases with their events, outbox."""
    for statement in PILES.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def bytes_of_their_own(db: Database) -> None:
    """The bytes of mails out of their rows, in pieces."""
    db.execute(
        "CREATE TABLE originals (mail INTEGER NOT NULL REFERENCES inbox(id), piece INTEGER NOT NULL, raw BLOB NOT NULL,"
        " PRIMARY KEY (mail, piece)) STRICT"
    )
    db.execute("INSERT INTO originals SELECT id, 0, raw FROM inbox")
    db.execute("ALTER TABLE inbox DROP COLUMN raw")


@migrations()
def secrets_and_closed_words(db: Database) -> None:
    """Mails that bring a password; words that nobody here could read."""
    db.execute("ALTER TABLE mails ADD COLUMN secret INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE cases ADD COLUMN closed TEXT NOT NULL DEFAULT ''")


@migrations()
def mails_not_read(db: Database) -> None:
    """Of each mail of a case, why not all of it was read."""
    db.execute("ALTER TABLE mails ADD COLUMN unread TEXT NOT NULL DEFAULT ''")


@migrations()
def products_of_cases(db: Database) -> None:
    """Which product a case is about, and why."""
    db.execute("ALTER TABLE cases ADD COLUMN product TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE cases ADD COLUMN product_reason TEXT NOT NULL DEFAULT ''")


@migrations()
def what_calls_for_a_person(db: Database) -> None:
    """What the agents must see first of a case: business stopped, a complaint, one of many."""
    db.execute("ALTER TABLE cases ADD COLUMN alarm TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX cases_created ON cases (created_at)")


@migrations()
def second_matters(db: Database) -> None:
    """What else a case's first mail is, beside its kind."""
    db.execute("ALTER TABLE cases ADD COLUMN also TEXT NOT NULL DEFAULT ''")


@migrations()
def who_told_kinds(db: Database) -> None:
    """Who or what said the kind of a case: until now only its reason did."""
    db.execute("ALTER TABLE cases ADD COLUMN kind_by TEXT NOT NULL DEFAULT 'rules'")
    db.execute("UPDATE cases SET kind_by = 'person' WHERE kind_reason LIKE 'said by %'")


@migrations()
def evidence_of_threads(db: Database) -> None:
    """What mails cite and whom they were copied to; who takes part in a case; where a person put a mail or a case."""
    db.execute("ALTER TABLE mails ADD COLUMN joined TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE mails ADD COLUMN copied TEXT NOT NULL DEFAULT '[]'")
    db.execute("ALTER TABLE cases ADD COLUMN cites INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE cases ADD COLUMN merged INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE cases ADD COLUMN participants TEXT NOT NULL DEFAULT '[]'")
    db.execute("ALTER TABLE inbox ADD COLUMN put INTEGER")
    db.execute(
        "CREATE TABLE cited (message_id TEXT NOT NULL, case_id INTEGER NOT NULL REFERENCES cases(id),"
        " PRIMARY KEY (message_id, case_id)) STRICT, WITHOUT ROWID"
    )
    db.execute(
        'INSERT OR IGNORE INTO cited SELECT j.value, m.case_id FROM mails m, json_each(m."references") j'
        " WHERE m.ours = 0 AND m.party = 'customer'"
    )


@migrations()
def what_stops_letters(db: Database) -> None:
    """Letters that came back, a stop for all automatic ones, and cases whose customer therefore heard nothing."""
    db.execute("ALTER TABLE outbox ADD COLUMN returned TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE outbox ADD COLUMN gone INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE cases ADD COLUMN unheard TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX cases_unheard ON cases (id) WHERE unheard != ''")
    db.execute("CREATE INDEX outbox_recipient ON outbox (recipient, created_at)")
    db.execute(
        "CREATE TABLE hold (one INTEGER PRIMARY KEY CHECK (one = 1), since TEXT NOT NULL, reason TEXT NOT NULL) STRICT"
    )


@migrations()
def questions_to_agents(db: Database) -> None:
    """Which letter asks an agent whether he wrote which mail; which mails an agent has confirmed."""
    db.execute("ALTER TABLE inbox ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "CREATE TABLE confirmations (message_id TEXT PRIMARY KEY, mail INTEGER NOT NULL REFERENCES inbox(id),"
        " asked_at TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0) STRICT"
    )


@migrations()
def what_cases_cite(db: Database) -> None:
    """Each mail asks whether its sender has ever answered us: that must not look through all that was ever cited."""
    db.execute("CREATE INDEX cited_case ON cited (case_id)")
