"""What sites note around a text (NOT): who paid, who built the site, which agency and which author wrote, its end."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from tomllib import loads

from cleaner.measure import fold
from cleaner.page.literals import joined_text
from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, continues_word, extent, name_like
from cleaner.rules.pieces import residue_spans
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR
from cleaner.rules.stock import SENTENCE_WORDS, stock_lines
from cleaner.types import Category

SPONSOR_WORDS, BUILDER_WORDS, SOURCE_WORDS, BIO_WORDS = 20, 12, 12, 45
SPONSOR_NAME = 11  # words of a sponsor's name with what it says of itself
SUBJECT = 7  # words before "is sponsored by"
CODE = 4  # letters of an editor's sign behind an agency's name
_BRACKETS = " \t()[]（）［］【】〈〉<>{}*_-–—~/|.。:：\"'“”«»=#•·©"
_PARTS = re.compile(r"[/,，、&+|·;=＝]|\s(?:and|und|et|y|e|i|en|och|og|ja|и|та|ve|و|dan|và|with|mit)\s|\s[-–—]\s")
_YEARS = re.compile(r"(?:©|\(c\)|copyright|ⓒ)?\s?(?:19|20)\d\d\s?")
_FROM = re.compile(
    r"(?:la rédaction |redaktion |redação |redacción |redazione )?"
    r"(?:with|avec|mit|con|com|med|z|с|з|par|per|por)\s(?=\w)"
)
_SIGNED = re.compile(r"[(\[][a-z]{2,4}(?:[/-][a-z]{2,5}){0,3}[)\]]\.?$|-{2,}\s?\w+(?:\s\w+){1,3}$")
_LOVE = re.compile(
    r"(?:with|mit|avec|con|com|met|med|z|с|з|ile|dengan)\s?(?:<3|[♥❤♡💙💚💛🧡💜🖤❣]|love|liebe|amour|amor|amore|liefde|kärlek|любов)"
)


@lru_cache(maxsize=16)
def notes(name: str) -> tuple[str, ...]:
    """The folded phrases or words listed under `name` in data/notes.toml, longest first."""
    raw = _raw()[name]
    listed = raw if isinstance(raw, list) else shlex.split(raw)
    return tuple(sorted(set(map(fold, listed)), key=lambda one: (-len(one), one)))


@lru_cache(maxsize=1)
def _raw() -> dict[str, str | list[str]]:
    return loads(resources.files("cleaner.rules").joinpath("data/notes.toml").read_text("utf-8"))


@lru_cache(maxsize=16)
def _notes_set(name: str) -> frozenset[str]:
    return frozenset(notes(name))


def _find(folded: str, phrases: tuple[str, ...]) -> tuple[int, str]:
    """Where the longest of these phrases stands as words in a folded line, and the phrase; -1 and nothing else."""
    for phrase in phrases:
        at = folded.find(phrase)
        if at < 0 or (at > 0 and phrase[0] < "\u0e00" and continues_word(folded[at - 1])):
            continue
        end = at + len(phrase)
        if end < len(folded) and phrase[-1].isalnum() and phrase[-1] < "\u0e00" and continues_word(folded[end]):
            continue
        return at, phrase
    return -1, ""


def _as_written(text: str, folded: str, at: int) -> str:
    """The characters of a line from place `at` of its folded text on, where folding kept the lengths."""
    rest = folded[at:]
    return text[len(text) - len(rest) :] if text.casefold().endswith(rest.casefold()) else rest


def _foreign(page: Page, text: str, index: int) -> bool:
    """Whether a short text names nothing that the article's sentences speak of, the line itself aside."""
    words = set(re.findall(r"[^\W\d_]{4,}", fold(text)))
    last = extent(page).last
    return not any(
        words.intersection(m.tokens)
        for block, m in page
        if block.index != index and (m.prose or (m.ends_sentence and m.words >= SENTENCE_WORDS and block.index <= last))
    )


