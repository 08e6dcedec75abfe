"""Domains behind which many unrelated people write: the limit per domain does not apply to them."""

from __future__ import annotations

DOMAINS = """
aol.com fastmail.com gmail.com gmx.de gmx.net googlemail.com hey.com hotmail.com icloud.com laposte.net libero.it
live.com live.jp mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com outlook.jp pm.me
proton.me protonmail.com qq.com rediffmail.com t-online.de tutanota.com wanadoo.fr web.de yahoo.com yandex.com
yahoo.co.uk yahoo.de yahoo.fr ymail.com zoho.com 126.com 163.com daum.net hanmail.net
yahoo.co.jp ymail.ne.jp goo.jp excite.co.jp infoseek.jp
docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp vodafone.ne.jp ymobile.ne.jp y-mobile.ne.jp
uqmobile.jp rakuten.jp rakumail.jp
nifty.com nifty.ne.jp ocn.ne.jp so-net.ne.jp biglobe.ne.jp plala.or.jp dion.ne.jp eonet.ne.jp asahi-net.or.jp
jcom.home.ne.jp jcom.zaq.ne.jp hi-ho.ne.jp wakwak.com tiki.ne.jp
"""
FREEMAIL = frozenset(DOMAINS.split())
