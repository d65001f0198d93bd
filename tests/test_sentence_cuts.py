"""What is glued to a paragraph goes, and the paragraph stays."""

from __future__ import annotations

import pytest

from cleaner import clean_text, pipeline
from cleaner.decide import decide, weights_for
from cleaner.guard import Guarded, guard
from cleaner.page.page import Page
from cleaner.sentence_cuts import _PLACE
from cleaner.types import Mode, Stage
from cleaner.voters.catalogue import rules_at

COW = (
    "Nobody saw the cow leave.",
    "She was in the field at six. At seven the gate was open.",
    "By eight she stood in the frozen food aisle of the village shop, chewing a leek.",
    "Nobody asked for a card. A vet led her home with a bucket of oats.",
)
MILL = (
    "Il mulino di Valfredda torna a macinare grano dopo settant'anni di silenzio.",
    "La ruota è stata ricostruita da due falegnami in pensione con il legno di un castagno caduto.",
    "La farina si potrà comprare soltanto il sabato mattina, finché ce n'è.",
)
TRAM = (
    "Stary tramwaj wróci w maju na ulice Dolnego Brzegu, ale tylko w niedziele.",
    "Wagon stał czterdzieści lat w szopie i służył kurom za grzędę.",
    "Bilet ma kosztować pięć złotych, dzieci pojadą za darmo.",
)
GLUED = [
    (COW, "Click here to sign up to our daily newsletter."),
    (COW, "Sign up to our WhatsApp channel for the latest Thornby news."),
    (COW, "Photo: Ana Whitlock"),
    (COW, "ADVERTISEMENT - CONTINUE READING BELOW"),
    (COW, "Powered by WordPress"),
    (COW, '[caption id="attachment_12" align="aligncenter" width="640"]The gate[/caption]'),
    (COW, "function ready(){window.dataLayer=window.dataLayer||[];}"),
    (MILL, "Iscriviti alla nostra newsletter."),
    (TRAM, "Źródło: PAP"),
    (TRAM, "Dalsza część tekstu pod wideo"),
    (COW, "Download our app."),
    (COW, "Read more on our website."),
    (COW, "Advertisement."),
    (MILL, "Condividi questo articolo."),
    (MILL, "Seguici su Facebook."),
    (TRAM, "Pobierz naszą aplikację."),
]
LAST = [
    (COW, "(Reuters)"),
    (COW, "Share this article with your friends."),
    (MILL, "(ANSA)"),
    (TRAM, "Obserwuj nas na Facebooku."),
    (MILL, "Scarica la nostra app."),
]
KEPT = [
    "He read the notice twice. It said that the photo was his",
    "She left us one line. Follow the river",
    "Her owner has asked for the rights to the photograph. He will get them.",
    "If you hurry, the cake falls apart in the tin and you will have crumbs. Sign here, said the vet.",
    "Choose the file that you want to send and wait until the bar is full. Click Share.",
    "Wähle die Datei aus und warte kurz. Klicke auf Teilen.",
    "The choir sang in the rain for an hour. Nobody followed us.",
    "All the neighbours came to look at the hole. Our page was full of their pictures.",
    "Elija el archivo y espere un momento. Pulse Compartir.",
    "On some sites the line “© 2024. All rights reserved.” stands under every page, and nobody reads it.",
]
QUOTED = [
    ("The sign read “Download our app” in three languages.", COW),
    ("She clicked “Share this article with your friends” by mistake.", COW),
    ("Per sbaglio aveva cliccato su “Seguici su Facebook”.", MILL),
    ("Sul cartello si leggeva «Iscriviti al nostro canale» in tre lingue.", MILL),
    ("Przez pomyłkę kliknęła „Udostępnij ten artykuł”.", TRAM),
    ("Na tablicy widniał napis „Subskrybuj nasz kanał na YouTube” w trzech językach.", TRAM),
]


