"""Entities and text that was encoded twice are put right in a text, each line by itself and with exact places."""

from __future__ import annotations

import pytest

from cleaner import clean_text
from cleaner.rules.samples import MAYOR, MONDAY
from cleaner.segment.restored import may_need_restoring, restore
from cleaner.segment.text import segment, source_spans

WRITTEN = [
    ("L'équipe a joué à Saint-Brévin, déjà dominée.", "cp1252"),
    ("»Jeg har ikke sovet så dårligt«, sagde Krogh.", "cp1252"),
    ("Karşılaşma yağmur nedeniyle durdu, saha temizlendi.", "cp1254"),
    ("Příliš žluťoučký kůň pěl ďábelské ódy.", "cp1250"),
    ("Zażółć gęślą jaźń, powiedział ojciec.", "cp1252"),
    ("Съешь ещё этих мягких булок, да выпей чаю.", "cp1251"),
    ("Їжак з’їв яблуко, і пішов собі.", "cp1252"),
    ("Η εκκλησία είναι παλιά και μικρή.", "cp1253"),
    ("नमस्ते दुनिया, आप कैसे हैं।", "cp1252"),
    ("안녕하세요 여러분, 반갑습니다.", "cp1252"),
    ("Đà Nẵng đã mưa suốt đêm qua.", "cp1252"),
    ("السلام عليكم ورحمة الله", "cp1252"),
    ("“Don’t,” she said … and left.", "cp1252"),
]


def twice(text: str, code_page: str) -> str:
    """What a program writes that reads UTF-8 in a code page; bytes without a character become controls."""
    return "".join(bytes((byte,)).decode(code_page, "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(("text", "code_page"), WRITTEN)
def test_text_that_was_encoded_twice_is_put_right(text: str, code_page: str) -> None:
    """In the code pages of Europe, and encoded once more; what was right stays."""
    wrong = twice(text, code_page)
    restored = restore(wrong)
    assert restored is not None
    assert restored.text == text
    assert "".join(wrong[a:b] for a, b in zip(restored.starts, restored.ends, strict=True)) == wrong
    assert may_need_restoring(wrong)
    again = restore(twice(wrong, "cp1252"))
    assert again is None or again.text == text
    assert restore(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("&laquo;Il nonno&raquo;, disse&nbsp;lei", "«Il nonno», disse\u00a0lei"),
        ("R&amp;B &amp;amp; Don&#8217;t &#x2014; 5 &lt; 6", "R&B & Don’t — 5 < 6"),
        ("20 Ã  9 Ã  la pause dÃ©jÃ ", "20 à  9 à  la pause déjà "),
    ],
)
def test_entities_and_lost_spaces_are_put_right(text: str, read: str) -> None:
    """Named, numbered, and escaped again; the second byte of à may have become a plain space."""
    restored = restore(text)
    assert restored is not None
    assert restored.text == read


@pytest.mark.parametrize(
    "text",
    [
        "IRMÃ» e",
        "«A IRMû e",
        "Bokstaven «Å» kommer sist",
        "C'È… una volta «perché…» disse",
        "R&D, AT&T; Q&A",
        "Сі Ні РІК",
        "Statt Müller steht dort MÃ¼ller",
        "ORĂŞEL",
        "Café «très…» é…»",
        "if (a &and; b)",
        "Use `&nbsp;` between them",
        "&lt;div class=x>",
        "20 °C, 5 × 3",
        "NÃO… «NÃO» IRMÃS",
        "&unknown; and &it;",
    ],
)
def test_what_only_looks_so_stays(text: str) -> None:
    """Capitals before quotation marks, operators, code, tags and words that show both."""
    assert restore(text) is None


def test_a_text_about_encodings_keeps_its_examples() -> None:
    """What it shows is its subject."""
    about = f"{MONDAY}\n\nRead as Windows-1252, the UTF-8 of cafÃ© and naÃ¯ve looks so, and &eacute; helps.\n\n{MAYOR}"
    assert clean_text(about).text == about


def test_cleaning_gives_the_words_and_the_record_the_places() -> None:
    """What stays is put right, what goes is told as it was written, and cleaning again changes nothing."""
    paragraph = "L'équipe a fini par s'imposer samedi soir à Lorval, devant des spectateurs qui n'y croyaient plus."
    text = f"{twice(paragraph, 'cp1252')}\n\n{twice('Publicité', 'cp1252')}\n\n{twice(paragraph[::-1], 'cp1252')}"
    result = clean_text(text, language="fr")
    assert result.text == f"{paragraph}\n\n{paragraph[::-1]}"
    assert [text[one.start : one.end] for one in result.removed] == [twice("Publicité", "cp1252")]
    assert result.warnings == ("entities or characters that were encoded twice put right in 3 lines",)
    again = clean_text(result.text, language="fr")
    assert (again.text, again.warnings) == (result.text, ())
    document, _ = segment(text)
    found = source_spans(text, document.blocks[0], [(2, 8), (0, 2)])
    assert [text[a:b] for a, b in found] == [twice("équipe", "cp1252"), "L'"]


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("Pro&ccaron;itajte i ovo", "Pročitajte i ovo"),
        ("CiteÈ™te È™i: Ambulanță nouă", "Citește și: Ambulanță nouă"),
    ],
)
def test_letters_of_later_names_and_lines_partly_encoded_twice(line: str, right: str) -> None:
    """A word is encoded twice as a whole: beside others that came well it is put right, too."""
    restored = restore(line)
    assert restored is not None
    assert restored.text == right


def test_a_word_that_holds_both_is_left() -> None:
    """Then the characters may be the writer's."""
    assert restore("ÅŸéÅŸà éàü éàü") is None
