"""Sentences that only a site says (FRM): families of words that meet in one short line, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

from cleaner.measure import Measures, fold
from cleaner.page.literals import joined_text
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, extent, is_entry
from cleaner.rules.frames import ANY, UNSPACED, Frame, read_frames
from cleaner.rules.note_words import count_words
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.reported import is_announced, names_speaker, tells_of_speech, tells_writing
from cleaner.rules.samples import ARTICLE
from cleaner.rules.self_words import is_told_so, persons_of
from cleaner.rules.spoken_of import is_told
from cleaner.rules.subject import is_foreign, is_legal, speaks_of_sites
from cleaner.rules.word_lists import read_lists
from cleaner.sentences import blank_quotations, sentence_spans
from cleaner.types import Block, Category, Kind
from cleaner.types.members import HEADING

_QUOTES = "\"“„«»‹「『”‘'"
_LABEL_MARK = re.compile(r"[:：|/｜.]\s|\s[–—-]\s|[：｜]")
_DASHES = "–—"
_ASKED = re.compile("[?？؟;]")  # the last is Greek
_LABELLED = re.compile("[:：–—]|\\s-\\s")
_FILES = (
    "frames.toml", "site_frames.toml", "self_frames.toml", "mail_frames.toml", "payer_frames.toml", "stock_frames.toml",
    "service_frames.toml",
)  # fmt: skip
FEWEST, MOST = 2, 26  # words of the shortest and the longest such line
ENDS = 6  # lines at a text's head and tail where such lines stand
LAST = 2  # lines that end a text
FEWEST_TOLD = 3  # sentences of a text that may end with a motto
LABEL_CHARS = 60  # before which a mark stands behind a label
SCRAP = 4  # words of a sentence that is none
SUBJECT, PLATFORM = 4, "site-on-a-platform"  # lines with the name of a platform that is the subject; the frame of one
PAIR = 2  # families of most frames
_WORD = re.compile(r"[^\W_]+")
_ARTICLE = 4  # characters of an article or a mark before a line's first word
_DENSE = "\u0590"  # from here on scripts without capitals; in some of them no space parts words
# The places that a line has, by whether it stands at an edge and in the tail.
_PLACES = MappingProxyType({
    (False, False): frozenset({"any"}),
    (True, False): frozenset({"any", "edge"}),
    (True, True): frozenset({"any", "edge", "tail", "end"}),
})  # fmt: skip


@lru_cache(maxsize=1)
def _words_inside() -> tuple[str, ...]:
    """The words of which a line between paragraphs must hold one to be read."""
    raw = [one for name in _FILES for one in read_lists(name)["frame"]]
    listed = [fold(word) for one in raw if one.get("place") == "any" for word in one["first"]]
    # A whole word ends its line, or a space follows.
    return tuple(dict.fromkeys([*listed, *(f"{word[:-1]}\n" for word in listed if word[-1] == " ")]))


def _is_speech(text: str, m: Measures) -> bool:
    """Whether a line is what somebody says: in quotation marks, or a sentence behind a dash."""
    return text[0] in _QUOTES or (text[0] in _DASHES and m.ends_sentence)


def _tells_of_speech(folded: str) -> bool:
    """Whether a folded line tells what somebody says, or says whose words it holds."""
    return tells_of_speech(folded) or names_speaker(folded)


def _is_announced(folded: str) -> bool:
    """Whether a clause ends in a colon over what somebody might write: "Nobody writes: you get this rain because"."""
    before, _, behind = folded.partition(":")
    return bool(behind.strip()) and is_announced(f"{before}:") and tells_writing(before)


def _is_subject(page: Page, word: str) -> bool:
    """Whether a word stands in so many lines that it is what a text is about."""
    return sum(word in m.tokens for m in page.measures) >= SUBJECT


def _is_told_of(text: str, said: str) -> bool:
    """Whether a line tells of what it begins with: no mark parts the first of the words said, a label, from the rest.

    >>> _is_told_of("Advertising continues to grow", "advertis … continu"), _is_told_of("PUB • À suivre", "pub … suiv")
    (True, False)
    """
    label = said.partition(" … ")[0]
    at = text.casefold().find(label)
    if text[0] >= _DENSE or text.isupper() or not 0 <= at <= _ARTICLE:
        return False
    following = _WORD.match(text, at)
    return following is not None and text[following.end() :].lstrip()[:1].isalnum()


def _is_motto(block: Block, m: Measures, form: str) -> bool:
    """Whether a line is scraps of some words each; in other forms than `scraps`, or ends as no sentence does.

    Some of one form ("News without noise.") may have a `stop`.
    """
    if block.kind is Kind.ITEM:
        return False
    spans = sentence_spans(block.text)
    scraps = len(spans) > 1 and all(len(block.text[a:b].split()) <= SCRAP for a, b in spans)
    if scraps or form == "scraps":
        return scraps
    if form == "label" and m.ends_sentence:
        return _LABEL_MARK.search(block.text, 0, LABEL_CHARS) is not None
    return not m.ends_sentence or (form == "stop" and m.words <= SCRAP)


def _names_stranger(page: Page, index: int) -> bool:
    """Whether a line has a name that the article does not use; in scripts without capitals it may."""
    text = page.blocks[index].text
    if text.lower() == text.upper():
        return True
    names = " ".join(word for word in text.split()[1:] if word.lstrip("«„“\"'(")[:1].isupper())
    return bool(names) and is_foreign(page, names, index)


def _speaks_to_nobody(page: Page, index: int) -> bool:
    """Whether the lines before one are mostly sentences, none of which says "we" or speaks to a reader: no verse."""
    told = sum(is_told(m) for m in page.measures[:index])
    if 2 * told < index or (told < FEWEST_TOLD and not 0 <= extent(page).first < index):
        return False
    persons = persons_of(page.language, reader=False) + persons_of(page.language, reader=True)
    return bool(persons) and not is_told_so(page, index, persons)


@rule(
    "FRM001",
    "sentence-frame",
    Category.CALL_TO_ACTION,
    -3.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "You can unsubscribe whenever you like.", on=("You can unsubscribe",)),
        Example(
            "Der Rat tagte am Montag und war sich nicht einig.\nIch habe die Datenschutzerklärung gelesen.",
            on=("Ich habe",),
        ),
        Example(
            "El consejo se reunió el lunes y no decidió nada.\nDebes iniciar sesión para responder.", on=("Debes",)
        ),
        Example("Совет собрался в понедельник и ничего не решил.\nТема закрыта", on=("Тема",)),
        Example("市議会は月曜日に開かれ、何も決まらなかった。\nいつでも配信停止できます。", on=("いつでも",)),
        Example("Rada obradowała w poniedziałek.\nNapisz w komentarzu, co o tym sądzisz!", on=("Napisz",)),
        Example("De raad vergaderde maandag.\nDeze site werd door Studio Ketel gebouwd", on=("Deze site",)),
        Example(ARTICLE + "The Hollis Fund had no say in what we write.", on=("The Hollis",)),
        Example("Le conseil s'est réuni.\nVos données ne seront jamais transmises à des tiers.", on=("Vos",)),
        Example(ARTICLE + "Build your own website for free. Start today!", on=("Build",)),
        Example("De raad vergaderde maandag.\nThema Kustlicht door Ketelweb", on=("Thema",)),
        Example("Rada obradowała.\nEgzemplarz recenzencki. Opinie są wyłącznie nasze.", on=("Egzemplarz",)),
        Example(ARTICLE + "If you value local news, chip in from two pounds a month.", on=("If you",)),
        Example("Il consiglio si riunì.\nContenuto di un partner; la redazione non ha partecipato.", on=("Contenuto",)),
        Example(ARTICLE + "Fast. Fair. Local.", on=("Fast",)),
        Example("El consell es va reunir dilluns.\nDisseny i programació: Calder Web SCCL", on=("Disseny",)),
        Example(ARTICLE + "Kettle Bank, proud sponsor of the local press", on=("Kettle",)),
        Example("Der Rat tagte am Montag.\nEntgeltliche Einschaltung der Bergbank", on=("Entgeltliche",)),
        Example("Zastupitelé jednali v pondělí.\nTento díl vznikl s podporou Nadace Olše.", on=("Tento",)),
        Example("Vijeće se sastalo.\nPratite nas i na Instagramu.", on=("Pratite",)),
        Example(
            "Zasadnutie bolo v pondelok.\nNikto nič nepovedal.\nVšetci išli domov.\nStiahnite si našu aplikáciu!",
            on=("Stiahnite",),
        ),
        Example("Совет собрался в понедельник.\nООО «Лодка», erid: 3XyzAb12", on=("ООО",)),
        Example(ARTICLE + "Some links above are referral links, and we earn a percentage.", on=("Some links",)),
        Example(ARTICLE + "Trusted since 1931", on=("Trusted",)),
        Example(
            "Совет собрался в понедельник.\nНикто ничего не сказал.\nВсе пошли домой под дождём.\nВсегда рядом с вами",
            on=("Всегда",),
        ),
        Example(f"{ARTICLE}Story continues after this ad\n{ARTICLE}", on=("Story continues",)),
        Example("Rådet mødtes mandag.\nTeksten blev først bragt i Havneposten.", on=("Teksten",)),
        Example("Rådet möttes på måndagen.\nSå arbetar vi med journalistik", on=("Så",)),
        Example(ARTICLE + "Spotted a misprint? Write to us at once.", on=("Spotted",)),
        Example("Die Räte tagten am Montag.\nAlle Nachrichten aus dem Tal und der Welt", on=("Alle",)),
        Example("El consejo se reunió.\nLos comentarios son opinión de los lectores de este medio.", on=("Los",)),
        Example("Rada obradowała w poniedziałek.\nPrzedruk bez zgody wydawcy zabroniony.", on=("Przedruk",)),
        Example("Consiliul s-a întrunit luni.\nDe la Wikipedia, enciclopedia liberă", on=("De la",)),
        Example("El consejo se reunió.\n¿Olvidó su contraseña?", on=("¿Olvidó",)),
        Example(ARTICLE + "No longer want our letters? Tell us by email.", on=("No longer",)),
        Example("市議会は月曜日に開かれた。\nパスワードを忘れた方はこちら？", on=("パスワード",)),
        Example(ARTICLE + "Sign up for The Quay: the week's best stories, every Friday.", on=("Sign up",)),
        Example("Der Rat tagte am Montag.\nDas Testgerät wurde uns kostenlos von Kai Audio geliehen.", on=("Das",)),
        Example(ARTICLE + "Disclosure: the boots were sent to us by Kettle, free of charge.", on=("Disclosure",)),
        Example("De raad vergaderde maandag.\nElke ochtend het nieuws van de kust in je mailbox.", on=("Elke",)),
        Example("Zastupitelé jednali.\nVložením e-mailu souhlasíte se zpracováním údajů.", on=("Vložením",)),
        Example(ARTICLE + "Something went wrong. Please reload the page and try again.", on=("Something",)),
    ),
    silent=(
        Example(ARTICLE + "He could cancel the wedding at any time."),
        Example("Der Rat tagte am Montag.\nDas Holz wurde der Stadt kostenlos zur Verfügung gestellt."),
        Example(ARTICLE + "The disclosure came free of charge, and the trip was hosted by nobody."),
        Example("De raad vergaderde maandag.\nElke ochtend bracht de postbode de brieven in een tas."),
        Example(ARTICLE + "Something went wrong with the pump, and the crew reload it in the spring."),
        Example(ARTICLE + "Every morning the post lay in the inbox of the harbour master."),
        Example(ARTICLE + "- Ads: a share of the fees\n- Affiliate links: writers earn a commission when readers buy"),
        Example(
            "WordPress is free.\nWordPress needs a server.\nWordPress has themes.\nUpdates of WordPress need "
            "time.\nSeparate hosting costs for self-hosted WordPress"
        ),
        Example("Совет собрался.\nНикто ведь не пишет: вы получили этот дождь, потому что вышли без зонта."),
        Example(f"{ARTICLE}The ad campaign continues after Easter.\n{ARTICLE}"),
        Example(ARTICLE + "The topic was closed, and the chair thanked them all."),
        Example(ARTICLE + "The letter said that we could opt out at any time. Nobody did."),
        Example("Das Thema war für ihn geschlossen.\n" + ARTICLE),
        Example(ARTICLE + "Every Thursday she asks herself why anyone would subscribe to it."),
        Example(ARTICLE + "“You may leave a comment below,” she said."),
        Example("Please leave a comment below.\n" + ARTICLE + ARTICLE + ARTICLE),
        Example("De raad vergaderde maandag.\nDe site werd door zijn dochter gebouwd, op een regenachtige zondag."),
        Example(ARTICLE + "This story was first told by a sailor from the north."),
        Example(ARTICLE + "The foundation has no say in how the islands are run."),
        Example(ARTICLE + "They will not share their information with the bank."),
        Example("De raad vergaderde maandag.\nDe stichting heeft geen invloed op de dienstregeling."),
        Example("De raad vergaderde maandag.\nDeze site eindelijk gebouwd"),
        Example("Rådet möttes på måndagen.\nSå jobbar Lena med fåren när snön kommer."),
        Example(ARTICLE + "She spotted a misprint on the map and told the council of it."),
        Example("Die Räte tagten am Montag.\nAlle Nachrichten aus der Welt brachte damals der Postbote."),
        Example(ARTICLE + "The comments from the readers' bench were polite."),
        Example(ARTICLE + "Copying the keys is forbidden without the warden's permission."),
        Example(ARTICLE + "Have you forgotten the bread?"),
        Example(ARTICLE + "Sign up at the library for the walk, which tells a good story every Sunday."),
        Example("El consejo se reunió.\nEl responsable del tratamiento de las aguas es una empresa."),
        Example(ARTICLE + "Build your own fence first, his father used to say."),
        Example("De raad vergaderde maandag.\nHet thema van de avond kwam door Ketelweb"),
        Example(ARTICLE + "The mill got the wheel for nothing, and opinions in the town were divided."),
        Example(ARTICLE + "Support for the plan came from the local paper."),
        Example(ARTICLE + "The editors were not involved in the sale of the building of the foundation."),
        Example(ARTICLE + "The bakery has been serving the valley since 1921."),
        Example(ARTICLE + "He came. He saw. He left."),
        Example(ARTICLE + "The bank was a proud sponsor of the regatta."),
        Example(ARTICLE + "Paid content was what the clerk called it."),
        Example(ARTICLE + "This trip was made possible by the weather."),
        Example("Vijeće se sastalo.\nMještani prate brod i na Instagramu."),
        Example(ARTICLE + "Parents follow the ferry in a WhatsApp group called Save Our Boat."),
        Example("You sat in the hall.\nWe sat by the door.\nNobody spoke.\nDownload our app for the news"),
        Example(ARTICLE + "The chain has links above the lock, and the smith earns by them."),
        Example(ARTICLE + "Always with you, the inscription on the bell reads."),
        Example("You came to us.\nYou sat down.\nYou said nothing.\nAlways close to you"),
    ),
)
def sentence_frame(page: Page) -> Iterator[Finding]:
    """Finds short lines that hold a word of each of two families or three, most of them at a text's ends.

    Why: "unsubscribe" with "any time", "log in" with "reply" or "I accept" with "privacy" is said by forms, mailings
    and forums alone, in any wording.
    Example: `Je kunt je op elk moment afmelden.`
    Source: own observation in many languages; the families are data/frames.toml's, and those of three files more
    """
    size = len(page.blocks)
    where = extent(page)
    joined = joined_text(page)
    inside = frozenset(joined.lines_with(joined.present(_words_inside())))
    for block, m in page:
        tail = block.index >= size - ENDS or block.index > where.last >= 0
        edge = tail or block.index < ENDS
        if not (edge or block.index in inside) or m.words < FEWEST or m.prose:
            continue
        words = count_words(block.text, m.words)
        if words > MOST or _is_speech(block.text, m) or block.kind in FIXED_KINDS or block.kind is HEADING:
            continue
        places = _PLACES[edge, tail]
        for frame, said in read_frames(_FILES, blank_quotations(block.text), words, nouns=page.language == "de"):
            if frame.place not in places or _tells_of_speech(m.folded) or _is_announced(m.folded):
                continue
            if speaks_of_sites(page):
                return
            if _fits(page, block.index, frame, said):
                yield Finding(block.index, f"'{said}' ({frame.id})", category=frame.category)
                break


def _fits(page: Page, index: int, frame: Frame, said: str) -> bool:
    """Whether a line that has the words of a frame ends as it does, in such a text."""
    block, m = page.blocks[index], page.measures[index]
    # An entry of a list discloses nothing, and a text that speaks of a platform again is not built on it.
    if frame.category is Category.SPONSOR and is_entry(page, index):
        return False
    if frame.id == PLATFORM and _is_subject(page, said.rpartition(" ")[2]):
        return False
    if frame.place == "end" and index < len(page.blocks) - LAST:
        return False
    if (frame.open and m.ends_sentence) or (frame.category is Category.RIGHTS and is_legal(page)):
        return False
    # A note that says so much is a sentence; what else stands in its line is not meant. A ban is glued to a text's end.
    alone = frame.families > PAIR or frame.category is Category.RIGHTS
    # Where no spaces part words nobody knows what else is said.
    alone = (alone and not frame.sentences) or (frame.strange != ANY and max(block.text) >= UNSPACED)
    if alone and len(sentence_spans(block.text)) > 1:
        return False
    if frame.label and _is_told_of(block.text, said):
        return False
    if frame.motto and not _is_motto(block, m, frame.motto):
        return False
    if frame.named and not _names_stranger(page, index):
        return False
    return not (frame.quiet or frame.motto not in {"", "label"}) or _speaks_to_nobody(page, index)


RULES = (sentence_frame,)
