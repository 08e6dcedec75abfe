"""What may stand in a letter, and what an admin is told about the rest."""

from __future__ import annotations

import random

import pytest

from mailbot.letters import shelf
from mailbot.letters.names import LETTERS, SUBJECT_ONLY
from mailbot.letters.render import draft
from mailbot.letters.specimens import specimens
from mailbot.model import Purpose

SUBJECT = "Subject: Re: [{{ case.tag }}] hello\n"
FIRST, NOTE, ANSWERED, ESCALATION = Purpose.FIRST, Purpose.AGENT_NOTE, Purpose.ANSWERED, Purpose.ESCALATION


def problems(source: str | bytes, purpose: Purpose = Purpose.QUESTIONS) -> list[str]:
    """What is wrong, as "line: message"; the file is always the same."""
    raw = source if isinstance(source, bytes) else source.encode()
    good, found = draft(raw, "own.txt.j2", "en/own", purpose)
    assert (good is None) == bool(found)
    return [f"{one.line}: {one.message}" for one in found]


REFUSED = {
    "a call": ("{{ case.tag.upper() }}", "nothing can be called"),
    "a loop without end over range": ("{% for i in range(10) %}x{% endfor %}", "goes over the name of a list"),
    "range alone": ("{{ range }}", "`range` is unknown"),
    "brackets": ("{{ questions[0] }}", "square brackets"),
    "a key in brackets": ("{{ case['tag'] }}", "write a dot"),
    "set": ("{% set x = 1 %}", "{% set %} is not for letters"),
    "a block set": ("{% set x %}a{% endset %}", "{% set %} is not for letters"),
    "with": ("{% with a = 1 %}x{% endwith %}", "{% with %} is not for letters"),
    "include": ("{% include 'first.txt.j2' %}", "{% include %} is not for letters"),
    "import": ("{% import 'x' as y %}", "{% import %} is not for letters"),
    "from": ("{% from 'x' import y %}", "{% from %} is not for letters"),
    "extends": ("{% extends 'x' %}", "{% extends %} is not for letters"),
    "a block": ("{% block x %}a{% endblock %}", "{% block %} is not for letters"),
    "a macro": ("{% macro x() %}a{% endmacro %}", "{% macro %} is not for letters"),
    "a filter block": ("{% filter upper %}a{% endfilter %}", "{% filter %} is not for letters"),
    "a sum": ("{{ 1 + 1 }}", "does not calculate"),
    "a power that never ends": ("{{ 9 ** 9 ** 9 }}", "does not calculate"),
    "a text ten million times": ("{{ 'x' * 10000000 }}", "does not calculate"),
    "joined with ~": ("{{ case.tag ~ case.kind }}", "side by side"),
    "an inline if": ("{{ 'a' if known else 'b' }}", "each on a line of its own"),
    "a test": ("{% if known is defined %}x{% endif %}", "`is` is not for letters"),
    "a list of its own": ("{{ [1, 2] }}", "cannot make a list"),
    "none": ("{% if known == none %}x{% endif %}", "every fact is there"),
    "a private attribute": ("{{ case.__class__ }}", "has no part `__class__`"),
    "a part of a text": ("{{ case.tag.__class__ }}", "has no parts"),
    "self": ("{{ self }}", "`self` is unknown"),
    "a secret": ("{{ config.password }}", "`config` is unknown"),
    "center, which makes half a gigabyte": ("{{ case.tag | center(500000000) }}", "no filter `center`"),
    "format, which takes ten seconds": ("{{ '%0999999999d' | format(1) }}", "no filter `format`"),
    "a mistyped filter": ("{{ case.tag | uper }}", "did you mean `upper`?"),
    "a wide indentation": ("{{ case.tag | indent(1000000) }}", "write it as indent(2)"),
    "a replacement that grows": ("{{ case.tag | replace('a', 'aaaa') }}", "the new one not longer"),
    "a replacement of nothing": ("{{ case.tag | replace('', 'x') }}", "the new one not longer"),
    "an argument with a name": ("{{ case.tag | indent(width=2) }}", "write it as indent(2)"),
    "an argument that is a fact": ("{{ case.tag | default(case.kind) }}", "write it as default"),
    "four filters": ("{{ case.tag | upper | lower | upper | lower }}", "more than 3 filters"),
    "a list inside a list": (
        "{% for one in known %}{% for two in questions %}x{% endfor %}{% endfor %}",
        "a list inside a list",
    ),
    "a part of each entry as a list": (
        "{% for one in known %}{% for two in one.value %}x{% endfor %}{% endfor %}",
        "goes over the name of a list",
    ),
    "a list with a condition": ("{% for one in known if one.value %}x{% endfor %}", "and {% if … %} inside"),
    "a recursive list": ("{% for one in known recursive %}x{% endfor %}", "and {% if … %} inside"),
    "two names for an entry": ("{% for a, b in known %}x{% endfor %}", "by a word that is no fact"),
    "an entry named like a fact": ("{% for case in known %}x{% endfor %}", "by a word that is no fact"),
    "a list that is none": ("{% for one in case %}x{% endfor %}", "`case` is no list"),
    "a list between braces": ("{{ questions }}", "is a list: write {% for one in … %}"),
    "parts between braces": ("{{ case }}", "case has parts: write one of case.tag"),
    "a condition between braces": ("{{ not known }}", "is yes or no"),
    "a mistyped name": ("{{ quetions }}", "did you mean `questions`?"),
    "a mistyped part": ("{{ case.tga }}", "did you mean `tag`?"),
    "a part of a list": ("{{ questions.text }}", "write {% for one in questions %} and then one.number"),
    "an entry after its list": ("{% for one in known %}x{% endfor %}{{ one.label }}", "`one` is unknown"),
    "the loop after its list": ("{{ loop.index }}", "`loop` is unknown"),
    "a fact of another letter": ("{{ newest.text }}", "only known in agent_note, not in this letter"),
    "a kind that is none": ("{% if case.kind == 'bgu' %}x{% endif %}", "is never 'bgu'; did you mean `bug`?"),
    "a state that is none": ("{% if case.state == 'waiting' %}x{% endif %}", "it is one of answered, closed"),
    "a text more than a number": ("{% if case.tag > 3 %}x{% endif %}", "cannot be compared like this"),
    "a list equal to a text": ("{% if questions == 'x' %}x{% endif %}", "cannot be compared like this"),
    "one brace": ("{ case.tag }", "one brace is only text"),
    "braces the wrong way round": ("case.tag }}", "a stray }}: the customer would read it"),
}


