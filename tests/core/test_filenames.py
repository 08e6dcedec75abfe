from __future__ import annotations

import pytest

from mailbot.parsers.tree.filenames import safe_name, told_apart


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("画面.png", "画面.png", id="an ordinary one"),
        pytest.param("../../etc/passwd", "passwd", id="a path"),
        pytest.param("C:\\Users\\Ann\\a.txt", "a.txt", id="a path of Windows"),
        pytest.param("C:a.txt", "a.txt", id="a drive"),
        pytest.param("/", "part-2.pdf", id="only a path"),
        pytest.param(".htaccess", "htaccess", id="a hidden file"),
        pytest.param("\u200b.htaccess", "htaccess", id="a hidden file behind a zero width"),
        pytest.param("exe.\u202egnp.txt", "exe.gnp.txt", id="turned around"),
        pytest.param("a\x00b\x1f.txt", "ab.txt", id="controls"),
        pytest.param("a\r\n b.txt", "a b.txt", id="line ends"),
        pytest.param("a.txt. . ", "a.txt", id="dots and blanks at the end"),
        pytest.param('a<b>:"c"|?*.txt', 'a_b__"c"___.txt', id="what file systems refuse"),
        pytest.param("CON.txt", "_CON.txt", id="a device"),
        pytest.param("console.txt", "console.txt", id="not quite a device"),
        pytest.param("\u3164\u00ad ", "part-2.pdf", id="nothing to see"),
        pytest.param("か\u3099.txt", "が.txt", id="decomposed, as macOS writes"),
        pytest.param("", "part-2.pdf", id="none"),
    ],
)
def test_safe_name(name: str, shown: str) -> None:
    assert safe_name(name, "2", "application/pdf") == shown


def test_a_long_name_keeps_its_extension() -> None:
    shown = safe_name("画" * 4000 + ".png", "2", "image/png")
    assert shown.endswith("画.png")
    assert len(shown.encode()) <= 200


def test_a_type_nobody_knows_is_binary() -> None:
    assert safe_name("", "3.1", "x/y") == "part-3.1.bin"


def test_equal_names_are_told_apart() -> None:
    assert told_apart(["a.png", "A.PNG", "b", "a.png", "b"]) == ["a.png", "A (2).PNG", "b", "a (3).png", "b (2)"]
