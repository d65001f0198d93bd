"""What stands over a text (HED): the title with the site's name, breadcrumbs, facts and what is around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page, derived
from cleaner.page.shape import FIXED_KINDS, ends_open, equal_lines, headline_like, name_like
from cleaner.rules.bylines import is_fact
from cleaner.rules.date_lines import date_like, date_words
from cleaner.rules.head_words import read_head_line
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import article_words, likeness
from cleaner.rules.samples import ARTICLE, MONDAY, TUESDAY
from cleaner.rules.site_lines import site_lines
from cleaner.rules.subject import names_stranger
from cleaner.rules.titles import PREFIX_WORDS
from cleaner.rules.ways import is_long_line, names_front, starts_at_front
from cleaner.sentences import sentence_spans
from cleaner.types import Category, Kind, Stage

TITLE_WORDS = 25  # of the longest title
SITE_WORDS = 5  # of a site's name behind a title
SECTION_WORDS = 3  # of a section's name
STEPS = 4  # of a way from the front page, at most
HEAD = 6  # lines over the first sentence
TITLE, NEAR_TITLE = 0.3, 0.15  # shares of a title's content words that the article uses; beside a date or a way
TITLED = -4.4  # said of a title: it may look like the beginning of a broken sentence
CAPTION_WORDS, CAPTIONS = 16, 2  # words of a caption that stands twice, and how many such a text has
_SITE = re.compile(r"\s(?:\||–|—|-|·|::|»|:)\s(?=[^|–—·»]{2,60}$)")
_CRUMBS = re.compile(r"\s?[>›»/]\s?|\s[|·]\s")
_DESK = frozenset(
    "desk desks डेस्क ब्यूरो डिजिटल bureau redaktion redazione rédaction redacción redação redactie redakcja redakce "
    "редакция editorial staff newsroom web correspondent correspondents reporter reporters korrespondent "
    "korrespondentin reporterin correspondant correspondante corresponsal redactor redactora corrispondente inviato "
    "correspondente repórter verslaggever verslaggeefster redacteur toimittaja toimitus korespondent redaktor "
    "redaktorka dziennikarz tudósító szerkesztőség корреспондент журналист кореспондент журналістка συντάκτης "
    "muhabir muhabiri editörü مراسل مراسلة خبرنگار تحریریه כתב כתבת מערכת संवाददाता রিপোর্ট প্রতিবেদক প্রতিনিধি "
    "wartawan redaksi reporterka szerkesztő 記者 编辑部 編集部 기자".split()
)


def _is_body_text(page: Page, index: int) -> bool:
    m = page.measures[index]
    if m.prose or is_long_line(page.blocks[index].text):
        return True
    return m.ends_sentence and m.words >= SITE_WORDS and not _tells_when(page.blocks[index].text, m.folded)


def _tells_when(text: str, folded: str) -> bool:
    """Whether a line with a stop at its end tells when the text came out, and nothing else."""
    facts = read_head_line(text)
    return date_like(folded) or (facts is not None and facts.is_told)


@derived
def head_lines(page: Page) -> tuple[int, ...]:
    """The lines over the first sentence, if there are few of them."""
    first = next((i for i in range(min(len(page.blocks), HEAD + 1)) if _is_body_text(page, i)), 0)
    return tuple(range(first))


@derived
def suffixed_titles(page: Page) -> dict[int, tuple[str, str]]:
    """Lines in the head that are a headline and a site's name behind a bar or a dash: (headline, name)."""
    found = {}
    for index in head_lines(page):
        text = page.blocks[index].text
        hit = _SITE.search(text)
        if hit is not None:
            title, site = text[: hit.start()].strip(), text[hit.end() :].strip()
            words = len(title.split())
            if (
                PREFIX_WORDS <= words <= TITLE_WORDS
                and len(site.split()) <= SITE_WORDS
                and name_like(site)
                and ends_open(title)
            ):
                found[index] = (title, site)
    return found