@rule(
    "NOT001",
    "sponsor-note",
    Category.SPONSOR,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "The Harbour Post is brought to you by Northwind Paints", on=("The Harbour Post",)),
        Example(ARTICLE + "Supported by Northwind Paints", on=("Supported",)),
        Example(
            "Der Rat tagte am Montag und war sich nicht einig.\nPräsentiert von Nordwind Farben", on=("Präsentiert",)
        ),
    ),
    silent=(
        Example(ARTICLE + "The ferry line was supported by the council and two breweries."),
        Example(ARTICLE + "Supported by nobody, she paid for the trip herself and came home in the spring."),
    ),
)
def sponsor_note(page: Page) -> Iterator[Finding]:
    """Finds notes that say who paid: "presented by" and a name, behind nothing, "this story" or a foreign name.

    Why: a site thanks those who pay for it; what the article itself says was paid for is about its own subject.
    Example: `The Coast Herald is brought to you by Northwind Paints`
    Source: own observation in many languages; data/notes.toml
    """
    where = extent(page)
    paid = joined_text(page).present(notes("sponsor"))
    for index, said in stock_lines(page).items():
        block, m = page.blocks[index], page.measures[index]
        if m.words > SPONSOR_WORDS:
            continue
        at, phrase = _find(m.folded, paid)
        if at < 0:
            continue
        if at and phrase.endswith(":"):
            continue
        subject, rest = m.folded[:at], _as_written(block.text, m.folded, at + len(phrase))
        named = rest.strip(" .:：–—-")
        before = re.findall(r"\w+", subject)
        if not named or len(before) > SUBJECT or "," in named[:2] or len(named.split()) > SPONSOR_NAME:
            continue
        first = re.search(r"\w[\w'’]*", named)
        cased = first is not None and (
            first.group()[0] != first.group()[0].lower() or first.group() in {"the", "our", "a"}
        )
        if first is None or (first.group()[0].lower() != first.group()[0].upper() and not cased):
            continue
        edge = where.in_tail(index) or where.in_head(index)
        own = (
            said.ours
            or said.opens in {"thing", "also", "call"}
            or re.match(r"\W*(?:this|today's|dieser|diese|cet|este|esta|questo|dit|den här|denne) ", subject)
        )
        if before and not (own or (edge and _foreign(page, subject, index))):
            continue
        if not before and not _foreign(page, named, index):
            continue
        yield Finding(index, f"'{phrase}' and a name: '{named[:40]}'", weight=-3.4)


@rule(
    "NOT002",
    "site-builder",
    Category.SYNDICATION,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Site crafted by Kettle Web", on=("Site crafted",)),
        Example(ARTICLE + "Designed with ♥ by Kettle Web", on=("Designed",)),
    ),
    silent=(
        Example(ARTICLE + "Designed by a young engineer, the bridge stood for a hundred years and more."),
        Example("Built by hand\n" + ARTICLE),
    ),
)
def site_builder(page: Page) -> Iterator[Finding]:
    """Finds footer lines that name who designed, built or hosts the site, behind the last prose.

    Why: an agency's signature says nothing about the text.
    Example: `Design & Development: Kettle Web Pvt. Ltd.`
    Source: own observation in many languages; data/notes.toml
    """
    where = extent(page)
    built = joined_text(page).present(notes("builder"))
    for index in stock_lines(page):
        block, m = page.blocks[index], page.measures[index]
        if m.words > BUILDER_WORDS or index <= where.last or where.last < 0:
            continue
        bare = m.folded.lstrip(" ©®*•|-–—")
        at, phrase = _find(bare, built)
        love = _LOVE.search(bare) is not None and at >= 0
        if at != 0 and not love:
            continue
        rest = _as_written(block.text, m.folded, len(m.folded) - len(bare) + at + len(phrase)).strip(" .:：–—-&|")
        short = m.words <= len(phrase.split()) + 7
        if love or (short and rest and (name_like(rest) or not m.ends_sentence)):
            yield Finding(index, f"behind the last prose, '{phrase}'", weight=-3.4)


def agencies_only(folded: str) -> bool:
    """Whether a folded line names news agencies and nothing else; editors' signs may stand behind a stroke.

    >>> [agencies_only(one) for one in ("(dpa/lno)", "— afp", "sda/ij", "(서울=연합뉴스)", "ap and his brother")]
    [True, True, True, True, False]
    """
    bare = _FROM.sub("", _YEARS.sub("", folded).strip(_BRACKETS))
    if not bare or len(bare) > 60:
        return False
    parts = [part.strip(_BRACKETS) for part in _PARTS.split(bare)]
    named = [part for part in parts if part in _notes_set("agencies")]
    rest = [part for part in parts if part and part not in _notes_set("agencies")]
    marked = "/" in folded or "=" in folded or "＝" in folded
    return bool(named) and all(marked and len(part) <= max(CODE, 4) and " " not in part for part in rest)


