"""What looks like residue and is content: nothing of it goes, in any language."""

from __future__ import annotations

import pytest

from cleaner import clean_text

SHORT = (
    "A goose moved into the post office on Friday.",
    "It sat on the scales and would not be weighed.",
    "The clerk fed it crackers.",
    "By noon it had a queue of its own.",
    "Nobody posted anything.",
    "On Monday it left by the front door.",
)
GERMAN = (
    "Die Brücke bei Ahlen bleibt bis Ostern gesperrt.",
    "Ein Bagger hatte im Herbst einen Pfeiler gestreift.",
    "Die Bauern fahren nun über Hamm.",
    "Das kostet sie jeden Tag eine Stunde.",
)
JAPANESE = (
    "港の食堂が四十年ぶりに建て直される。",
    "店主は古い暖簾を残すと決めた。",
    "常連客は毎朝工事を見に来る。",
    "春には湯気がまた上がるという。",
)
BOXES = {
    "en": (SHORT, "Related stories", ("Ten pumps that save you money", "Singer cancels tour of the islands")),
    "de": (GERMAN, "Lesen Sie auch", ("Sänger sagt Tournee ab", "Zehn Pumpen im Vergleich")),
    "ja": (JAPANESE, "関連記事", ("株価が三日続けて上昇", "人気歌手が公演を中止")),
}


@pytest.mark.parametrize("language", BOXES)
@pytest.mark.parametrize("headlines", [1, 2])
@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_a_related_box_ends_at_the_first_sentence(language: str, headlines: int, at: int) -> None:
    """Wherever a box stands in an article of short sentences, its lines go and every sentence stays."""
    body, heading, teasers = BOXES[language]
    source = "\n\n".join((*body[:at], heading, *teasers[:headlines], *body[at:]))
    assert "\n\n".join(body) == clean_text(source, language=language).text


GLUED = (
    ("The goose left by the front door.", "All rights reserved."),
    ("Die Bauern fahren nun über Hamm.", "Alle Rechte vorbehalten."),
    ("Le facteur a repris sa tournée lundi.", "Tous droits réservés."),
    ("Мост откроют к маю следующего года.", "Все права защищены."),
    ("春には湯気がまた上がるという。", "無断転載を禁じます。"),
)
BEFORE = ("Follow us on Facebook.", "Sign up for our newsletter.", "This article first appeared on Harbour Post.")


@pytest.mark.parametrize(("sentence", "phrase"), GLUED)
def test_a_glued_phrase_goes_without_its_paragraph(sentence: str, phrase: str) -> None:
    """Of a short paragraph only the sentence that a phrase makes up is cut, before it or behind it."""
    assert sentence == clean_text(f"{sentence} {phrase}").text
    assert sentence == clean_text(f"{phrase} {sentence}").text


@pytest.mark.parametrize("phrase", BEFORE)
def test_a_phrase_before_a_sentence_goes_without_it(phrase: str) -> None:
    """A phrase that opens lines is cut off the sentence behind it."""
    assert SHORT[-1] == clean_text(f"{phrase} {SHORT[-1]}").text


QUOTED = (
    'Above the till hung a card that said "All rights reserved" in red ink.',
    "Auf der Tür stand „Newsletter abonnieren“, und niemand wusste warum.",
    "Sur le mur on lisait « Tous droits réservés » en lettres vertes.",
    "У входа висела табличка «Все права защищены» с ошибкой.",
    "门上写着“版权所有”四个大字。",
)


@pytest.mark.parametrize("sentence", QUOTED)
def test_a_quoted_phrase_stays(sentence: str) -> None:
    """A sentence that quotes a stock phrase is about it."""
    assert sentence == clean_text(sentence).text


ENTRIES = (
    "Monday, 6 June\nThe goose is back.\nTuesday, 7 June\nIt has brought a friend.",
    "7. Januar\n4. Februar\n3. März",
    "Shows\n3 May 2025\nHarwick, Old Mill\n5 May 2025\nSaltby, The Crown\n9 May 2025\nMerrow, Ferry Hall",
    "Month Boats Cars\nJanuary 1,310 204\nFebruary 1,402 377\nMarch 2,655 010",
    "The film is long and dim, and the goose is its only star.\n4 out of 5\n★★★★☆",
    "5 мая, понедельник\nГусь вернулся.\n6 мая, вторник\nОн привёл друга.",
)


@pytest.mark.parametrize("text", ENTRIES)
def test_dates_that_head_entries_stay(text: str) -> None:
    """Headings of a diary, lines of a schedule or a table and a critic's marks are no bylines."""
    assert text.split("\n") == clean_text(text).text.split("\n\n")


WRAPPED = """\
The committee spoke for an hour about the needs of those Dutch-
speaking families who had settled along the canal, and about
their schools, which had been closed since the winter, and it
resolved that the matter be put before the council at its next
sitting, when the mayor would be back from the coast and could
answer for himself and for the clerk, who had written the long
letters without being asked to do so by anybody in the office."""

VERSE = """\
The harbour lamps go out before the boats have found the bar,
and what the tide has taken it gives back another year;
my mother kept the almanac and could not read a star,
my father never learned to swim and did not tell us here.
The harbour lamps go out before the boats have found the bar,
the bell is rung by nobody whom anyone can hear,
and still we walk along the wall and look out very far,
for what the tide has taken it gives back another year."""


def test_a_broken_word_joins_without_a_space() -> None:
    """A hard-wrapped line that ends with a word's hyphen meets the next one; other lines join with a space."""
    assert WRAPPED.replace("-\n", "-").replace("\n", " ") == clean_text(WRAPPED).text


def test_verse_keeps_its_lines() -> None:
    """Lines that end where the poet ends them are not wrapped, however long; a refrain may come again."""
    assert VERSE.split("\n") == clean_text(VERSE).text.split("\n\n")