@rule(
    "HED001",
    "title-and-site",
    Category.TITLE_REPEAT,
    -3.4,
    modes=TEXT,
    fires=(
        Example("Old Ferry Line Closed Again | The Harbour Post\nOld Ferry Line Closed Again\n" + ARTICLE, on=("Old",)),
        Example(
            "Old ferry line closed again - Harbour Post\nHarbour Post\nOld ferry line closed again\n" + ARTICLE,
            on=("Harbour",),
        ),
    ),
    silent=(
        Example("Old ferry line closed again - a farewell\n" + ARTICLE),
        Example("Ferry | Post\n" + ARTICLE),
    ),
)
def title_and_site(page: Page) -> Iterator[Finding]:
    """Finds the title with the site's name behind it, the same title without it, and that name alone, over the text.

    Why: a page's title names page and site; both are metadata.
    Example: `Night Readers Win Their Library | The Coast Herald`
    Source: own observation on scraped news texts
    """
    titles = suffixed_titles(page)
    for index, (title, site) in titles.items():
        text, folded = title.casefold(), site.casefold()
        others = [i for i in head_lines(page) if i not in titles]
        twice = [i for i in others if page.blocks[i].text.strip().casefold() == text]
        alone = [i for i in others if page.blocks[i].text.strip().casefold() == folded]
        # A bar parts a title from a site's name; a dash may be the headline's own.
        if twice or alone or "|" in page.blocks[index].text or (page.title or "").casefold() == text:
            yield Finding(index, f"a headline and a site's name, '{site[:40]}'")
            for at in twice:
                yield Finding(at, "the title, without the site's name")
            for at in alone:
                yield Finding(at, "the site's name, as it stands behind the title", category=Category.ABOUT_SITE)


@rule(
    "HED002",
    "breadcrumbs",
    Category.NAVIGATION,
    -3.4,
    modes=TEXT,
    fires=(
        Example("Home / News / Court stops sale of old fish market\n" + ARTICLE, on=("Home",)),
        Example("Accueil Bretagne Plouvien\n" + ARTICLE, on=("Accueil",)),
    ),
    silent=(
        Example("Accueil des réfugiés\n" + ARTICLE),
        Example("Home > and dry, he said.\n" + ARTICLE),
        Example("He / she / it\n" + ARTICLE),
    ),
)
def breadcrumbs(page: Page) -> Iterator[Finding]:
    """Finds the way from the site's front page to the article, in one line over the text.

    Why: it is the page's place in its site.
    Example: `Home / News / Court stops sale of old fish market`
    Source: own observation; the front page's names are data/heads.toml's
    """
    own = set(site_lines(page))
    for index in head_lines(page):
        text = page.blocks[index].text
        pieces = [piece for piece in _CRUMBS.split(text) if piece.strip()]
        if page.measures[index].ends_sentence:
            continue
        if index in own and starts_at_front(text):
            yield Finding(index, "steps from the front page")
            continue
        if len(pieces) < 2:
            if _is_bare_way(text):
                yield Finding(index, f"the way from '{text.split()[0]}'")
            continue
        first = re.sub(r"\W", "", pieces[0]).casefold()
        stepped = first in _HOMES and all([len(piece.split()) <= SECTION_WORDS for piece in pieces])  # noqa: C419
        if (index in own or stepped) and first in _FRONT and (len(pieces) > 2 or not text.rstrip().endswith(".")):
            yield Finding(index, f"{len(pieces)} steps from '{pieces[0].strip()}'")


def _is_bare_way(text: str) -> bool:
    """Whether a line begins with the front page's name and goes on with names of sections alone."""
    first, *rest = text.split()
    if first.casefold() not in _HOMES or not 0 < len(rest) <= STEPS or not ends_open(text):
        return False
    return first[:1].isupper() and len([word for word in rest if word[:1].isupper()]) == len(rest)


