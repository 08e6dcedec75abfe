"""Put lines together again that a program broke: format=flowed (RFC 3676)."""

from __future__ import annotations


def unflowed(text: str, delsp: bool) -> str:
    """Long lines put together again (RFC 3676 section 4): a blank at the end says that the next line goes on.

    Quoted lines join only at the same depth (section 4.5); the signature separator "-- " never flows (section 4.3); one
    blank in front was stuffed (section 4.4); `delsp` says that the blank at the end is not part of the text (section
    4.1). By the letter an empty line would end a paragraph unseen; to a person it parts two.
    """
    paragraphs: list[list[str]] = []
    flowing, depth_before = False, 0
    for raw in text.split("\n"):
        content = raw.lstrip(">")
        depth = len(raw) - len(content)
        content = content.removeprefix(" ")
        ends_flowing = content.endswith(" ") and content != "-- "
        kept = content[:-1] if delsp and ends_flowing else content
        if flowing and depth == depth_before and content not in ("", "-- "):
            paragraphs[-1].append(kept)
        else:
            if flowing:
                # Section 4.5: a change of depth ends a paragraph, though its last line asked for more.
                paragraphs[-1][-1] = paragraphs[-1][-1].rstrip(" ")
            paragraphs.append([">" * depth + (" " if depth and content else "") + kept])
        flowing, depth_before = ends_flowing, depth
    return "\n".join("".join(paragraph) for paragraph in paragraphs)