@pytest.mark.parametrize(("body", "told"), [pytest.param(*case, id=name) for name, case in REFUSED.items()])
def test_what_may_not_stand_in_a_letter_is_told_with_its_line(body: str, told: str) -> None:
    found = problems(f"{SUBJECT}\n{body}\n")
    assert found
    assert told in found[0]
    assert found[0].startswith("3: ")


SLIPS = {
    "a missing endif": (f"{SUBJECT}\n{{% if known %}}\nx\n", "3: this {% if %} has no {% endif %}"),
    "a missing endif inside a list": (
        f"{SUBJECT}\n{{% for one in known %}}\n{{% if one.value %}}\nx\n{{% endfor %}}\n",
        "6: {% endfor %} stands where {% endif %} of line 4 is due",
    ),
    "a missing endfor": (f"{SUBJECT}\n{{% for one in known %}}\nx\n", "3: this {% for %} has no {% endfor %}"),
    "an endif too many": (f"{SUBJECT}x\n{{% endif %}}\n", "3: {% endif %} without {% if … %} before it"),
    "a mistyped tag": (
        f"{SUBJECT}{{% fro one in known %}}x{{% endfor %}}",
        "2: there is no {% fro %}; did you mean `for`?",
    ),
    "else if": (f"{SUBJECT}{{% if known %}}a{{% else if questions %}}b{{% endif %}}", "2: there is no {% else if %}"),
    "one equals sign": (f"{SUBJECT}{{% if case.kind = 'bug' %}}x{{% endif %}}", "2: one = compares nothing: write =="),
    "an open remark": (f"{SUBJECT}x\n{{# remark\ny\n", "3: this {# is never closed"),
    "an open brace": (f"{SUBJECT}x\n{{{{ case.tag }}\n", "3: a closing }} or %} is broken or missing"),
    "a name with a blank": (f"{SUBJECT}x\n{{{{ case tag }}}}\n", "3: between {{ and }} stands one fact"),
    "a list without in": (f"{SUBJECT}{{% for one of known %}}x{{% endfor %}}", "2: write {% for one in list %}"),
    "an open quote": (f"{SUBJECT}x\n{{{{ case.tag | default('x) }}}}\n", "3: this cannot be read"),
    "nothing between the braces": (f"{SUBJECT}x\n{{{{ }}}}\n", "3: between {{ and }} stands one fact"),
    "no subject": ("Dear customer\n", '1: must begin with a line "Subject: …"'),
    "a subject further down": (f"Hello\n{SUBJECT}x\n", '1: must begin with a line "Subject: …"'),
    "a file that is empty": ("", "0: is empty"),
    "a file with a remark only": ("{# nothing #}\n\n", "0: is empty"),
    "Shift_JIS": ("Subject: x\n\nお客様\n".encode("cp932"), "3: is not UTF-8"),
    "UTF-16": ("Subject: x\n\nhello\n".encode("utf-16"), "1: is not UTF-8"),
    "a tower of brackets": (f"{SUBJECT}{{{{ {'(' * 20_000}x }}}}", "0: is too deeply nested"),
    "a tower of filters": (f"{SUBJECT}{{{{ case.tag{' | upper' * 9_000} }}}}", "0: is too deeply nested"),
    "a tower of conditions": (f"{SUBJECT}{'{% if known %}' * 60}x{'{% endif %}' * 60}", "2: more than 10 blocks"),
    "a number with five thousand digits": (f"{SUBJECT}{{{{ {'9' * 5_000} }}}}", "0: is too deeply nested"),
}