# What the front page is called where that is no other word.
_HOMES = frozenset(
    "startseite accueil kezdőlap etusivu forsiden domů acasă beranda αρχική главная головна anasayfa الرئيسية דףהבית "
    "होम trangchủ 首页 首頁 ホーム 홈 หน้าแรก főoldal stronagłówna startsidan".split()
)
_FRONT = _HOMES | frozenset(
    "home homepage startseite start accueil inicio portada início inicial home page hem hjem forside forsiden "
    "etusivu domů główna stronagłówna acasă főoldal αρχική главная головна anasayfa الرئيسية خانه ראשי होम beranda "
    "trangchủ 首页 首頁 ホーム トップ 홈 หน้าแรก news nieuws nachrichten".split()
)


@rule(
    "HED003",
    "around-the-facts",
    Category.NAVIGATION,
    -3.0,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            "Politics\n3 days ago\nCouncil talked about the old ferry line\n" + ARTICLE,
            on=("Politics", "Council talked"),
        ),
        Example("Politics\nPublished 12 March 2024\nRina Putri\n" + MONDAY + "\nIt rained.", on=("Politics", "Rina")),
        Example("Harbour Sector / Ships\n12 March 2024\nAktualizováno\n" + ARTICLE, on=("Harbour", "Aktual")),
        Example(
            f"Money\n2 days ago\nAna Whitlock at the old quay\n{MONDAY}\nAna Whitlock at the old quay\n{TUESDAY}",
            on=("Money", "Ana Whitlock"),
        ),
        Example(
            "You are here: Home › News › Quay\nCouncil talked about the old ferry line\n" + ARTICLE,
            on=("Council talked",),
        ),
        Example("Old ferry sold to the council | The Harbour Post\nPolitics\n" + ARTICLE, on=("Politics",)),
        Example("Thursday, 16/03/2024 | 08:05\nCouncil talked about the old ferry line\n" + ARTICLE, on=("Council",)),
        Example("Rina Putri - harbourNews\nMonday, 12 Mar 2024 08:15\n" + ARTICLE, on=("Rina",)),
    ),
    silent=(
        Example("Politics\n" + ARTICLE),
        Example(
            "3 days ago\nThe council talked about the old ferry line. But hard decisions on it must be taken\n"
            + ARTICLE
        ),
        Example("3 May 2024\nOla Berg\nOla Berg was the first to see the ship.\n" + ARTICLE),
        Example("3 May 2024\nA slow start\n" + ARTICLE + "4 May 2024\nA quick end\n" + ARTICLE),
    ),
)
def around_the_facts(page: Page) -> Iterator[Finding]:
    """Finds what stands around a lone date or byline over the text: the section, the author and house, the title.

    Why: a page's header is read as lines; the date tells that these lines are one. The title is known by its words,
    which the article uses.
    Example: `Politics` / `3 days ago` / `Night Readers Win Their Library`
    Source: own observation on scraped news texts
    """
    lines = head_lines(page)
    if not lines or len(lines) > HEAD:
        return
    dated = [i for i in lines if not page.tallies[i].kept and _is_facts(page, i)]
    later = sum(date_like(m.folded) for m in page.measures[lines[-1] + 1 :] if m.words <= 6)
    ways = [i for i in lines if not page.tallies[i].kept and _is_way(page, i)]
    if not (dated or ways) or later > 1:
        return
    under = ways[0] if ways else len(page.blocks)
    over = dated[-1] if dated else -1
    article = article_words(page)
    for index in lines:
        block, m = page.blocks[index], page.measures[index]
        if not page.tallies[index].kept or block.kind in FIXED_KINDS or block.kind is Kind.HEADING:
            continue
        if m.ends_sentence or block.text.rstrip().endswith((":", "：")):
            continue
        like = likeness(m.folded, article)
        beside = index - 1 in dated or index + 1 in dated
        if (index < over or index > under) and ends_open(block.text) and _names_section(block.text, m.words, like):
            yield Finding(index, "beside a date or a title, a section's name", weight=-2.6)
        elif beside and set(m.tokens) <= date_words().fillers:
            yield Finding(index, "a date's label, beside the date", category=Category.BYLINE)
        elif beside and names_stranger(page, index):
            yield Finding(index, "a name beside a date, over the text", category=Category.BYLINE)
        elif beside and m.words > SECTION_WORDS and (again := _stands_again(page, index)):
            for at in (index, *again):
                yield Finding(at, "beside a date over the text, and again inside it", category=Category.CAPTION)
        elif index < over and _author_and_house(block.text, m.folded):
            yield Finding(index, "over a date, a name and its house", category=Category.BYLINE)
        elif (dated or index > under) and m.words >= PREFIX_WORDS and _is_title(block.text, m.words):
            like = like or likeness(m.folded, _told_words(page))
            if like < (NEAR_TITLE if beside or index - 1 in ways else TITLE):
                continue
            evidence = f"beside a date or a way to it, a headline of the article's words, likeness {like:.2f}"
            yield Finding(index, evidence, weight=TITLED, category=Category.TITLE_REPEAT)


