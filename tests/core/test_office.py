from __future__ import annotations

import io
import random
import zipfile

import pytest

from mailbot.casework.pictures import is_document, is_picture
from mailbot.model import Attachment
from mailbot.parsers.tree.office import pictures_in
from tests.core.letter import PNG, mail
from tests.effort import ending

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
JPEG, EMF = b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"\x01\0\0\0" + b"\0" * 36 + b" EMF"


def package(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "count"),
    [
        pytest.param("a.xlsx", package("xl/workbook.xml", "xl/media/image1.png", "xl/media/image2.EMF"), 2, id="Excel"),
        pytest.param("a.pptx", package("ppt/media/image1.jpeg", "ppt/media/media1.mp4"), 1, id="PowerPoint"),
        pytest.param("A.DOCX", package("word/media/image1.gif", "docProps/thumbnail.jpeg"), 1, id="Word"),
        pytest.param("a.xlsx", package("xl/workbook.xml"), 0, id="none inside"),
        pytest.param("a.zip", package("xl/media/image1.png"), 0, id="an archive"),
        pytest.param("a.xls", OLE + PNG + JPEG + EMF + b"PNG", 3, id="the old Excel"),
        pytest.param("a.ppt", OLE, 0, id="the old PowerPoint without any"),
        pytest.param("a.xlsx", b"PK\x03\x04", 0, id="an archive without end"),
        pytest.param("a.xlsx", b"words", 0, id="no archive"),
        pytest.param("a.xls", package("xl/media/image1.png"), 1, id="the new form under the old name"),
    ],
)
def test_pictures_in(name: str, data: bytes, count: int) -> None:
    assert pictures_in(name, "application/octet-stream", data) == count


def test_a_name_without_extension_is_known_by_its_type() -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert pictures_in("screens", kind, package("xl/media/image1.png")) == 1


def test_hostile_archives_neither_raise_nor_take_time() -> None:
    with ending():
        whole = package(*(f"xl/media/image{number}.png" for number in range(200)))
        for seed in range(300):
            data = bytearray(whole)
            for _ in range(20):
                data[random.Random(seed).randrange(4, len(data))] = random.Random(seed + 7).randrange(256)
            pictures_in("a.xlsx", "", bytes(data))
        assert pictures_in("a.xlsx", "", package(*(f"xl/media/{number}.png" for number in range(1500)))) == 1000


def file(name: str, pictures: int) -> Attachment:
    return Attachment("2", name, "application/octet-stream", 9_000, "0", pictures=pictures)


@pytest.mark.parametrize(
    ("attachment", "picture"),
    [
        pytest.param(file("画面.xlsx", 2), True, id="Excel with pictures"),
        pytest.param(file("a.ppt", 1), True, id="PowerPoint with pictures"),
        pytest.param(file("a.xlsx", 0), False, id="Excel without"),
        pytest.param(file("a.docx", 1), False, id="a letter in Word has a logo"),
    ],
)
def test_which_office_files_count_as_pictures(attachment: Attachment, picture: bool) -> None:
    assert (is_picture(attachment), is_document(attachment)) == (picture, True)


def test_the_manifest_counts_them() -> None:
    data = package("xl/media/image1.png").decode("latin-1")
    message = mail(data.encode("latin-1"), Content_Type="application/vnd.ms-excel; name=a.xlsx")
    assert [one.pictures for one in message.attachments] == [1]
