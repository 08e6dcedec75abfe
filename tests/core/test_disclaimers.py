"""Legal footers, list footers and banners are told from the words of a person who writes about such things."""

from __future__ import annotations

import pytest

from mailbot.model import Part
from tests.core.test_quotes_programs import kinds

LEGAL = (
    "This e-mail and any attachments are confidential and intended solely for the addressee. If you have"
    " received it in"
    " error, please notify the sender and delete it. Any copying or disclosure is prohibited."
)


@pytest.mark.parametrize(
    "footer",
    [
        pytest.param(LEGAL, id="English"),
        pytest.param(f"CONFIDENTIALITY NOTICE\n{LEGAL}", id="with a heading"),
        pytest.param(f"**********************\n{LEGAL}\n**********************", id="between rules"),
        pytest.param(
            "DISCLAIMER: The information contained in this message is privileged.\nIf you are not the intended"
            " recipient,"
            " any dissemination is unauthorised.",
            id="a heading on the same line",
        ),
        pytest.param(
            "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind oder"
            " diese E-Mail"
            " irrtümlich erhalten haben, informieren Sie bitte den Absender und vernichten Sie diese E-Mail.",
            id="German",
        ),
        pytest.param(
            "Ce message et ses pièces jointes sont confidentiels et destinés exclusivement à leur destinataire."
            " Si vous"
            " l'avez reçu par erreur, merci de le supprimer et d'avertir l'expéditeur.",
            id="French",
        ),
        pytest.param(
            "Este mensaje y sus adjuntos son confidenciales y van dirigidos a su destinatario. Si lo ha"
            " recibido por error,"
            " notifíquelo al remitente y elimínelo. Queda prohibida su divulgación.",
            id="Spanish",
        ),
        pytest.param(
            "Questo messaggio contiene informazioni riservate destinate al solo destinatario. Se lo avete ricevuto per"
            " errore, vi preghiamo di avvisare il mittente e di cancellarlo.",
            id="Italian",
        ),
        pytest.param(
            "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde. Indien u dit bericht"
            " ten onrechte"
            " ontvangt, verzoeken wij u de afzender te informeren en het te verwijderen.",
            id="Dutch",
        ),
        pytest.param(
            "本メールには機密情報が含まれている場合があります。誤って受信された場合は、送信者にご連絡の上、破"
            "棄してください。",
            id="Japanese",
        ),
        pytest.param(
            "【ご注意】このメールは宛先の方のみに送信しています。\nお心当たりのない場合は、複製・転載をせず削"
            "除をお願いいたします。",
            id="Japanese with a heading",
        ),
        pytest.param("Please consider the environment before printing this e-mail.", id="trees"),
        pytest.param(
            "This email has been scanned for viruses by Example Guard.\nhttps://guard.example/", id="a scanner"
        ),
        pytest.param(f"{LEGAL}\n\nPlease consider the environment before printing.", id="two footers"),
        pytest.param(
            "______________________________\nusers mailing"
            " list\nusers@lists.example\nhttps://lists.example/mailman/listinfo/users",
            id="a list",
        ),
        pytest.param(
            "To unsubscribe from this group, send an email to users+unsubscribe@lists.example.", id="unsubscribing"
        ),
    ],
)
def test_a_footer_is_a_disclaimer(footer: str) -> None:
    found = kinds(f"The printer is silent.\n\n{footer}\n")
    assert found[Part.NEW] == "The printer is silent."
    assert found[Part.DISCLAIMER].startswith(footer[:20])


@pytest.mark.parametrize(
    "banner",
    [
        pytest.param(
            "CAUTION: This email originated from outside of the organization. Do not click links.", id="one line"
        ),
        pytest.param(
            "CAUTION: This email originated from outside your organization.\nDo not click links or open"
            " attachments unless"
            " you recognize the sender.",
            id="two lines",
        ),
        pytest.param("[EXTERNAL]", id="a mere tag"),
        pytest.param("You don't often get email from ann@shop.example. Learn why this is important", id="a new sender"),
        pytest.param(
            "【社外メール】このメールは社外から送信されています。添付ファイルやリンクにご注意ください。", id="Japanese"
        ),
        pytest.param("ACHTUNG: Diese E-Mail kommt von außerhalb. Klicken Sie nicht auf Links.", id="German"),
        pytest.param("ATTENTION : ce courriel provient de l'extérieur. Prudence avec les pièces jointes.", id="French"),
        pytest.param("LET OP: deze e-mail komt van buiten de organisatie. Open geen bijlagen.", id="Dutch"),
    ],
)
def test_a_banner_above_the_words_is_a_disclaimer(banner: str) -> None:
    assert kinds(f"{banner}\n\nThe printer is silent.") == {Part.DISCLAIMER: banner, Part.NEW: "The printer is silent."}


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(
            "The attachment is confidential. Please do not disclose it, and delete it if I sent it in error.",
            id="of the own",
        ),
        pytest.param("It crashes.\n\nThe attached log is confidential.", id="one sentence"),
        pytest.param(
            "このメールを誤って削除してしまい、受信できません。機密の資料なので困っています。どうすればよいで"
            "しょうか。",
            id="deleted by mistake",
        ),
        pytest.param("Please unsubscribe me from the mailing list, thanks.", id="somebody wants to leave a list"),
        pytest.param(
            "The mail came from outside the organization and I clicked the link.", id="somebody got such a mail"
        ),
        pytest.param(
            "社外からのメールが受信できません。添付ファイルが開けないようです。設定を教えてください。",
            id="mail from outside fails",
        ),
        pytest.param("環境保護モードで印刷する前に固まります。", id="printing"),
        pytest.param(
            "Attention: links in the mail from outside do not open.\n\nHelp!", id="a person calls for attention"
        ),
        pytest.param(
            "注意: 外部からアクセスすると添付ファイルが開けません。\n\nなぜですか。", id="access from outside"
        ),
        pytest.param("Hello\n\nTo unsubscribe I clicked https://shop.example/u but it fails", id="unsubscribing fails"),
        pytest.param("I have a problem with the\nAnnounce mailing list", id="a list is named"),
        pytest.param(
            'Hello,\n\nThis message is shown: "confidential file, unauthorised. Please delete or notify us".'
            " It is shown for every attachment that users open. What is it?",
            id="words of such a footer in a question",
        ),
        pytest.param("I print too much.\n\nShould one think of the environment?", id="the environment"),
    ],
)
def test_a_person_may_write_about_such_things(words: str) -> None:
    assert kinds(words) == {Part.NEW: words}


def test_signature_and_footer_stand_apart() -> None:
    found = kinds(f"It is silent.\n\n-- \nAnn Lee\n\n{LEGAL}\n\nOn 25 Nov 2026 10:03, Bob wrote:\n> old\n")
    assert found[Part.NEW] == "It is silent."
    assert found[Part.SIGNATURE] == "-- \nAnn Lee"
    assert found[Part.DISCLAIMER] == LEGAL
    assert found[Part.QUOTED].endswith("> old")


def test_a_mail_of_a_footer_alone_is_not_left_empty() -> None:
    assert kinds(LEGAL) == {Part.NEW: LEGAL}