@derived
def _told_words(page: Page) -> frozenset[str]:
    """The words of all lines that are written, where a text has no paragraph whose words are the article's."""
    return frozenset(word for i, m in enumerate(page.measures) if _is_body_text(page, i) for word in m.tokens)


def _stands_again(page: Page, index: int) -> list[int]:
    """Where a line over the text stands again between what is written."""
    fingerprint = page.measures[index].fingerprint
    places = equal_lines(page).get(fingerprint, ())
    inside = [at for at in places if at > index and _is_body_text(page, at - 1)]
    return inside if len(inside) == 1 else []


def _is_title(text: str, words: int) -> bool:
    """Whether a line may be a title: one with a sentence's end inside it sums the text up."""
    return headline_like(text, words) and len(sentence_spans(text)) == 1


def _names_section(text: str, words: int, like: float) -> bool:
    """Whether a line is the name of a section of which the article says nothing, or a way of such names to it."""
    # In Indic scripts, with their marks of vowels, the measures count more words than there are.
    if (len(text.split()) if "\u0900" <= text[:1] < "\u0e00" else words) <= SECTION_WORDS:
        return like == 0 or names_front(text)
    pieces = _CRUMBS.split(text) if words <= STEPS * SECTION_WORDS else []
    return 1 < len(pieces) <= STEPS and like < TITLE and all(0 < len(piece.split()) < SECTION_WORDS for piece in pieces)


def _is_facts(page: Page, index: int) -> bool:
    return any(v.rule.startswith("BYL") and v.weight <= -2 for v in page.tallies[index].verdicts)


def _is_way(page: Page, index: int) -> bool:
    """Whether a line is the way from the front page, or the title with the site's name."""
    return any(v.rule in {"HED001", "HED002"} and v.weight <= -2 for v in page.tallies[index].verdicts)


def _author_and_house(text: str, folded: str) -> bool:
    """Whether a line is a name and another behind a dash, or the name of a desk."""
    pieces = [piece.strip() for piece in re.split(r"\s[-–—|]\s", text)]
    if len(pieces) == 2 and len(text) <= 60:
        first = name_like(pieces[0]) and 2 <= len(pieces[0].split()) <= 4
        return first and len(pieces[1].split()) <= SECTION_WORDS and not is_fact(pieces[1])
    return folded.strip(" .,:").rsplit(maxsplit=1)[-1] in _DESK and len(folded.split()) <= SITE_WORDS