@rule(
    "NOT003",
    "agency-mark",
    Category.CREDITS,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "(dpa/lno)", on=("(dpa",)),
        Example(ARTICLE + "— AFP", on=("— AFP",)),
        Example(ARTICLE + "With inputs from PTI and agencies", on=("With inputs",)),
        Example(ARTICLE + "Source: Harbour Today", on=("Source",)),
    ),
    silent=(
        Example(ARTICLE + "AP and his brother went home."),
        Example("Source: the river rises in a bog\n" + ARTICLE),
        Example(ARTICLE + "With inputs from all sides the meeting went on until nobody was left to hear it."),
    ),
)
def agency_mark(page: Page) -> Iterator[Finding]:
    """Finds lines that name an agency or another source and nothing else, in the head or the tail.

    Why: where a report comes from is a credit.
    Example: `(dpa/lno)`, `Con información de EFE`, `Source: Harbour Today`
    Source: own observation; the agencies and wordings are data/notes.toml's
    """
    where = extent(page)
    for index in stock_lines(page):
        block, m = page.blocks[index], page.measures[index]
        if m.words > SOURCE_WORDS:
            continue
        tail = where.in_tail(index)
        if not (tail or where.in_head(index)):
            continue
        if agencies_only(m.folded) or (index > where.last >= 0 and _SIGNED.match(m.folded)):
            yield Finding(index, "nothing but the names of agencies or the signs of editors", weight=-3.4)
            continue
        if not tail:
            continue
        bare = m.folded.lstrip(_BRACKETS)
        phrase = ""
        if bare.startswith(notes("material")) or m.folded.startswith(notes("material")):
            phrase = next((one for one in notes("material") if _opens(bare, one) or _opens(m.folded, one)), "")
        if phrase and _material(bare[len(phrase.strip("(（")) :], block.text, m.words):
            yield Finding(index, f"opens with '{phrase}'", weight=-3.2)
            continue
        label = _label(bare)
        if label and index > where.last:
            yield Finding(index, f"the label '{label}' and a name", weight=-3.2)


def _opens(folded: str, phrase: str) -> bool:
    """Whether a folded line begins with the words of a phrase."""
    end = len(phrase)
    return folded.startswith(phrase) and (
        end >= len(folded) or phrase[-1] >= "\u0e00" or not continues_word(folded[end])
    )


def _material(rest: str, text: str, words: int) -> bool:
    """Whether what follows "with material from" is a name or an agency, and no clause."""
    if any(one in rest for one in _notes_set("agencies") if len(one) > 3) or not rest.strip(_BRACKETS):
        return True
    named = text[-len(rest) :].strip(_BRACKETS) if rest else ""
    return words <= SOURCE_WORDS and (name_like(named) or words <= 8)


def _label(bare: str) -> str:
    """A label of a source with a short name behind it."""
    head, mark, rest = (
        bare.partition(":") if ":" in bare else bare.partition("：") if "：" in bare else bare.partition(" ")
    )
    name = head.strip(_BRACKETS)
    if name not in _notes_set("source") or not rest.strip(_BRACKETS):
        return ""
    if mark == " " and name not in {"via", "source"}:
        return ""
    return name if len(re.findall(r"\w+", rest)) <= 7 and not re.search(r"[.!?]\s", rest) else ""


@rule(
    "NOT004",
    "text-end",
    Category.CREDITS,
    -3.4,
    modes=TEXT,
    fires=(Example(ARTICLE + "ENDS\n-30-", on=("ENDS", "-30-")),),
    silent=(Example("Fin\nThe shark's fin was on the table.\n" + ARTICLE),),
)
def text_end(page: Page) -> Iterator[Finding]:
    """Finds the marks by which agencies and press offices end a text.

    Why: they told an editor where to stop.
    Example: `ENDS`, `-30-`, `(끝)`
    Source: journalists' usage; the words are data/notes.toml's
    """
    where = extent(page)
    for block, m in page:
        if block.index <= where.last or where.last < 0 or m.words > 2 or block.kind in FIXED_KINDS:
            continue
        bare = m.folded.strip(_BRACKETS)
        marked = block.text.isupper() or not block.text.isalnum() or bare[0] > "\u0400"
        if bare in _notes_set("ends") and marked and (bare != "30" or "-" in m.folded):
            yield Finding(block.index, f"'{bare}' behind the last prose", weight=-3.4)