BROKEN = (
    (
        "The book was first praised by the\nGuardian\n, which had asked its readers for their\ncomments\n. It was read "
        "by many in the town, and some of them\nwrote\nto its author on\n24 January 2015\n."
    ),
    (
        "Über den Bau der neuen Brücke sprach in der\nBuchhandlung\nam Markt der Leiter des\nInstituts\n, der dazu "
        "einen\nNewsletter\nherausgibt, den im ganzen Land nur sieben Leute lesen."
    ),
    (
        "Le pont a été décrit en détail par le\nfacteur\nde la ville, qui en avait fait le tour avec "
        "un\nappareil photo\net laissé ses\ncommentaires\ndans le livre de la mairie."
    ),
    "学校去年收购了一家小型的(\n微博\n) 公司，并且在今年春天把它的老师请到港口旁边的大楼里工作。",
)


@pytest.mark.parametrize("source", BROKEN)
def test_a_sentence_broken_at_its_links_stays_whole(source: str) -> None:
    """Words of a sentence that stand alone on a line are no buttons, dates and headings."""
    assert source.split("\n") == clean_text(source).text.split("\n\n")


@pytest.mark.parametrize("source", BROKEN)
def test_a_broken_sentence_is_one_between_blank_lines(source: str) -> None:
    """A text that was cleaned before has a blank line between all its lines, those of a sentence too."""
    assert source.split("\n") == clean_text(source.replace("\n", "\n\n")).text.split("\n\n")


def test_a_short_sentence_broken_among_others_stays_whole() -> None:
    """Where a scraper broke many sentences at their links, a date in the last note is no date of the page."""
    sentences = "\n".join(
        f"The {n} report about the quay was read by the\nGuardian\n, which asked the two towns for their\ncomments\n."
        for n in "first second third fourth fifth sixth seventh eighth ninth".split()
    )
    source = f"{sentences}\n^\nNotes of the ferry line\nArchived from\nthe original\non 13 May 2011\nRetrieved in June."
    assert "on 13 May 2011" in clean_text(source).text.split("\n\n")


ONCE = "There was a king who had three daughters and one tree, and each of them wanted the apple on its highest branch."
EPISODE = (
    'The {} daughter went into the garden and said: "Bow down, dear tree, and give me the apple from your highest '
    'branch." But the tree did not bow, and she went home in tears.'
)
PARALLELS = (
    "\n".join([ONCE, *map(EPISODE.format, ("first", "second")), "The third said nothing, and the tree bowed."]),
    "\n".join([ONCE, *map(EPISODE.format, ("tall", "small", "proud")), "Nobody got the apple."]),
    "\n".join(
        f"{day}. Ich stand um sieben Uhr auf, trank in der Küche meinen Kaffee, ging mit dem Hund auf die Straße und "
        f"grüßte die Nachbarin aus dem dritten Stock, die nichts sagte."
        for day in ("Montag", "Dienstag")
    ),
    "\n".join(
        f"Плата за место номер {n} вносится до первого дня каждого месяца, а ключ от этого места хранится у сторожа, "
        f"который живёт в доме напротив."
        for n in (3, 8)
    ),
)


@pytest.mark.parametrize("source", PARALLELS)
def test_what_is_told_again_of_another_stays(source: str) -> None:
    """Episodes of a tale, days of a diary and entries of a register differ in a word that says which one is meant."""
    assert source.split("\n") == clean_text(source).text.split("\n\n")


def test_an_edited_copy_goes() -> None:
    """A paragraph that differs from one above it by two dropped words says nothing of its own."""
    copied = EPISODE.format("first").replace(" dear", "").replace("highest ", "")
    source = "\n".join([ONCE, EPISODE.format("first"), copied])
    assert [ONCE, EPISODE.format("first")] == clean_text(source).text.split("\n\n")


PROSE = (
    "The council met on Monday in the town hall and talked about the old ferry line for three long hours in all.\n"
    "Nobody could say on Tuesday what had been decided, and the mayor had gone home by then without a word of it."
)
LISTED = ("Line {}", "Step {}: open the page", "Photo {}: the harbour at dawn", "Notice {} was read aloud")


@pytest.mark.parametrize("entry", LISTED)
@pytest.mark.parametrize("count", [30, 300])
def test_lines_alike_but_for_their_figures_are_a_list(entry: str, count: int) -> None:
    """However much one of them looks like a button or a headline, so many of them are what the text consists of."""
    lines = [entry.format(number) for number in range(2, count)]
    assert "\n\n".join((*PROSE.split("\n"), *lines)) == clean_text(PROSE + "\n" + "\n".join(lines)).text


POLICIES = (
    "Terms of use\nUpdated: 3 May 2024\nThese terms apply to whoever has an account with us.\nYou need one to "
    "leave a comment.\nChoose a password that you use on no other website.\nWe may close your account if you break the "
    "terms.\nOur newsletter is free and comes every Friday.\nYou can unsubscribe by the link at its end.\nWe do not "
    "give your email address to others.",
    "Datenschutzerklärung\nDiese Erklärung sagt, was wir mit Ihren Cookies machen.\nCookies merken sich Ihre "
    "Einstellungen.\nSie können Cookies in Ihrem Browser ablehnen.\nUnser Newsletter ist kostenlos und kommt jeden "
    "Freitag.\nSie können den Newsletter jederzeit kündigen.\nIhre E-Mail-Adresse geben wir nicht weiter.",
)


@pytest.mark.parametrize("source", POLICIES)
def test_a_policy_is_a_text(source: str) -> None:
    """What elsewhere is a notice or a form is here what the text tells."""
    assert source.split("\n") == clean_text(source).text.split("\n\n")
