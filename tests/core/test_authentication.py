from __future__ import annotations

import pytest

from mailbot.config.details import packaged_catalogue
from mailbot.parsers.head.authentication import authentication_of

CATALOGUE = packaged_catalogue()

ID, DOMAIN = "mx.ours.example", "shop.example"
DMARC = f"{ID}; dmarc=pass header.from={DOMAIN}"


def verdict(*values: str, authserv_id: str = ID, domain: str = DOMAIN) -> str:
    found = authentication_of(values, authserv_id, domain)
    for language in ("ja", "en"):
        words = [CATALOGUE.say(language, one.key, **dict(one.values)) for one in found.reasons]
        assert words
        assert not any("_" in one or "{" in one for one in words)
    return found.verdict


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(DMARC, id="aligned DMARC"),
        pytest.param(
            f"{ID};\r\n dmarc=pass (p=NONE sp=NONE dis=NONE)\r\n header.from={DOMAIN}", id="folded, with a comment"
        ),
        pytest.param(f"{ID} 1; dmarc=pass header.from={DOMAIN}", id="version 1"),
        pytest.param("MX.Ours.Example; DMARC=Pass header.From=SHOP.example", id="any case"),
        pytest.param(f"(mail) {ID} (our server); dmarc=pass header.from={DOMAIN}", id="comments around the id"),
        pytest.param(f'{ID}; dmarc=pass reason="fine; really" header.from={DOMAIN}', id="a semicolon in quotes"),
        pytest.param(
            f"{ID}; dkim=fail header.d=x.example; spf=fail; dmarc=pass header.from={DOMAIN}", id="DMARC decides"
        ),
        pytest.param(f"{ID}; spf=pass smtp.mailfrom=ann@{DOMAIN}", id="aligned SPF where no DMARC is published"),
        pytest.param(f"{ID}; spf=pass smtp.mailfrom=bounce.{DOMAIN}; dmarc=none", id="relaxed alignment below"),
        pytest.param(
            f"{ID}; dkim=pass header.d={DOMAIN} header.b=AbC/d+E==; dmarc=none", id="aligned DKIM, a signature shown"
        ),
        pytest.param(f"{ID}; dkim=pass header.i=@{DOMAIN}; dmarc=none", id="DKIM by its identity"),
        pytest.param(f"{ID}; dkim=fail header.d={DOMAIN}; dkim=pass header.d={DOMAIN}", id="one of two signatures"),
        pytest.param(f"{ID}; dkim/1=pass header.d={DOMAIN}", id="a method with its version"),
    ],
)
def test_vouched_for(value: str) -> None:
    assert verdict(value) == "pass"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="an empty header"),
        pytest.param(f"{ID}; none", id="nothing was checked"),
        pytest.param(f"{ID}", id="nothing behind the id"),
        pytest.param(f"mx.other.example; dmarc=pass header.from={DOMAIN}", id="another server"),
        pytest.param(f"x{ID}; dmarc=pass header.from={DOMAIN}", id="an id that ends like ours"),
        pytest.param(f"{ID}.evil.example; dmarc=pass header.from={DOMAIN}", id="an id that begins like ours"),
        pytest.param(f"({ID}) mx.other.example; dmarc=pass header.from={DOMAIN}", id="our id in a comment"),
        pytest.param(f"mx.other.example ({ID}; dmarc=pass header.from={DOMAIN}", id="a comment that does not end"),
        pytest.param(f"mx.other.example {ID}; dmarc=pass header.from={DOMAIN}", id="two names"),
        pytest.param(f"{ID} 2; dmarc=pass header.from={DOMAIN}", id="version 2"),
        pytest.param(f"{ID}; dmarc=pass header.from=evil.example", id="DMARC of another domain"),
        pytest.param(f"{ID}; dmarc=pass", id="DMARC of no domain"),
        pytest.param(
            f"{ID}; dmarc=pass header.from={DOMAIN}; dmarc=pass header.from=evil.example", id="two DMARC results"
        ),
        pytest.param(
            f"{ID}; dmarc=temperror header.from={DOMAIN}; spf=pass smtp.mailfrom={DOMAIN}", id="DMARC unknown"
        ),
        pytest.param(f"{ID}; spf=pass smtp.mailfrom=ann@evil.example", id="SPF of another domain"),
        pytest.param(f"{ID}; spf=pass smtp.helo={DOMAIN}", id="SPF of the HELO name"),
        pytest.param(f"{ID}; spf=softfail smtp.mailfrom={DOMAIN}", id="SPF softfail"),
        pytest.param(f"{ID}; dkim=pass header.d=evil.example", id="a foreign signature"),
        pytest.param(f"{ID}; dkim=pass header.d=evilshop.example", id="a domain that ends like ours"),
        pytest.param(f"{ID}; dkim=pass header.d=example", id="a signature of the top-level domain"),
        pytest.param(f"{ID}; spf=pass smtp.mailfrom=example", id="SPF of the top-level domain"),
        pytest.param(f"{ID}; dmarc=pass header.from", id="a property without value"),
        pytest.param(f'{ID}; dmarc=pass header.from="{DOMAIN}', id="a quote that does not end"),
        pytest.param(f"{ID}; auth=pass smtp.auth={DOMAIN}", id="a method that says nothing of From"),
        pytest.param(f"{ID}; arc=pass header.d={DOMAIN}", id="ARC is not asked"),
    ],
)
def test_not_vouched_for(value: str) -> None:
    assert verdict(value) == "none"


