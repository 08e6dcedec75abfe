"""Names of attachments."""

from __future__ import annotations

import base64
from urllib.parse import quote

from tests.core.golden.case import Golden, filed, kanji, word

NAME = "障害報告①.pdf"
UTF8, SJIS = quote(NAME).encode(), quote(NAME.encode("cp932")).encode()
JIS_NAME = b"\x1b$B" + kanji("障害報告") + b"\x2d\x21" + b"\x1b(B.pdf"
PLAIN = b"attachment; filename="
KIND = b"application/pdf; name="


def _named(disposition: bytes, kind: bytes = b"application/pdf") -> bytes:
    return filed(disposition, kind)


CASES = tuple(
    Golden(f"a file name: {sentence}", raw, files=(name,), guess=guess)
    for sentence, raw, name, guess in (
        ("RFC 2231 in UTF-8", _named(b"attachment; filename*=utf-8''" + UTF8), NAME, ""),
        ("RFC 2231 in Shift_JIS", _named(b"attachment; filename*=Shift_JIS'ja'" + SJIS), NAME, ""),
        (
            "RFC 2231 in ISO-2022-JP",
            _named(b"attachment; filename*=ISO-2022-JP''" + quote(JIS_NAME).encode()),
            NAME,
            "",
        ),
        (
            "RFC 2231 in three pieces, cut inside a character",
            _named(
                b"attachment; filename*0*=utf-8''"
                + UTF8[:12]
                + b";\r\n filename*1*="
                + UTF8[12:33]
                + b";\r\n filename*2*="
                + UTF8[33:]
            ),
            NAME,
            "",
        ),
        (
            "RFC 2231 beside a plain name",
            _named(b"attachment; filename=\"report.pdf\"; filename*=utf-8''" + UTF8),
            NAME,
            "",
        ),
        (
            "an empty RFC 2231 name beside a plain one",
            _named(b"attachment; filename*=utf-8''; filename=report.pdf"),
            "report.pdf",
            "",
        ),
        ("RFC 2231 in quotes", _named(b"attachment; filename*=\"utf-8''" + UTF8 + b'"'), NAME, ""),
        ("RFC 2231 that names no charset", _named(b"attachment; filename*=" + UTF8), NAME, "no charset"),
        (
            "RFC 2231 with a made-up charset",
            _named(b"attachment; filename*=x-nowhere''" + UTF8),
            NAME,
            "name of part 2: charset",
        ),
        ("percent signs without a star", _named(PLAIN + b'"' + UTF8 + b'"'), NAME, "name of part 2: percent"),
        ("an encoded word in filename", _named(PLAIN + b'"' + word(NAME.encode(), "utf-8") + b'"'), NAME, ""),
        (
            "an encoded word in name alone",
            _named(b"attachment", KIND + b'"' + word(JIS_NAME, "ISO-2022-JP") + b'"'),
            NAME,
            "",
        ),
        ("an encoded word without quotes", _named(PLAIN + word(NAME.encode(), "utf-8")), NAME, ""),
        (
            "a name in two encoded words, cut inside a character",
            _named(
                PLAIN + b'"' + word(NAME.encode()[:7], "utf-8") + b"\r\n " + word(NAME.encode()[7:], "utf-8") + b'"'
            ),
            NAME,
            "",
        ),
        (
            "an encoded word cut by RFC 2231",
            _named(
                b'attachment; filename*0="'
                + word(NAME.encode(), "utf-8")[:20]
                + b'"; filename*1="'
                + word(NAME.encode(), "utf-8")[20:]
                + b'"'
            ),
            NAME,
            "",
        ),
        ("raw UTF-8", _named(PLAIN + b'"' + NAME.encode() + b'"'), NAME, ""),
        ("raw Shift_JIS", _named(PLAIN + b'"' + NAME.encode("cp932") + b'"'), NAME, "name of part 2: raw bytes"),
        (
            "raw Shift_JIS with a backslash byte",
            _named(PLAIN + b'"' + "申請表.xls".encode("cp932") + b'"'),
            "申請表.xls",
            "raw bytes",
        ),
        ("raw ISO-2022-JP", _named(PLAIN + b'"' + JIS_NAME + b'"'), NAME, "name of part 2: raw iso-2022-jp"),
        ("raw EUC-JP", _named(PLAIN + b'"' + "障害報告.pdf".encode("euc_jp") + b'"'), "障害報告.pdf", "raw bytes"),
        (
            "base64 of Shift_JIS",
            _named(PLAIN + b'"=?Shift_JIS?B?' + base64.b64encode(NAME.encode("cp932")) + b'?="'),
            NAME,
            "",
        ),
    )
)
