"""kill -9 again and again: nothing is lost, and no robot's letter goes out twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

from tests.edges.conftest import Account
from tests.edges.desks import Desk, customer_mail
from tests.edges.servers import SmtpSink

MAILS = 40
KILLS = 12
BODY = b"Since this morning the export does not work.\r\n"


def test_a_daemon_killed_at_any_moment_loses_nothing_and_repeats_nothing(
    account: Account, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    customers = [f"customer{number}@shop{number}.example" for number in range(MAILS)]
    account.append(*(customer_mail(BODY, number=n, sender=sender) for n, sender in enumerate(customers)))
    desk = Desk.make(tmp_path, account, smtp_sink)
    moments = random.Random(7)
    for _ in range(KILLS):
        daemon = desk.start()
        time.sleep(moments.uniform(0.6, 1.6))
        daemon.kill()
        daemon.communicate()
    for _ in range(3):
        _due_now(desk)
        desk.once()
    assert desk.mailbot("verify").returncode == 0
    store = desk.store()
    rows = store.outbox.rows()
    assert store.inbox.states() == {"done": MAILS}
    store.close()
    accepted = Counter(taken.recipients[0] for taken in smtp_sink.taken)
    unknown = {row["recipient"] for row in rows if row["state"] == "unknown"}
    for customer in customers:
        assert accepted[customer] <= 1, f"{customer} was written to twice"
        assert accepted[customer] == 1 or customer in unknown, f"{customer} was forgotten"
    assert accepted["mika@desk.example"] >= MAILS, "a note to an agent goes out at least once"
    assert {row["state"] for row in rows} <= {"sent", "unknown"}
    assert len(account.mails("処理済み")) == MAILS


def _due_now(desk: Desk) -> None:
    """Letters that wait for their next attempt are due: the back-off is not what is tested."""
    store = desk.store()
    store._connection.execute("UPDATE outbox SET next_at = created_at WHERE state = 'deferred'")
    store.close()
