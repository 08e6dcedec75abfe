"""When many write about the same, and when they only write at the same time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.casework.surge import surge_of
from mailbot.casework.wishes import SETTLED
from mailbot.config.details import packaged_catalogue
from mailbot.model import Case, Kind, Recent
from tests.houses import CASE, case, policy

POLICY = policy(catalogue=packaged_catalogue(), staff_language="en", surge_customers=4)
LOGIN = (
    ("ログインできません", "朝からログインできません。"),
    ("ログインについて", "お世話になっております。\nログインしようとするとエラーになります。"),
    ("【不具合】ログイン", "ログインができない状態です。"),
)
MIXED = (
    ("印刷できません", "請求書の印刷ができません。"),
    ("予約が保存できない", "予約を保存するとエラーになります。"),
    ("メールが届かない", "通知メールが届きません。"),
)
ENGLISH = (
    ("Cannot log in", "Hello, login fails since this morning."),
    ("Login broken", "I get an error on the login page."),
    ("Problem with login", "Login does not work."),
)
OTHERS = (
    ("Printing fails", "Invoices do not print."),
    ("Error on export", "The export stops with an error."),
    ("It does not work", "The calendar is blank."),
)


def of(subject: str, text: str, **changes: object) -> Case:
    return case(id=9, subject=subject, mails=(replace(CASE.mails[0], new_text=text, subject=subject),), **changes)


def recent(mails: tuple[tuple[str, str], ...], **changes: object) -> tuple[Recent, ...]:
    built = (Recent(n, f"user{n}@x{n}.example", subject, text, "") for n, (subject, text) in enumerate(mails, 1))
    return tuple(replace(one, **changes) for one in built)  # type: ignore[arg-type]


MINE = of("ログイン不可", "ログインできなくなりました。")
LOGIN_EN = of("Login", "Login does not work any more.")


@pytest.mark.parametrize(("mine", "mails"), [(MINE, LOGIN), (LOGIN_EN, ENGLISH)], ids=["ja", "en"])
def test_many_customers_with_the_same_words_are_a_surge(mine: Case, mails: tuple[tuple[str, str], ...]) -> None:
    surge = surge_of(mine, recent(mails), POLICY)
    assert surge is not None
    assert (surge.cases, surge.told, surge.news) == ((1, 2, 3, 9), False, (1, 2, 3, 9))
    assert "4 customers wrote about much the same within 60 minutes: CASE-1, CASE-2, CASE-3, CASE-9" in surge.said


@pytest.mark.parametrize(("mine", "mails"), [(MINE, MIXED), (LOGIN_EN, OTHERS)], ids=["ja", "en"])
def test_different_troubles_at_the_same_time_are_none(mine: Case, mails: tuple[tuple[str, str], ...]) -> None:
    assert surge_of(mine, recent(mails), POLICY) is None


@pytest.mark.parametrize(
    ("mine", "others"),
    [
        pytest.param(MINE, recent(LOGIN[:2]), id="too few"),
        pytest.param(MINE, recent(LOGIN, customer="user@x.example"), id="one customer who writes again and again"),
        pytest.param(replace(MINE, kind=Kind.QUESTION), recent(LOGIN), id="no bug"),
        pytest.param(replace(MINE, rounds=1), recent(LOGIN), id="an answer to our questions"),
        pytest.param(replace(MINE, alarm=SETTLED), recent(LOGIN), id="an agent gave it back"),
        pytest.param(of("エラー", "エラーになります。"), recent((("エラー", "エラーです。"),) * 3), id="empty words"),
    ],
)
def test_it_is_no_surge(mine: Case, others: tuple[Recent, ...]) -> None:
    assert surge_of(mine, others, POLICY) is None


def test_a_surge_that_was_told_goes_on_without_a_second_alert() -> None:
    surge = surge_of(MINE, recent(LOGIN[:1], alarm="surge"), POLICY)
    assert surge is not None
    assert surge.news == ()


def test_none_when_it_is_switched_off() -> None:
    assert surge_of(MINE, recent(LOGIN), replace(POLICY, surge_customers=0)) is None