@rule(
    "NOT005",
    "author-note",
    Category.AUTHOR_BIO,
    -3.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "The writer is a professor of music at the University of Lindale.", on=("The writer",)),
        Example(
            "Der Rat tagte am Montag.\nEr war sich nicht einig.\nJan Petersen ist Redakteur beim Küstenboten.",
            on=("Jan",),
        ),
        Example(ARTICLE + "Anna de Wit is redacteur binnenland.", on=("Anna",)),
        Example(ARTICLE + "Ana Whitlock covers local government. Reach her at ana@argus.example.", on=("Ana",)),
    ),
    silent=(
        Example(ARTICLE + "Ana Whitlock covers the boat with a sheet at night."),
        Example(ARTICLE + "The writer is dead, and the book is forgotten in the town that he made famous."),
        Example("Anna Keller is a journalist.\n" + ARTICLE + "Anna Keller is a journalist who saw it all.\n" + MAYOR),
    ),
)
def author_note(page: Page) -> Iterator[Finding]:
    """Finds the last lines of a text that say who wrote it: the author is a professor, NAME is a reporter.

    Why: a biography under the text is about somebody else than the text. A person whom the article names stays.
    Example: `Camille Roux est journaliste au service Société.`
    Source: own observation in many languages; the trades are data/notes.toml's
    """
    where = extent(page)
    for block, m in page:
        if not 2 < m.words <= BIO_WORDS or block.kind in FIXED_KINDS or block.index < where.last or block.index < 2:
            continue
        bare = m.folded.lstrip(_BRACKETS)
        phrase = next((one for one in notes("authors") if bare.startswith(one)), "")
        traded = any(word in _notes_set("roles") for word in re.split(r"[^\w’'-]+", bare[len(phrase) :]))
        if phrase and (traded or ":" in bare[:40] or phrase.startswith(("about", "views", "the views", "opinions"))):
            yield Finding(block.index, f"opens with '{phrase}'", weight=-3.0)
            continue
        name = _named_subject(block.text)
        if not name and _MAIL.search(block.text) and block.index > where.last:
            name = _reports(block.text)
            traded = bool(name)
        if name and traded and (_trade_follows(bare) or "@" in bare) and _foreign(page, name, block.index):
            yield Finding(block.index, f"'{name}' and a trade, in the last lines", weight=-2.8)


_COPULA = (
    r"is|ist|est|es|é|è|is een|är|er|on|jest|je|este|είναι|—|–|یک|adalah|là|writes|schreibt|écrit|escribe|escreve"
    r"|scrive|schrijft|skriver|pisze|píše|scrie|пишет|пише"
)
_NAME_PART = r"[^\W\d_a-zà-ÿ][\w.’'-]{0,30}|de|van|der|den|ter|ten|von|zu|da|do|dos|di|del|la|le|af|al|el|bin|ben"
_NAMED = re.compile(
    rf"\W{{0,3}}([^\W\d_a-zà-ÿ][\w.’'-]{{0,30}}(?:\s(?:{_NAME_PART})){{1,4}})(?:\s|,[^,.:]{{2,30}},\s)(?:{_COPULA})\s"
)


def _named_subject(text: str) -> str:
    found = _NAMED.match(text[:150])
    return found.group(1).strip() if found else ""


_REPORTS = re.compile(
    r"((?:[A-Z][\w.’'-]{1,30}\s){2,3})(?:covers|reports|writes|edits|leads)\s(?:for|on|from|about|the|[a-z])"
)


def _reports(text: str) -> str:
    """The name of somebody of whom a line says that he covers something."""
    found = _REPORTS.match(text)
    return found.group(1).strip() if found else ""


def _trade_follows(bare: str) -> bool:
    """Whether a trade stands among the first words behind the subject."""
    return any(word in _notes_set("roles") for word in re.split(r"[^\w’'-]+", bare)[2:12])