@pytest.mark.parametrize(("paragraphs", "glued"), GLUED, ids=[glued[:24] for _, glued in GLUED])
@pytest.mark.parametrize("at", [1, -1], ids=["inside", "last"])
def test_a_paragraph_stays_without_what_is_glued_to_it(paragraphs: tuple[str, ...], glued: str, at: int) -> None:
    """Of a paragraph with residue behind its last sentence every sentence of the paragraph stays."""
    joined = list(paragraphs)
    joined[at] += " " + glued
    assert "\n\n".join(paragraphs) == clean_text("\n\n".join(joined)).text


@pytest.mark.parametrize(("paragraphs", "glued"), LAST, ids=[glued[:24] for _, glued in LAST])
def test_a_last_paragraph_of_one_sentence_stays_without_what_is_glued_to_it(
    paragraphs: tuple[str, ...], glued: str
) -> None:
    """An agency's name or a call behind the only sentence of the last paragraph goes alone."""
    short = (*paragraphs, "The gate has a new lock." if paragraphs is COW else paragraphs[0].replace("a", "o"))
    assert clean_text("\n\n".join(short) + " " + glued).text == "\n\n".join(short)


@pytest.mark.parametrize(("sentence", "paragraphs"), QUOTED)
@pytest.mark.parametrize("at", [1, 9], ids=["inside", "last"])
def test_what_a_sentence_quotes_is_not_said_to_the_reader(sentence: str, paragraphs: tuple[str, ...], at: int) -> None:
    """A sign or a button that is told of stays, at the end of a text as well as inside it."""
    text = "\n\n".join([*paragraphs[:at], sentence, *paragraphs[at:]])
    assert clean_text(text).text == text


@pytest.mark.parametrize("line", KEPT)
def test_a_paragraph_whose_last_words_only_look_so_stays_whole(line: str) -> None:
    """Last words that no rule knows for residue stay, with a stop or without one."""
    text = "\n\n".join((*COW[:2], line, *COW[2:]))
    assert text == clean_text(text).text


def test_the_record_names_the_rule_and_the_characters() -> None:
    """The removal of a glued sentence is told with its own rule, place and words."""
    source = "\n\n".join((*COW[:3], COW[3] + " Photo: Ana Whitlock"))
    (gone,) = clean_text(source).removed
    assert (" Photo: Ana Whitlock", "caption") == (source[gone.start : gone.end], gone.category.value)
    assert gone.rule.startswith(("CAP", "PHR", "SPN"))


def test_a_caption_goes_with_its_credit() -> None:
    """One sentence and who took the picture are a caption, not a paragraph with a credit glued to it."""
    text = "\n\n".join((*COW[:2], "The cow in the shop on Monday. Photo: Ana Whitlock", *COW[2:]))
    assert "\n\n".join(COW) == clean_text(text).text


def test_rules_of_later_stages_are_no_evidence_for_a_sentence() -> None:
    """Sentences are not shown to them where no other rule spoke: they judge places, or lines beside copies that go."""
    later = [one.code for stage in (Stage.CONSULT, Stage.CONTEXT) for one in rules_at(stage, Mode.TEXT, frozenset())]
    assert [code for code in later if not code.startswith(_PLACE)] == ["RPT009"]


@pytest.mark.parametrize(("paragraphs", "glued"), GLUED)
def test_sentences_of_which_no_rule_speaks_are_as_if_all_stages_had_seen_them(
    paragraphs: tuple[str, ...], glued: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Glued to the first paragraph without its stop, so that a last sentence is looked at that says nothing."""
    text = "\n\n".join((f"{paragraphs[0]} Then it rained", *paragraphs[1:], f"{paragraphs[1]} {glued}"))
    spared = clean_text(text)

    def judge_all(page: Page) -> Guarded:
        return guard(page, decide(page.document, pipeline.judge(page, weights_for(page)).tallies))

    monkeypatch.setattr(pipeline, "_decisions_by_own_words", judge_all)
    assert spared.decisions == clean_text(text).decisions
