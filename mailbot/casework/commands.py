"""The orders an agent may give: one table of names, in the languages of our people, and of what each one does."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from mailbot.model import Kind

DEFAULT = "en"
KANA = {hiragana: hiragana + 0x60 for hiragana in range(0x3041, 0x3097)}


@dataclass(frozen=True, slots=True)
class Command:
    """One order: its names, the first of each language being the one we show, and what may stand behind it."""

    name: str
    aliases: Mapping[str, tuple[str, ...]]  # language -> names
    does: Mapping[str, str]  # language -> what it does, for help
    takes: str = ""  # "" for nothing, "kind" for one of KINDS, "words", "details", "setting" or "place" for anything

    def shown(self, language: str) -> str:
        """How people of that language type it."""
        return f"#{self.aliases.get(language, self.aliases[DEFAULT])[0]}"


COMMANDS: tuple[Command, ...] = (
    Command(
        "note",
        {
            "en": ("note", "memo", "internal", "private"),
            "ja": ("メモ", "社内", "社内メモ", "内部", "内部メモ"),
        },
        {
            "en": "keeps this mail inside: nothing of it goes to the customer",
            "ja": "社内の記録として残します（お客様には届きません）",
        },
        "words",
    ),
    Command(
        "close",
        {
            "en": ("close", "closed", "done", "resolve", "resolved", "solved"),
            "ja": ("完了", "対応完了", "解決", "終了", "クローズ"),
        },
        {"en": "closes the case", "ja": "この件を完了にします"},
    ),
    Command(
        "take",
        {"en": ("take", "mine"), "ja": ("担当", "担当します", "引き受け", "引き受けます")},
        {
            "en": "makes the case yours: mailbot writes nothing more to the customer by itself",
            "ja": "ご自身の担当にします（以後、お客様への自動メールは止まります）",
        },
    ),
    Command(
        "resume",
        {"en": ("resume", "restart", "auto"), "ja": ("再開", "自動再開", "自動対応")},
        {"en": "gives the case back to mailbot", "ja": "自動での対応を再開します"},
    ),
    Command(
        "release",
        {"en": ("release", "send"), "ja": ("送信", "回答送信", "リリース")},
        {
            "en": "sends the customer a letter with what engineering answered",
            "ja": "技術担当の回答をメールにまとめ、お客様に送ります",
        },
    ),
    Command(
        "kind",
        {"en": ("kind", "type"), "ja": ("種類", "種別", "分類")},
        {
            "en": "corrects the kind: #kind bug, #kind question or #kind request (or just #bug)",
            "ja": "種類を改めます：「#種類 不具合」「#種類 質問」「#種類 要望」（「#不具合」だけでも結構です）",
        },
        "kind",
    ),
    Command(
        "ask",
        {"en": ("ask",), "ja": ("尋ねる", "聞く", "質問する", "追加質問", "質問")},
        {
            "en": "asks the customer exactly this: #ask browser, steps (alone: what the note proposes)",
            "ja": "お客様に尋ねます：「#尋ねる ブラウザ、操作手順」（「#尋ねる」だけなら、提案の質問）",
        },
        "details",
    ),
    Command(
        "set",
        {"en": ("set",), "ja": ("設定", "記入")},
        {
            "en": "writes down what you know, so that nobody asks: #set os = Windows 11",
            "ja": "ご存じの内容を記録し、以後は尋ねません：「#設定 OS＝Windows 11」",
        },
        "setting",
    ),
    Command(
        "escalate",
        {
            "en": ("escalate", "engineering"),
            "ja": ("引き継ぎ", "引継ぎ", "引継", "エスカレーション", "エスカレ"),
        },
        {"en": "hands the case to engineering as it is", "ja": "今ある情報のまま、技術担当に引き継ぎます"},
    ),
    Command(
        "accept",
        {"en": ("accept", "allow"), "ja": ("参加", "参加許可", "許可", "承認")},
        {
            "en": "lets somebody else write in the case: #accept boss@customer.example (alone: whose mail waits)",
            "ja": "お客様以外の方をこの件に加えます：「#参加 a@example.com」（「#参加」だけなら、保留中の差出人）",
        },
        "place",
    ),
    Command(
        "merge",
        {"en": ("merge",), "ja": ("統合", "結合")},
        {
            "en": "puts the case into another one: #merge CASE-12",
            "ja": "この件を別の件にまとめます：「#統合 CASE-12」",
        },
        "place",
    ),
    Command(
        "move",
        {"en": ("move",), "ja": ("移動",)},
        {
            "en": "puts the newest mail into another case: #move CASE-12 (the second: #move 2 CASE-12)",
            "ja": "最新のメールを別の件に移します：「#移動 CASE-12」（2通目なら「#移動 2 CASE-12」）",
        },
        "place",
    ),
    Command(
        "split",
        {"en": ("split",), "ja": ("分割", "分離")},
        {
            "en": "makes a case of its own of the newest mail (of the second: #split 2)",
            "ja": "最新のメールを別の新しい件にします（2通目なら「#分割 2」）",
        },
        "place",
    ),
)
KINDS: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.BUG: {"en": ("bug", "defect"), "ja": ("不具合", "バグ", "障害")},
    Kind.QUESTION: {"en": ("question",), "ja": ("質問", "問い合わせ", "問合せ")},
    Kind.REQUEST: {"en": ("request", "feature"), "ja": ("要望", "リクエスト")},
}


def folded(name: str) -> str:
    """What names are compared by: full and half width, case, hiragana and katakana are all one."""
    return unicodedata.normalize("NFKC", name).casefold().translate(KANA).strip()


BY_NAME: Mapping[str, Command] = {
    folded(alias): command for command in COMMANDS for names in command.aliases.values() for alias in names
}
KIND_BY_NAME: Mapping[str, Kind] = {
    folded(alias): kind for kind, by_language in KINDS.items() for names in by_language.values() for alias in names
}


def shown(name: str, language: str) -> str:
    """How people of that language type the order, or the kind, that any of its names stands for."""
    command = BY_NAME.get(folded(name))
    if command:
        return command.shown(language)
    names = KINDS[KIND_BY_NAME[folded(name)]]
    return f"#{names.get(language, names[DEFAULT])[0]}"


def help_lines(language: str) -> tuple[str, ...]:
    """One line for each order, as an agent may type it; English for a language that has none."""
    language = language if language in COMMANDS[0].does else DEFAULT
    names = [_names(command, language) for command in COMMANDS]
    width = max(map(_width, names)) + 2
    return tuple(
        name + " " * (width - _width(name)) + command.does[language]
        for name, command in zip(names, COMMANDS, strict=True)
    )


def _names(command: Command, language: str) -> str:
    """On a Japanese keyboard either name may be the shorter way."""
    own = command.shown(language)
    return own if language == DEFAULT else f"{own}（{command.shown(DEFAULT)}）"


def _width(text: str) -> int:
    """In columns: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
