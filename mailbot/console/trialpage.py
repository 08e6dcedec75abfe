"""What `try` says about one mail, as one page for a browser: no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from mailbot.console.screen import plain
from mailbot.console.trial import how, place, rows_of
from mailbot.marking import Stretch, stretches
from mailbot.model import Finding, Part
from mailbot.trial import Trial

HUES = (140, 210, 280, 25, 330, 180, 250, 90, 0, 50)  # one detail after the other
PARTS = {
    Part.QUOTED: "quoted",
    Part.SIGNATURE: "signature",
    Part.FORWARDED: "passed on",
    Part.DISCLAIMER: "legal words",
}
STYLE = """
:root { color-scheme: light dark; --back: #fbfbf9; --card: #fff; --ink: #1d1f21; --pale: #62676d; --edge: #dcdfe3;
  --light: 84%; --far: 38%; }
@media (prefers-color-scheme: dark) { :root { --back: #16181b; --card: #1e2125; --ink: #e6e7e9; --pale: #9aa1a9;
  --edge: #363b41; --light: 26%; --far: 72%; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; background: var(--back); color: var(--ink);
  font: 16px/1.65 system-ui, "Noto Sans", "Hiragino Sans", "Noto Sans CJK JP", "Yu Gothic UI", Meiryo, sans-serif; }
h1 { font-size: 1.3rem; line-height: 1.4; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 2.2rem 0 .6rem; }
.lead, .legend { color: var(--pale); margin: .3rem 0; font-size: .92rem; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--edge); border-radius: 8px; padding: 1rem 1.1rem; }
.words { white-space: pre-wrap; overflow-wrap: anywhere; }
.part { color: var(--pale); border-left: 3px solid var(--edge); padding-left: .7rem; margin: .3rem 0; }
.part::before { content: attr(data-part); display: block; font-size: .75rem; }
mark { color: inherit; border-radius: 3px; padding: .08em .12em; background: hsl(var(--h) 65% var(--light));
  -webkit-box-decoration-break: clone; box-decoration-break: clone; }
mark.guess { background: none; border-bottom: 2px dashed hsl(var(--h) 60% var(--far)); }
.n { font-size: .72em; line-height: 0; vertical-align: super; text-decoration: none; font-weight: 600; padding: 0 .1em;
  color: hsl(var(--h) 60% var(--far)); white-space: nowrap; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem .45rem 0; border-bottom: 1px solid var(--edge);
  overflow-wrap: anywhere; }
tr:last-child > * { border-bottom: 0; }
th { font-weight: 600; }
tbody th { width: 9.5rem; }
td:last-child { width: 12rem; }
thead th { color: var(--pale); font-size: .85rem; }
tr:target { outline: 2px solid var(--pale); outline-offset: 2px; }
small { color: var(--pale); display: block; }
@media (max-width: 40rem) {
  body { padding: 1rem .7rem 3rem; } .card { padding: .8rem; }
  thead { display: none; } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--edge); }
  th, td, td:last-child, tbody th { display: block; width: auto; border: 0; padding: .05rem 0; }
  tr:last-child { border-bottom: 0; }
  tr[id] td:nth-child(-n+2) { display: inline-block; padding-right: .4rem; }
}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def trial_page(result: Trial) -> str:
    """The whole page."""
    title = result.subject or "a mail without a subject"
    body = _unread(result) if result.message is None else "".join(_sections(result, title))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="referrer" content="no-referrer">\n<title>{_safe(title)}</title>\n<style>{STYLE}</style>\n'
        f"</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _unread(result: Trial) -> str:
    return f"<h1>This mail cannot be read</h1>\n<p>{_safe(result.unread)}</p>\n"