@rule(
    "NOT006",
    "self-description",
    Category.ABOUT_SITE,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "The Harbour Post is your one-stop destination for the latest news of the coast.",
            on=("The Harbour",),
        ),
        Example(ARTICLE + "Welcome to The Harbour Post, your number one source for all things local.", on=("Welcome",)),
    ),
    silent=(
        Example(ARTICLE + "The council is the largest in the land and has been in the news for years."),
        Example(ARTICLE + "He said that the ferry was the most trusted source of gossip in the town."),
    ),
)
def self_description(page: Page) -> Iterator[Finding]:
    """Finds sentences behind the text in which a medium praises itself: what it gives, how good, and to whom.

    Why: the footer's `about us` says nothing about the article. Its name is one that the article does not use.
    Example: `The Coast Herald brings you the latest breaking news, 24 hours a day.`
    Source: own observation in many languages; the words are data/notes.toml's
    """
    where = extent(page)
    praises = joined_text(page).present(notes("boast"))
    for block, m in page:
        if (
            not 5 <= m.words <= 2 * BIO_WORDS
            or block.kind in FIXED_KINDS
            or not where.in_tail(block.index)
            or block.index < 2
        ):
            continue
        if block.text[:1] in '"“«„' and not _QUOTED_NAME.match(block.text):
            continue
        folded = m.folded + " "
        boasts = [one for one in praises if one in folded]
        if not boasts:
            continue
        spans = residue_spans(block.text, page.language, _praises)
        # It may be glued behind a paragraph; what follows praise is more of it.
        start = spans[0][0] if spans else 0
        if start:
            folded = fold(block.text[start:]) + " "
            boasts = [one for one in boasts if one in folded]
        gives = [one for one in notes("media") if one in folded]
        speaks = any(f" {one}" in f" {folded}" if one[0].isascii() else one in folded for one in notes("address"))
        distinct = len({one[:5] for one in boasts}) + len({one[:5] for one in gives})
        if not gives or distinct < (3 if speaks else 4) or not _names_itself(page, block.index, speaks=speaks):
            continue
        evidence = f"praise ({', '.join(boasts[:3])}) of what a medium gives ({', '.join(gives[:3])})"
        yield Finding(block.index, evidence, weight=-3.0, span=(start, len(block.text)) if start else None)
        yield from _name_alone(page, block.index)


def _praises(folded: str) -> bool:
    """Whether a folded sentence says what a medium gives or how good that is."""
    return any(one in folded for one in notes("boast")) or any(one in folded for one in notes("media"))


def _name_alone(page: Page, index: int) -> Iterator[Finding]:
    """The lines of the tail that are nothing but the name with which a self-description begins."""
    where, described = extent(page), page.measures[index].fingerprint
    for block, m in page:
        short = 0 < m.words <= 6 and not m.ends_sentence and block.index != index
        if short and where.in_tail(block.index) and described.startswith(m.fingerprint + " "):
            yield Finding(block.index, "the name of a medium that praises itself", weight=-3.0)


_QUOTED_NAME = re.compile(r"[\"“«„][^\"“”«»„]{2,40}[\"”»“]\s?(?:[—–-]|is|ist|est|es|è|é|это|є|jest|je|är|er|on)\s")
_CAPITAL = re.compile(r"(?<![.!?]\s)(?<!^)[^\W\d_a-zà-öø-ÿа-яё][\w’'-]+")


def _names_itself(page: Page, index: int, *, speaks: bool) -> bool:
    """Whether most names in a line are no names of the article; without capitals it must speak to the reader."""
    names = _CAPITAL.findall(page.blocks[index].text)
    if not names:
        return speaks
    return sum(not _foreign(page, name, index) for name in names) <= len(names) / 2


@rule(
    "NOT007",
    "paid-links",
    Category.SPONSOR,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Dieser Text enthält Affiliate-Links; wir erhalten eine Provision.", on=("Dieser",)),
        Example("Certains liens peuvent générer une commission pour le Courrier.\n" + ARTICLE, on=("Certains",)),
    ),
    silent=(Example(ARTICLE + "The broker took a commission of four per cent when he came to buy the boat."),),
)  # fmt: skip
def paid_links(page: Page) -> Iterator[Finding]:
    """Finds disclosures that links are paid for: a commission and the links it comes from, on the text's edge.

    Why: it is the site's business, not the article's. In an article about commissions other paragraphs name them too.
    Example: `If you buy something through our links, we may earn a commission.`
    Source: own observation in many languages; the words are data/notes.toml's
    """
    held = joined_text(page)
    earned, links, bought = (held.present(notes(name)) for name in ("earned", "paid-links", "purchase"))
    if not earned or not links:
        return
    told = [i for i in held.lines_with(earned) if page.measures[i].words]
    if sum(page.measures[i].prose for i in told) > 1:
        return
    where = extent(page)
    for index in told:
        m = page.measures[index]
        outside = index <= max(where.first, 1) or index >= where.last
        linked = any(one in m.folded for one in links)
        if 5 <= m.words <= 2 * BIO_WORDS and linked and (outside or any(one in m.folded for one in bought)):
            yield Finding(index, "a commission, and the links it comes from")