@pytest.mark.parametrize(("source", "told"), [pytest.param(*case, id=name) for name, case in SLIPS.items()])
def test_a_slip_is_one_clear_line(source: str | bytes, told: str) -> None:
    found = problems(source)
    assert len(found) == 1
    assert found[0].startswith(told)


BRACES = ("{{", "}}", "{%", "%}", "{#", "#}", "(", ")", "[", "]", "|", "~", "+", "**", "==", "<", ".", "-", "'", '"')
WORDS = (
    "if",
    "for",
    "in",
    "else",
    "elif",
    "endif",
    "endfor",
    "not",
    "and",
    "is",
    "none",
    "raw",
    "range(9)",
    "|join",
    "😀",
)
TOKENS = (*BRACES, *WORDS, "case", "questions", "loop.index", "Subject: ", "\0", "\n")


def test_whatever_an_admin_types_is_a_letter_or_a_line_about_it() -> None:
    chance = random.Random(20261120)
    places = [(language, purpose) for language in shelf.languages() for purpose in Purpose]
    for _ in range(250):
        place = chance.choice(places)
        typed = list(shelf.packaged(place).read_text(encoding="utf-8"))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(typed))
            typed[at : at + chance.choice((0, 0, 1, 5))] = [chance.choice(("", *TOKENS))]
        good, found = draft("".join(typed).encode(), "own.txt.j2", "en/own", place[1])
        assert all("\n" not in str(problem) for problem in found)
        for facts in specimens(place[1]) if good else ():
            assert good is not None
            assert good.render(facts)