def _sections(result: Trial, title: str) -> Iterable[str]:
    rows = dict(rows_of(result))
    language = f' lang="{_safe(result.message.language)}"' if result.message and result.message.language else ""
    yield f"<h1{language}>{_marks(result, 'subject') or _safe(title)}</h1>\n"
    yield f'<p class="lead">{_safe(rows["kind"])}<br>{_safe(rows["because"])} ({_safe(rows["by rule"])})</p>\n'
    yield f'<h2>The mail</h2>\n<div class="card words"{language}>{_marks(result, "body")}</div>\n{_legend(result)}'
    if result.findings:
        yield _table("Found", ("", "detail", "value and words", "how"), _found(result))
    if result.lacks:
        yield _table("Missing", ("detail", "why", ""), _missing(result))
    for to, subject, words in result.letters:
        yield f"<h2>Letter to {_safe(to)}</h2>\n"
        yield f'<div class="card words"{language}><strong>{_safe(subject)}</strong>\n\n{_safe(words.strip())}</div>\n'
    facts = (f"<tr><th>{_safe(name)}</th><td>{_safe(value)}</td></tr>" for name, value in rows.items())
    yield f'<h2>About the mail</h2>\n<div class="card"><table><tbody>{"".join(facts)}</tbody></table></div>\n'


def _legend(result: Trial) -> str:
    if not result.findings:
        return '<p class="legend">Nothing was found in it.</p>\n'
    return (
        '<p class="legend"><mark style="--h:140">told</mark> counts as given. '
        '<mark class="guess" style="--h:140">a guess</mark> only fills in a question. '
        "Colours are details, numbers lead to the table. Pale stretches prove nothing.</p>\n"
    )


def _marks(result: Trial, source: str) -> str:
    text, segments = (result.text.rstrip(), result.segments) if source == "body" else (result.subject, ())
    said: list[str] = []
    part = Part.NEW
    for one in stretches(text, segments, result.marked(source)):
        if one.part is not part:
            said.append("</div>" if part in PARTS else "")
            said.append(f'<div class="part" data-part="{PARTS[one.part]}">' if one.part in PARTS else "")
            part = one.part
        said.append(_stretch(result, one, text[one.start : one.end]))
    return "".join(said) + ("</div>" if part in PARTS else "")


def _stretch(result: Trial, one: Stretch, text: str) -> str:
    """Words of the text; of several findings the surest, then the shortest gives the colour."""
    words = _safe(text)
    if one.inside:
        first = min(one.inside, key=lambda number: _doubt(result.findings[number - 1]))
        finding = result.findings[first - 1]
        kind = ' class="guess"' if how(finding) == "a guess" else ""
        label = _safe(result.labels.get(finding.detail, finding.detail))
        words = f'<mark{kind} style="--h:{_hue(result, first)}" title="{label}">{words}</mark>'
    return words + "".join(_number(result, number) for number in one.closes)


def _doubt(one: Finding) -> tuple[bool, int]:
    return how(one) == "a guess", one.end - one.start


def _number(result: Trial, number: int) -> str:
    finding = result.findings[number - 1]
    label = _safe(result.labels.get(finding.detail, finding.detail))
    return f'<a class="n" style="--h:{_hue(result, number)}" href="#f{number}" title="{label}">{number}</a>'


def _hue(result: Trial, number: int) -> int:
    details = list(dict.fromkeys(one.detail for one in result.findings))
    return HUES[details.index(result.findings[number - 1].detail) % len(HUES)]


def _found(result: Trial) -> Iterable[str]:
    for number, one in enumerate(result.findings, 1):
        quote = f"<small>“{_safe(one.quote)}”</small>" if one.quote != one.value else ""
        kind = ' class="guess"' if how(one) == "a guess" else ""
        mark = f'<mark{kind} style="--h:{_hue(result, number)}">{number}</mark>'
        label = _safe(result.labels.get(one.detail, one.detail))
        told = f"{_safe(how(one))}: {_safe(one.rule)}<small>{_safe(place(one))}</small>"
        yield (
            f'<tr id="f{number}"><td>{mark}</td><td>{label}</td>'
            f'<td class="words">{_safe(one.value)}{quote}</td><td>{told}</td></tr>'
        )


def _missing(result: Trial) -> Iterable[str]:
    for one in result.lacks:
        label = _safe(result.labels.get(one.detail, one.detail))
        now = "asked now" if one.asked else "not asked now"
        yield f"<tr><td>{label}</td><td>{_safe(one.why)}</td><td>{now}</td></tr>"


def _table(title: str, names: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th>{name}</th>" for name in names)
    return (
        f'<h2>{title}</h2>\n<div class="card"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>\n"
    )


def _safe(text: str) -> str:
    """Text of a stranger as text: no markup, and nothing invisible that turns lines round."""
    return escape(plain(text))
