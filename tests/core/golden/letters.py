"""Whole mails as people send them: text, subject, name and attachment at once."""

from __future__ import annotations

import base64
import quopri
from urllib.parse import quote

from tests.core.golden.case import HEAD, Golden, jis, kanji, word

ASKED = """\
お世話になっております。㈱ミライ商店の髙橋です。

①起動すると画面が真っ白になります。
②再起動しても直りません。
"""
NAME, SUBJECT, FILE = "髙橋 一郎", "【至急】①画面が真っ白になる件", "画面①.txt"
LF = ASKED.replace("\n", "\r\n")
FIRST = jis(kanji("お世話になっております。"), b"\x2d\x6a", kanji("ミライ商店の"), b"\x7c\x62", kanji("橋です。"))
SECOND = jis(b"\x2d\x21", kanji("起動すると画面が真っ白になります。"))
THIRD = jis(b"\x2d\x22", kanji("再起動しても直りません。"))
JIS = FIRST + b"\r\n\r\n" + SECOND + b"\r\n" + THIRD + b"\r\n"
JIS_SUBJECT = jis(kanji("【至急】"), b"\x2d\x21", kanji("画面が真っ白になる件"))
JIS_NAME = jis(b"\x7c\x62", kanji("橋")) + b" " + jis(kanji("一郎"))
JIS_FILE = jis(kanji("画面"), b"\x2d\x21") + b".txt"


def _exact(sentence: str, raw: bytes, guess: str) -> Golden:
    return Golden(sentence, raw, ASKED.strip("\n"), SUBJECT, NAME, (FILE,), guess)


def _letter(head: bytes, label: bytes, text: bytes, file: bytes) -> bytes:
    return (
        head + HEAD + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\n'
        b"Content-Type: text/plain" + label + b"\r\n\r\n" + text + b"\r\n--m\r\nContent-Type: text/plain; "
        + file + b"\r\n\r\nlog\r\n--m--\r\n"
    )  # fmt: skip


def _head(name: bytes, subject: bytes) -> bytes:
    return b"From: " + name + b" <ichiro@shop.example>\r\nTo: help@ours.example\r\nSubject: " + subject + b"\r\n"


def _file(name: bytes) -> bytes:
    return b'name="' + name + b'"\r\nContent-Disposition: attachment; filename="' + name + b'"'


CASES = (
    _exact(
        "an office program in CP50220",
        _letter(
            _head(word(JIS_NAME, "iso-2022-jp"), word(JIS_SUBJECT, "iso-2022-jp")),
            b'; charset="iso-2022-jp"\r\nContent-Transfer-Encoding: 7bit',
            JIS,
            _file(word(JIS_FILE, "iso-2022-jp")),
        ),
        "",
    ),
    _exact(
        "an old program: raw ISO-2022-JP everywhere, no charset",
        _letter(_head(JIS_NAME, JIS_SUBJECT), b"", JIS, _file(JIS_FILE)),
        "Subject: raw iso-2022-jp",
    ),
    _exact(
        "a groupware: x-user-defined and raw Shift_JIS",
        _letter(
            _head(b'"' + NAME.encode("cp932") + b'"', SUBJECT.encode("cp932")),
            b"; charset=x-user-defined\r\nContent-Transfer-Encoding: 8bit",
            LF.encode("cp932"),
            _file(FILE.encode("cp932")),
        ),
        "name of part 2: raw bytes",
    ),
    _exact(
        "a web mailer in UTF-8",
        _letter(
            _head(word(NAME.encode(), "UTF-8"), word(SUBJECT.encode(), "UTF-8")),
            b"; charset=UTF-8\r\nContent-Transfer-Encoding: base64",
            base64.encodebytes(LF.encode()),
            b"name*=utf-8''"
            + quote(FILE).encode()
            + b"\r\nContent-Disposition: attachment; filename*=utf-8''"
            + quote(FILE).encode(),
        ),
        "",
    ),
    _exact(
        "a program that writes Shift_JIS in quoted-printable",
        _letter(
            _head(word(NAME.encode("cp932"), "Shift_JIS"), word(SUBJECT.encode("cp932"), "Shift_JIS")),
            b"; charset=Shift_JIS\r\nContent-Transfer-Encoding: quoted-printable",
            quopri.encodestring(LF.encode("cp932"), quotetabs=False)
            .replace(b"\n", b"\r\n")
            .replace(b"\r\r\n", b"\r\n"),
            _file(word(FILE.encode("cp932"), "Shift_JIS")),
        ),
        "",
    ),
    Golden(
        "a form on a web site: raw UTF-8, no MIME",
        _head(NAME.encode(), SUBJECT.encode()) + b"\r\n" + LF.encode(),
        text=ASKED.strip("\n"),
        subject=SUBJECT,
        name=NAME,
        guess="utf-8",
    ),
    Golden(
        "a form on a web site: raw EUC-JP, no MIME",
        _head("高橋".encode("euc_jp"), "画面が真っ白".encode("euc_jp")) + b"\r\n" + "直りません。".encode("euc_jp"),
        text="直りません。",
        subject="画面が真っ白",
        name="高橋",
        guess="Subject: raw bytes",
    ),
    Golden(
        "HTML in ISO-2022-JP in quoted-printable",
        _head(word(JIS_NAME, "iso-2022-jp"), word(JIS_SUBJECT, "iso-2022-jp"))
        + HEAD
        + b"Content-Type: text/html; charset=iso-2022-jp\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + quopri.encodestring(b"<html><body><p>" + SECOND + b"</p></body></html>"),
        text="①起動すると画面が真っ白になります。",
        subject=SUBJECT,
        name=NAME,
        guess="",
    ),
)
