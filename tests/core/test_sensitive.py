"""Card numbers, passwords and the like are found and masked; words about them are not."""

from __future__ import annotations

import pytest

from mailbot.casework.sensitive import kinds_in, masked, sensitive

CARD, PASSWORD, KEY, NUMBER = "card", "password", "key", "my_number"
GIVEN = """\
card|カード番号は 4111 1111 1111 1111 です|カード番号は •••• 1111 です
card|4111-1111-1111-1111|•••• 1111
card|5555555555554444|•••• 4444
card|378282246310005|•••• 0005
card|3530 1113 3330 0000|•••• 0000
card|３７８２８２２４６３１０００５|•••• 0005
card|カード：４１１１　１１１１　１１１１　１１１１|カード：•••• 1111
card|30569309025904|•••• 5904
card|6011111111111117|•••• 1117
card|My card 5105 1051 0510 5100 exp 12/27|My card •••• 5100 exp 12/27
password|パスワード：abc123|パスワード：••••
password|パスワードは Abc12345 です|パスワードは •••• です
password|パスワード: hogehoge|パスワード: ••••
password|PW：tanaka0401|PW：••••
password|pw= secret99|pw= ••••
password|password is hunter2|password is ••••
password|Password: hunter2|Password: ••••
password|my password was "Tr0ub4dor&3"|my password was "••••"
password|The password is correct-horse-7.|The password is ••••.
password|PIN: 1234|PIN: ••••
password|PIN code: 9876|PIN code: ••••
password|暗証番号は4649です|暗証番号は••••です
password|暗証番号：4649|暗証番号：••••
password|パスコード 「1234」|パスコード 「••••」
password|パスワード（仮）：temp-9x|パスワード（仮）：••••
password|パスワード：１２３４ａｂｃｄ|パスワード：••••
password|ID: tanaka パスワード: Tanaka#2024|ID: tanaka パスワード: ••••
password|ログインIDはtanaka、パスワードはtanaka2024です。|ログインIDはtanaka、パスワードは••••です。
password|passwd: qwerty|passwd: ••••
password|login: bob / pwd: bob2020|login: bob / pwd: ••••
password|Passcode: 445566|Passcode: ••••
password|API key: abcd1234efgh|API key: ••••
password|api_key=ABCDEF123456|api_key=••••
password|APIキー：sk-12345678|APIキー：••••
password|access token: ya29.abcdefg|access token: ••••
key|Authorization: Bearer abcdef1234567890|Authorization: Bearer ••••
key|Authorization: Basic dXNlcjpwYXNz|Authorization: Basic ••••
key|export KEY sk_live_abcdefghij1234|export KEY ••••
key|ghp_0123456789abcdefghijABCDEFGHIJ|••••
my_number|マイナンバーは 123456789018|マイナンバーは ••••
my_number|個人番号 1234-5678-9018|個人番号 ••••"""
HARMLESS = """\
password reset does not work|パスワードを忘れました|パスワードが違いますと表示されます|the password field is empty
My password is not accepted|The password is incorrect.|Password: incorrect|パスワードは正しいです
パスワードは合っています|パスワード：未設定|Password: ********|パスワード：●●●●|password: (hidden)
注文番号 1234567890123456|電話 03-1234-5678|IMEI 356938035643809|1234 5678 9012 3456|4111 1111 1111 1112
0000 0000 0000 0000|4444 4444 4444 4444|password is required|PIN is wrong|パスワードは変更していません
How do I change my password? It is expired|The api key is invalid|Order 20261126123456789|version 4.11.111.1111
serial 5555-5555-5555-4445|Password: does not work at all|パスワード再設定のメールが届きません
pinned message is lost|spinning: forever|I opened https://a.example/?q=4111|The PIN screen is blank
個人番号の入力欄が表示されません|マイナンバー 123456789012|password was changed yesterday
My password works on the phone|パスワードが通りません|パスワードは大文字でも同じです|2026-11-26 10:11:12.123456"""


@pytest.mark.parametrize(("kind", "text", "shown"), [line.split("|") for line in GIVEN.split("\n")])
def test_what_must_not_be_shown_is_masked(kind: str, text: str, shown: str) -> None:
    assert masked(text) == shown
    assert kinds_in(text) == (kind,)
    for one in sensitive(text):
        assert text[: one.start] == shown[: one.start]


@pytest.mark.parametrize("text", [one for line in HARMLESS.split("\n") for one in line.split("|")])
def test_words_about_it_stay(text: str) -> None:
    assert masked(text) == text


def test_several_in_one_text() -> None:
    text = "password: hunter2, card 4111 1111 1111 1111, password: hunter3"
    assert masked(text) == "password: ••••, card •••• 1111, password: ••••"
    assert kinds_in(text) == (PASSWORD, CARD)
    assert kinds_in(text) != (KEY, NUMBER)


def test_what_is_masked_once_stays_so() -> None:
    text = "password: hunter2 and 4111 1111 1111 1111"
    assert masked(masked(text)) == masked(text)


def test_a_long_text_of_them_is_bounded() -> None:
    assert len(sensitive("password: hunter2\n" * 5000)) == 200