ALLOWED = {
    "facts": "{{ case.tag }} {{ team.name }}",
    "conditions": '{% if case.kind == "bug" and not known %}a{% elif known or questions %}b{% else %}c{% endif %}',
    "numbered": "{% for one in known %}{{ loop.index }}{% if loop.last %}.{% endif %}{% else %}-{% endfor %}",
    "a list after a list": "{% for one in known %}x{% endfor %}{% for one in questions %}y{% endfor %}",
    "how many": "{% if questions | length > 1 %}{{ questions | length }}{% endif %}",
    "one of several": '{% if "b" in case.kind %}x{% endif %}',
    "filters": '{{ team.contact | default("-") | truncate(40) | indent(2, true) }}{{ case.tag | replace("-", " ") }}',
    "one text or the other": '{{ team.contact or "-" }}',
    "raw braces": "{% raw %}plain{% endraw %}",
    "remarks": "{# a remark\nof two lines #}x",
}


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in ALLOWED.items()])
def test_what_may_stand_in_a_letter_also_works(body: str) -> None:
    assert not problems(f"{SUBJECT}\nx\n{body}\n")
    good, _ = draft(f"{SUBJECT}\nx\n{body}\n".encode(), "own.txt.j2", "en/own", Purpose.QUESTIONS)
    assert good is not None
    for facts in specimens(Purpose.QUESTIONS):
        assert good.render(facts)[1].startswith("x\n")


STRANGERS = {
    "the subject in the letter": ("{{ case.subject }}", "in the subject line only"),
    "the subject through a filter": ("{{ case.subject | upper }}", "in the subject line only"),
    "the subject as a condition": ("{% if case.subject %}x{% endif %}", "in the subject line only"),
    "the newest mail": ("{{ newest.text }}", "repeats nothing of what a sender wrote"),
    "all mails": ("{% for one in mails %}{{ one.text }}{% endfor %}", "`mails` is no list"),
    "an agent's words": ("{{ words }}", "repeats nothing of what a sender wrote"),
    "the address": ("{{ customer.address }}", "has no part `address`"),
    "why it is that kind": ("{{ case.kind_reason }}", "has no part `kind_reason`"),
}


@pytest.mark.parametrize(("body", "told"), [pytest.param(*case, id=name) for name, case in STRANGERS.items()])
def test_a_first_letter_repeats_nothing_that_a_sender_wrote(body: str, told: str) -> None:
    found = problems(f"Subject: {{{{ case.subject }}}}\n\n{body}\n", FIRST)
    assert len(found) == 1
    assert told in found[0]


def test_a_subject_line_is_one_line_whatever_is_tried() -> None:
    found = problems('Subject: x{{ "\\n" }}{{ case.subject }}\n\nx\n', FIRST)
    assert found == ["1: the subject is one line"]


def test_the_subject_of_a_sender_may_stand_in_later_letters() -> None:
    assert not problems(f"{SUBJECT}\n{{{{ case.subject }}}}\n", Purpose.HANDOVER)
    assert set(SUBJECT_ONLY) == {FIRST}


def test_every_mistake_is_told_at_once_in_the_order_of_lines() -> None:
    found = problems(f"{SUBJECT}\n{{{{ tag }}}}\n{{% set x = 1 %}}\n{{{{ known }}}}\n")
    assert [line.partition(":")[0] for line in found] == ["3", "4", "5"]


def test_an_unknown_name_is_answered_with_all_that_may_be_named() -> None:
    (found,) = problems(f"{SUBJECT}\n{{{{ nonsense }}}}\n", ANSWERED)
    assert "there are case.tag, case.subject" in found
    assert "engineering.cause, engineering.workaround, engineering.estimate" in found


def test_customers_letters_cannot_name_what_is_meant_for_inside() -> None:
    inside = {"details", "timeline", "reason", "silence", "taken", "newest", "mails", "notes", "orders", "decision"}
    ours = {Purpose.AGENT_NOTE, Purpose.RECEIPT, Purpose.ALERT, Purpose.CONFIRM, Purpose.ESCALATION}
    for purpose, names in LETTERS.items():
        if purpose not in ours:
            assert not inside & names.keys(), purpose
            assert "kind_reason" not in names["case"].fields


def test_a_windows_file_and_a_byte_order_mark_are_no_mistakes() -> None:
    assert not problems(f"{SUBJECT}\nx\n".replace("\n", "\r\n").encode())
    assert not problems(b"\xef\xbb\xbf" + f"{SUBJECT}\nx\n".encode())