@rule(
    "HED004",
    "caption-twice",
    Category.CAPTION,
    -3.4,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\nThe ferry at the quay\nThe ferry at the quay\n{TUESDAY}", on=("The ferry",)),
        Example(
            f"{MONDAY}\nThe ferry at night\nThe ferry at night. (Photo: Anna Keller)\n{TUESDAY}",
            on=("The ferry at night",),
        ),
    ),
    silent=(
        Example("Never again\nNever again\nThe crowd sang on and on."),
        Example(f"{MONDAY}\nNo!\nNo!\n{TUESDAY}"),
    ),
)
def caption_twice(page: Page) -> Iterator[Finding]:
    """Finds a short line that stands twice in a row between paragraphs, or again in the caption below it.

    Why: a picture's text and its caption say the same; neither is the article's. Verse repeats among other lines.
    Example: the same line about a picture twice between two paragraphs
    Source: own observation on scraped news texts
    """
    twice: list[int] = []
    for index in range(len(page.blocks) - 1):
        one, other = page.measures[index], page.measures[index + 1]
        if not 2 < one.words <= CAPTION_WORDS or one.ends_sentence or page.blocks[index].kind in FIXED_KINDS:
            continue
        above = index == 0 or _is_body_text(page, index - 1) or page.measures[index - 1].words == 0
        below = index + 2 < len(page.blocks) and _is_body_text(page, index + 2)
        if one.fingerprint == other.fingerprint and above and below and index > 0:
            if not _is_doubled(page, index - 2) and not _is_doubled(page, index + 2):  # else the text stands so
                twice.append(index)
        elif other.fingerprint.startswith(one.fingerprint + " ") and _has_credit(page.blocks[index + 1].text):
            yield Finding(index, "stands again in the caption below")
    for index in twice:
        # Headings that a page sets twice, for two widths of screens, come in numbers; captions do not.
        if len(twice) <= CAPTIONS:
            yield Finding(index, "stands twice in a row between paragraphs")
        yield Finding(index + 1, "stands twice in a row between paragraphs")


def _is_doubled(page: Page, index: int) -> bool:
    """Whether a block stands again right behind itself."""
    both = page.measures[max(0, index) : max(0, index) + 2]
    return len(both) > 1 and both[0].fingerprint == both[1].fingerprint != ""


_CREDIT = re.compile(
    r"[(\[|/©][^()\[\]]{2,60}[)\]]?$|(?:photo|foto|image|credit|bild|crédit|фото)s?\s?[:/]", re.IGNORECASE
)


def _has_credit(text: str) -> bool:
    return _CREDIT.search(text) is not None


@rule(
    "HED005",
    "title-over-copy",
    Category.TITLE_REPEAT,
    -3.8,
    modes=TEXT,
    fires=(
        Example(f"A Headline For Us\n{MONDAY}\n{TUESDAY}\nA Headline For Us\n{MONDAY}\n{TUESDAY}", on=("A Headline",)),
    ),
    silent=(Example(f"And the band played on\n{MONDAY}\nAnd the band played on\n{TUESDAY}"),),
)
def title_over_copy(page: Page) -> Iterator[Finding]:
    """Finds a line over the text that stands again over a copy of the text's first paragraph.

    Why: a body was saved twice with its title.
    Example: the headline, five paragraphs, the headline, the same five paragraphs
    Source: own observation on scraped news texts
    """
    places = equal_lines(page)
    for index in head_lines(page) if places else ():
        m = page.measures[index]
        same = [at for at in places.get(m.fingerprint, ()) if page.blocks[at].kind not in FIXED_KINDS]
        if m.words < SECTION_WORDS or m.ends_sentence or len(same) < 2:
            continue
        following = index + 1
        if not page.measures[following].prose:
            continue
        heads = [
            at
            for at in same[1:]
            if at + 1 < len(page.blocks) and page.measures[at + 1].fingerprint == page.measures[following].fingerprint
        ]
        if heads:
            copies = "a copy" if len(heads) == 1 else f"{len(heads)} copies"
            for at in (index, *heads):
                yield Finding(at, f"stands over the text and over {copies} of it")


RULES = (title_and_site, breadcrumbs, around_the_facts, caption_twice, title_over_copy)
