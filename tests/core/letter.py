"""A mail with everything, for the tests of the parsers."""

from __future__ import annotations

import base64

from mailbot.model import Message, Reading
from mailbot.parsers import read

READING = Reading(("help@ours.example",), "desk-1", "mx.ours.example")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
FULL = (
    b"""\
Return-Path: <ann@shop.example>
Authentication-Results: mx.ours.example; dmarc=pass header.from=shop.example
From: =?utf-8?B?5bGx55Sw?= <ann@Shop.Example>
To: Help <help@ours.example>, bob@shop.example
Cc: cid@shop.example
Delivered-To: help+x@ours.example
Subject: =?iso-2022-jp?B?GyRCJSglaSE8GyhC?= 500
Date: Mon, 4 Mar 2024 10:00:00 +0900
Message-ID: <1@shop.example>
In-Reply-To: <c.1@ours.example>
References: <c.0@ours.example>
 <c.1@ours.example>
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset=iso-2022-jp

\x1b$B%"%W%j$,Mn$A$^$9\x1b(B
--a
Content-Type: multipart/related; boundary="r"

--r
Content-Type: text/html

<p>html</p><img src="cid:p1">
--r
Content-Type: image/png
Content-ID: <p1>
Content-Transfer-Encoding: base64

"""
    + base64.encodebytes(PNG)
    + b"""\
--r--
--a--
--m
Content-Type: text/plain; name="=?utf-8?B?44Ot44Kw?=.txt"
Content-Disposition: attachment; filename*=utf-8''%E3%83%AD%E3%82%B0.txt

log line
--m
Content-Type: message/rfc822

From: other@shop.example
Subject: inner

inner words
--m--
"""
)


def mail(body: bytes = b"hi", **headers: str) -> Message:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in ({"From": "ann@shop.example"} | headers).items()]
    return read("\r\n".join(lines).encode() + b"\r\n\r\n" + body, READING)