_STAMP = re.compile(r"\W{0,3}\d{1,2}(?::\d\d){1,2}(?:[.,]\d{1,3})?\W{0,3}")
_REPORTER = re.compile(
    r"[(\[]?(?:[가-힣]{1,8}=)?[가-힣]{2,4}\s?(?:[가-힣]{1,4}\s?)?(?:기자|특파원|논설위원|선임기자|인턴기자|에디터)"
    r"\s?[=·/]?\s?(?:\S+@\S+)?[)\]]?$|記者[:：]?\s?\S{2,8}$|(?:本报|本報)?记者\s\S{2,8}$"
)
# Only from where a run begins: tried from each of its characters, a long one would be quadratic.
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+")


_OF_TRANSCRIPT = ("this transcript was", "this transcript is", "transcript provided by")
_VIEWED = re.compile(
    r"\W*$|[^\w\s]|\s(?:(?:this|my|our|the|next) )?(?:videos?|channel|time|and|to my|to our)\b|[^\x00-\u0fff]"
)


@rule(
    "NOT008",
    "subtitle-credit",
    Category.CREDITS,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "[00:01:06] Subtitles by the Amara.org community", on=("[00:01:06]",)),
        Example(ARTICLE + "Don't forget to like and subscribe, and hit the bell.", on=("Don't",)),
        Example(ARTICLE + "Transcript provided by NewsCast Inc.", on=("Transcript",)),
        Example("駅に駅員が戻ってきた。\n時計は高校生が直した。\nご視聴ありがとうございました", on=("ご視聴",)),
    ),
    silent=(
        Example(ARTICLE + "Subtitles by themselves make no film, he said, and no book either."),
        Example(ARTICLE + "Thanks for watching over the children."),
    ),
)
def subtitle_credit(page: Page) -> Iterator[Finding]:
    """Finds who made the subtitles, at the end of a transcript.

    Why: programs that transcribe speech write it where there is silence, for they learned from films.
    Example: `Sous-titres réalisés par la communauté d'Amara.org`
    Source: the words that Whisper invents over silence; data/notes.toml
    """
    where = extent(page)
    for block, m in page:
        if not 2 <= m.words <= SOURCE_WORDS or not (where.in_tail(block.index) or block.index == 0):
            continue
        stamp = _STAMP.match(m.folded)
        bare = m.folded[stamp.end() if stamp else 0 :].lstrip(_BRACKETS)
        phrase = next((one for one in notes("subtitles") if _opens(bare, one)), "")
        if phrase and (not m.ends_sentence or (phrase in _OF_TRANSCRIPT and block.index > where.last)):
            yield Finding(block.index, f"opens with '{phrase}'")
            continue
        phrase = "" if phrase else next((one for one in notes("viewers") if _opens(bare, one)), "")
        if phrase and block.index >= where.last and _VIEWED.match(bare[len(phrase) :]):
            yield Finding(block.index, f"to those who watched: '{phrase}'")


@rule(
    "NOT009",
    "signature",
    Category.BYLINE,
    -3.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Anna Keller anna.keller@harbour.example", on=("Anna",)),
        Example(ARTICLE + "해오름=한지우 기자 jiwoo@haeoreum.example", on=("해오름",)),
    ),
    silent=(Example(ARTICLE + "Write to the council at council@town.example before Monday."),),
)
def signature(page: Page) -> Iterator[Finding]:
    """Finds a name with a mailbox, and Korean reporters' signatures, at the edges of a text.

    Why: who wrote the text is metadata.
    Example: `해오름=한지우 기자 jiwoo@haeoreum.example`
    Source: own observation on news texts
    """
    where = extent(page)
    for block, m in page:
        if not 0 < m.words <= SOURCE_WORDS or not (where.in_tail(block.index) or where.in_head(block.index)):
            continue
        text = block.text.strip()
        if len(text) <= 60 and _REPORTER.match(text):
            yield Finding(block.index, "a reporter's signature")
        elif (hit := _MAIL.search(text)) is not None and m.words <= SPONSOR_WORDS // 2:
            name = (text[: hit.start()] + " " + text[hit.end() :]).strip(" ()<>[],:;·|/–—-")
            if name_like(name) and 2 <= len(name.split()) <= 4:
                yield Finding(block.index, f"a name and a mailbox: '{name}'")


RULES = (
    paid_links,
    subtitle_credit,
    signature,
    sponsor_note,
    site_builder,
    agency_mark,
    text_end,
    author_note,
    self_description,
)