@pytest.mark.parametrize(
    ("values", "then"),
    [
        pytest.param((f"{ID}; dmarc=fail header.from={DOMAIN}", DMARC), "fail", id="only the topmost of ours counts"),
        pytest.param(("mx.other.example; dmarc=fail", DMARC), "pass", id="foreign ones above are passed over"),
        pytest.param((f"{ID}; dmarc=", DMARC), "none", id="a broken topmost is not passed over"),
        pytest.param(
            (f"{ID}; dmarc=fail header.from={DOMAIN}; dmarc=pass header.from={DOMAIN}",), "fail", id="fail wins"
        ),
        pytest.param((), "none", id="no header at all"),
    ],
)
def test_several_headers(values: tuple[str, ...], then: str) -> None:
    assert verdict(*values) == then


def test_without_a_trusted_server_nothing_counts() -> None:
    assert verdict(DMARC, authserv_id="") == "none"


def test_without_a_sender_nothing_counts() -> None:
    assert verdict(DMARC, domain="") == "none"


@pytest.mark.parametrize(
    ("signer", "domain", "then"),
    [
        pytest.param("shop.co.jp", "shop.co.jp", "pass", id="the name itself"),
        pytest.param("mail.shop.co.jp", "shop.co.jp", "pass", id="below it"),
        pytest.param("shop.co.jp", "mail.shop.co.jp", "pass", id="above it"),
        pytest.param("abc.jp", "mail.abc.jp", "pass", id="a short name of its own"),
        pytest.param("co.jp", "shop.co.jp", "none", id="what all firms of Japan stand under"),
        pytest.param("evil.co.jp", "co.jp", "none", id="one of them for all"),
        pytest.param("evil.co.jp", "shop.co.jp", "none", id="one of them for another"),
        pytest.param("com.au", "shop.com.au", "none", id="what all firms of Australia stand under"),
        pytest.param("ac.uk", "shop.ac.uk", "none", id="what all universities stand under"),
        pytest.param("jp", "co.jp", "none", id="a country"),
        pytest.param("op.example", "shop.example", "none", id="a name that ends so"),
    ],
)
@pytest.mark.parametrize("result", ["spf=pass smtp.mailfrom=x@{}", "dkim=pass header.d={}", "dkim=pass header.i=@{}"])
def test_alignment(result: str, signer: str, domain: str, then: str) -> None:
    assert verdict(f"{ID}; dmarc=none; {result.format(signer)}", domain=domain) == then
