"""Texts that no label explains are read by their bytes."""

from __future__ import annotations

import pytest

from mailbot.parsers.charset.charsets import decode

RUSSIAN = "Здравствуйте, у меня не работает программа после обновления."
POLISH = "Dzień dobry, po aktualizacji program nie działa. Próbowałem już wszystkiego, ale wciąż się zamyka."
CZECH = "Dobrý den, po aktualizaci program přestal fungovat. Můžete mi prosím poradit, co mám dělat? Děkuji."
FRENCH = "Bonjour, le logiciel ne démarre plus depuis la mise à jour. Pouvez-vous m’aider s’il vous plaît ?"
GERMAN = "Das Programm stürzt beim Öffnen der Datei ab. Mit freundlichen Grüßen, Jürgen"
TURKISH = "Merhaba, güncellemeden sonra program açılmıyor. Lütfen yardımcı olur musunuz? Teşekkürler, Ağrı"


@pytest.mark.parametrize("label", ["", "us-ascii", "x-unknown", "unknown-8bit"])
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        pytest.param(RUSSIAN, "koi8_r", id="Russian in KOI8-R"),
        pytest.param(RUSSIAN, "cp1251", id="Russian in windows-1251"),
        pytest.param("привет", "cp1251", id="one Russian word"),
        pytest.param("Проблема", "koi8_r", id="another in KOI8-R"),
        pytest.param("ПРОБЛЕМА С ВХОДОМ", "koi8_r", id="shouted Russian in KOI8-R"),
        pytest.param(POLISH, "cp1250", id="Polish in windows-1250"),
        pytest.param(POLISH, "iso8859_2", id="Polish in ISO 8859-2"),
        pytest.param(CZECH, "iso8859_2", id="Czech in ISO 8859-2"),
        pytest.param("您好，更新之后程序无法启动，请帮忙看一下。", "gb18030", id="Chinese in GB 18030"),
        pytest.param("您好，更新之後程式無法啟動，請幫忙看一下。", "cp950", id="Chinese in Big5"),
        pytest.param("안녕하세요 업데이트 후에 프로그램이 시작되지 않습니다.", "cp949", id="Korean"),
        pytest.param("안녕하세요, 프로그램이 시작되지 않습니다.", "iso2022_kr", id="Korean in ISO-2022-KR"),
        pytest.param("Καλησπέρα, το πρόγραμμα δεν ξεκινά μετά την ενημέρωση", "iso8859_7", id="Greek"),
        pytest.param("שלום, התוכנה לא עובדת אחרי העדכון", "cp1255", id="Hebrew"),
        pytest.param("مرحبا، البرنامج لا يعمل بعد التحديث", "cp1256", id="Arabic in windows-1256"),
        pytest.param("مرحبا، البرنامج لا يعمل بعد التحديث", "iso8859_6", id="Arabic in ISO 8859-6"),
        pytest.param("สวัสดีครับ โปรแกรมไม่ทำงานหลังจากอัปเดต", "cp874", id="Thai"),
        pytest.param(FRENCH, "cp1252", id="French"),
        pytest.param(GERMAN, "cp1252", id="German"),
        pytest.param("café", "cp1252", id="one French word"),
        pytest.param("Größe ändern", "cp1252", id="two German words"),
        pytest.param("“It’s” – he said — — —", "cp1252", id="dashes and quotes"),
        pytest.param("Price: 100 € for the “pro” version – thanks", "cp1252", id="the euro sign"),
        pytest.param(TURKISH, "cp1254", id="Turkish"),
    ],
)
def test_undeclared_text(text: str, codec: str, label: str) -> None:
    found, defect = decode(text.encode(codec), label)
    assert found == text
    assert defect is not None
    assert "read as" in defect


@pytest.mark.parametrize("text", [CZECH, POLISH, TURKISH])
def test_a_western_label_keeps_central_europe_out(text: str) -> None:
    data = text.encode("cp1250" if text is not TURKISH else "cp1254")
    assert decode(data, "iso-8859-1") == (data.decode("cp1252", "replace"), None)


def test_a_western_label_does_not_hide_russian() -> None:
    text, defect = decode(RUSSIAN.encode("koi8_r"), "iso-8859-1")
    assert text == RUSSIAN
    assert defect == "charset 'iso-8859-1' promises nothing: read as koi8-u"


def test_the_euro_sign_of_latin_9() -> None:
    assert decode(b"100 \xa4", "iso-8859-15") == ("100 €", None)


def test_windows_dashes_are_no_kanji() -> None:
    text = "the microphone wasn’t showing up.\n" + "—" * 40
    assert decode(text.encode("cp1252"), "windows-1252") == (text, None)


def test_a_guess_is_the_same_each_time_and_looks_at_a_bounded_piece() -> None:
    data = (RUSSIAN * 20_000).encode("cp1251")
    assert decode(data, "") == decode(data, "")
    assert decode(data, "")[0] == RUSSIAN * 20_000
