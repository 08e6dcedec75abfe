"""Guess the language of a person's words: Japanese, English or unknown."""

from __future__ import annotations

import re

from mailbot.parsers.tables import words

MAX_TEXT = 6000
HIRAGANA = re.compile("[\u3041-\u309f]")
KATAKANA = re.compile("[\u30a1-\u30ff\uff66-\uff9f]")
LATIN_WORD = re.compile(r"[a-zA-Z\u00c0-\u024f][a-zA-Z\u00c0-\u024f'’]*")
HIRAGANA_PER_WORD = 1.5
# What programs write into a text: the target of a link, the place of a picture.
ADDED = re.compile(r"<(?:https?://|mailto:|tel:)[^<>\s]{1,500}>|\[(?:image|cid):[^\[\]\n]{1,300}\]")
# Two sentences. English mails quote a Japanese label or message, Japanese ones paste English logs by the page.
SENTENCES = 20

ENGLISH = words("""
    the a an and or but is are was were be been have has had do does did not no can could will would should may
    must i you he she it we they me my your his her its our their this that these those there here to of in on
    at by for from with about when where what which who how why if then than please thanks thank hello hi dear
    after before into out up just only also any some all more very can't don't doesn't isn't won't didn't i'm
    it's i've am get got
""")
OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u0900-\u0e7f\uac00-\ud7af]")
CHINESE = re.compile("[们这说请谢您吗呢没么为与发现时间问题无]")
FOREIGN = words("""
    der die das den dem ein eine einen ist sind war und oder aber nicht kein ich sie wir mit für auf von zu bei
    nach wenn auch noch es im am bitte danke hallo le la les un une des du et ou mais est sont pas je vous nous
    il elle ce cette que qui dans sur avec pour par au aux ne en bonjour merci el los las una y o pero es son no
    yo usted ellos con para por del al que se su mi hola gracias lo como il lo gli uno di e ma non sono io lei
    noi con per da nel della che si ciao grazie um uma os as e mas não eu você nós com para por do da no na em
    que se obrigado olá de het een en of maar niet ik u wij met voor op van te bij als ook dank och men inte jag
    det som på av för med att är er ikke jeg og til af på nie się jest na w z do i to że dziękuję proszę
""")


def language_of(subject: str, text: str) -> str:
    """ "ja", "en" or "" when the words do not tell; `text` should be the sender's own words only.

    A Japanese mail keeps being one around a pasted English log, an English one around a Japanese menu label.
    """
    sample = ADDED.sub(" ", f"{subject[:300]}\n{text[:MAX_TEXT]}")
    hiragana = 0 if sample.isascii() else len(HIRAGANA.findall(sample))
    latin = [word.lower() for word in LATIN_WORD.findall(sample)]
    english, foreign = (sum(map(known.__contains__, latin)) for known in (ENGLISH, FOREIGN))
    if hiragana >= SENTENCES or (hiragana >= 2 and hiragana / HIRAGANA_PER_WORD >= english):
        return "ja"
    if english and english > foreign and (english > 1 or len(latin) < 15):
        return "en"
    return "ja" if hiragana or len(KATAKANA.findall(sample)) > len(latin) else ""


def is_foreign(text: str) -> bool:
    """Whether a person's words are clearly neither Japanese nor English; a few words tell nothing."""
    sample = ADDED.sub(" ", text[:MAX_TEXT])
    if HIRAGANA.search(sample) or KATAKANA.search(sample):
        return False
    latin = [word.lower() for word in LATIN_WORD.findall(sample)]
    if len(OTHER_SCRIPT.findall(sample)) > max(5, sum(map(len, latin))) or len(CHINESE.findall(sample)) > 2:
        return True
    english, foreign = (sum(map(known.__contains__, latin)) for known in (ENGLISH, FOREIGN))
    return foreign > 2 and foreign > 2 * english
