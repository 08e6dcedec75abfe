from __future__ import annotations

import pytest

from mailbot.parsers.language import is_foreign, language_of

LOG = "ERROR at com.shop.Main (the request was not sent to the server because it is down)\n" * 3


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("アプリが起動しません。助けてください。", "ja", id="Japanese"),
        pytest.param(
            "アプリを開くと落ちます。ログを貼ります。再現手順は以下のとおりです。何度やっても同じ結果になります。\n"
            + LOG[:160],
            "ja",
            id="Japanese around a log",
        ),
        pytest.param("エラー", "ja", id="one Japanese word"),
        pytest.param("The app crashes when I open it.", "en", id="English"),
        pytest.param(
            'When I press "ログイン" nothing happens and the app closes.', "en", id="English around a Japanese label"
        ),
        pytest.param("App crash on login", "en", id="a few English words"),
        pytest.param("Die App stürzt ab, wenn ich sie öffne. Bitte helfen Sie mir.", "", id="German"),
        pytest.param("L'application plante quand je clique sur le bouton, merci.", "", id="French"),
        pytest.param("La aplicación no se abre y no puedo entrar con mi usuario.", "", id="Spanish"),
        pytest.param("应用程序无法启动，请帮忙。", "", id="Chinese"),
        pytest.param("앱이 실행되지 않습니다.", "", id="Korean"),
        pytest.param("1234", "", id="numbers"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_language_of(text: str, language: str) -> None:
    assert language_of("", text) == language


def test_what_programs_write_has_no_language() -> None:
    added = "[image: image001.png]\nlink <https://shop.example/the/a/and/you/is>\n" * 5
    assert language_of("", "画面が白いです\n" + added) == "ja"


def test_the_subject_helps() -> None:
    assert language_of("ログインできません", "v1.2.3") == "ja"


@pytest.mark.parametrize(
    "text",
    [
        "Das weiß ich leider nicht, es ist auf dem Rechner im Büro.",
        "Je ne sais pas, il y a un message sur la page.",
        "Не знаю, какой браузер.",
        "이 화면에서 저장이 안 됩니다",
        "这个问题发生的时候没有显示",
    ],
)
def test_it_is_clearly_another_language(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "Windows 11, Edge",
        "不明",
        "opened list, clicked print",
        "I do not know.",
        "印刷不可",
        "",
        "Das Programm: クローム",
        "no",
    ],
)
def test_it_is_ours_or_too_little_to_tell(text: str) -> None:
    assert not is_foreign(text)
