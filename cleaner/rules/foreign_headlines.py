"""Headlines of other articles that end a text without a heading over them (REL)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.measure import word_count
from cleaner.page.language import common_stopwords
from cleaner.page.page import Page
from cleaner.page.shape import (
    FIXED_KINDS,
    capitalised_share,
    content_words,
    ends_open,
    headline_like,
    is_list,
    lines_without_numbers,
    name_like,
    stands_below_colon,
)
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import (
    FOREIGN,
    HEADLINE_WORDS,
    INLINE,
    OWN,
    PROSE_ENOUGH,
    REACH,
    RUN,
    article_words,
    is_written,
    likeness,
    written_lines,
)
from cleaner.rules.samples import ARTICLE
from cleaner.rules.section_names import names_section
from cleaner.sentences import ends_statement
from cleaner.types import Category, Kind, Stage

ARTICLE_SHARE = 0.6  # of the words above the headlines that stand in paragraphs and sentences
COMMAS = 3  # in a line that is a list and no headline
TELLING = 2.5  # content words a line in the mean, of lines of which two share one
LONG_NAME = 4  # words
NUMERALS = frozenset(
    (
        "three four five seven eight nine drei vier fünf sechs sieben acht neun zehn trois quatre cinq sept huit deux "
        "tres cuatro cinco seis siete ocho nueve quattro cinque sette otto nove três quatro sete oito drie vijf zeven "
        "acht negen tien fyra sex sju fire seks syv trzy cztery pięć sześć siedem три чотири четыре пять шесть семь "
        "dört beş altı yedi három négy öt patru cinci șase"
    ).split()
)
SECTION_WORDS = 2  # of a section's name over a headline
_ROW = re.compile(r"\s\|\s|\t")  # of a table
ALIKE = 0.6  # share of a run's lines that begin or end alike
_BULLETS = "▪■●•◦‣▸◆"
_BULLET = re.compile(rf"[{_BULLETS}]")
_FIGURES = re.compile(r"\d+")
_LABEL = re.compile(r"[:：]\s")
SHARED = 0.2  # most of the content words of short headlines that the article uses, too
SHORT_CHARS = 18  # characters of a short headline in the mean, in scripts with letters
DENSE = 0.4  # of these in scripts of which two characters make a word
UNVOWELLED = 0.75  # of these in Arabic and Hebrew, which write few vowels
# How entries of a list begin and headlines seldom do: how many, how much, one of a kind.
_COUNTED = re.compile(
    r"(?:an?|the|some|one|two|three|four|five|six|half|my|our|your|ein|eine|einen|zwei|drei|vier|fünf|etwas|un|une|una|uno|unos"
    r"|unas|deux|trois|quatre|dos|tres|cuatro|due|tre|quattro|um|uma|dois|três|een|twee|drie|en|ett|et|två|to|dwa|dwie|trzy"
    r"|jeden|jedna|один|одна|два|две|три|bir|iki|üç|yksi|kaksi|egy|két|doi|două|\d[\d.,/]*)\s"
)
# How they end where how much stands behind what.
_MEASURED = re.compile(
    r"\d\s?(?:k?g|m?l|cl|cc|gr|gram|kilo|adet|克|毫升|個|个|本|枚|杯|片|개|컵|그램|g)$"
    r"|(?:किलो|लीटर|ग्राम|चम्मच|कप|मुट्ठी|टुकड़े|चुटकी|गिलास|大さじ.{1,3}|小さじ.{1,3}|カップ.{1,3}|少々|適量|適宜|グラム|큰술|작은술|스푼|약간|적당량"
    r"|[一二三四五六七八九十半两0-9]\s?[克勺个杯斤两片根瓣]|少许|适量|bardağı|kaşığı|bardak|kaşık|demet|tutam)$"
)  # fmt: skip


@rule(
    "REL002",
    "foreign-headlines",
    Category.RELATED,
    -2.8,
    stage=Stage.CONTEXT,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "Striker breaks silence on his transfer row\nParliament clears bill to fit speed limiters\n"
            "Health secretary chairs review on dengue",
            on=("Striker", "Parliament", "Health"),
        ),
        Example(
            ARTICLE + "- Striker breaks silence\n- Snow closes northern schools\n- Actor denies retirement rumours",
            on=("- Striker", "- Snow"),
        ),
        Example(
            "市議会は月曜日に開かれた。\n何も決まらなかった。\n大雪で学校が休校に\n俳優が引退説を否定\n航空会社が全便を欠航",
            on=("大雪で",),
        ),
        Example(
            ARTICLE + "▪ Striker breaks silence ▪ Snow closes northern schools ▪ Actor denies retirement rumours",
            on=("▪ Striker",),
        ),
        Example(
            ARTICLE + "SPORT\nStriker breaks silence on transfer row\nWEATHER\nSnow closes schools across two counties",
            on=("Striker", "Snow", "WEATHER"),
        ),
        Example(
            "Rada obradowała w poniedziałek.\nWe wtorek nikt nie przyszedł.\nGospodarka\nInflacja niższa od prognoz\n"
            "Kultura\nFestiwal bez gwiazdy wieczoru",
            on=("Gospodarka", "Inflacja", "Kultura", "Festiwal"),
        ),
    ),
    silent=(
        Example(
            ARTICLE + "Starter\nSoup with brown bread\nMain course\nLamb with mint sauce\nDessert\nCold lemon tart"
        ),
        Example("अचार घर पर ही बनता है।\nसब कुछ मिलाकर धूप में रख दें।\nकच्चे आम दो किलो\nसरसों का तेल आधा लीटर\nनमक ढाई सौ ग्राम"),
        Example(ARTICLE + "What we packed\nFour pairs of woollen socks\nThe blue tent\nA map of the fells"),
        Example(ARTICLE + "Anna Keller, chair\nTom Reed, treasurer\nOla Berg, secretary"),
        Example(
            ARTICLE
            + "Ferry line closed for the winter\nCouncil decided nothing on Monday\nFerry talked about for hours"
        ),
        Example(
            ARTICLE
            + "You will need:\nTwo ripe pears from the garden\nOne litre of good wine\nHalf a stick of cinnamon bark"
        ),
    ),
)
def foreign_headlines(page: Page) -> Iterator[Finding]:
    """Finds a run of headline-like lines behind the last prose whose subjects are not the article's.

    Why: teasers of other articles whose heading the scraper dropped. Lists that a sentence opens (with a
    colon) and lines that share the article's words stay.
    Example: five headlines about football at the end of an article about a war
    Source: own observation on scraped news texts; thresholds set on the residue texts
    """
    written = written_lines(page)
    if len(written) < PROSE_ENOUGH or is_list(page):
        return
    # What goes already stands between: a heading over the box, dates, buttons.
    tail = [i for i in range(written[-1] + 1, len(page.blocks)) if page.tallies[i].kept]
    yield from _row_of_headlines(page, tail)
    run, sections = _run_of_headlines(page, tail)
    if len(run) < RUN and not sections:
        yield from _short_headlines(page, tail)
    if len(run) < (RUN - 1 if len(sections) == len(run) else RUN) or stands_below_colon(page, run[-1]):
        return
    if len(run) > REACH or _are_alike(page, run) or _are_measured(page, run):
        return
    above = page.measures[: run[-1]]
    # Under a landing page's claims and figures the last ones are its own.
    if sum(m.words for m in above if m.prose or m.ends_sentence) < ARTICLE_SHARE * sum(m.words for m in above):
        return
    article = article_words(page)
    likes = [likeness(page.measures[i].folded, article) for i in run]
    mean = sum(likes) / len(likes)
    capitals = sum(capitalised_share(page.blocks[i].text) for i in run) / len(run)
    if mean < FOREIGN / 2 or (mean < 0.6 * FOREIGN and capitals > 0.7):
        for index, like in zip(run, likes, strict=True):
            if like <= OWN and page.blocks[index].kind not in FIXED_KINDS:
                evidence = f"one of {len(run)} headlines at the end, likeness {like:.2f}, mean {mean:.2f}"
                yield Finding(index, evidence)
        for index in sections:
            yield Finding(index, f"a section's name among {len(run)} headlines at the end", weight=-2.6)


def _short_headlines(page: Page, tail: Sequence[int]) -> Iterator[Finding]:
    """Three lines or more of three words at least that end a text and have nothing in common with it or each other.

    Entries of a list begin with how many or which, speak of one thing, or follow a heading of their own.
    """
    run: list[int] = []
    for index in reversed(tail):
        short = page.measures[index].words == 2 and len(page.blocks[index].text) >= 2 * RUN
        if not _may_be_short_headline(page, index, least=2 if short else 3) or (run and run[-1] != index + 1):
            break
        run.append(index)
    # Fields have a label each; of three headlines one may have its subject in front.
    labelled = sum(_LABEL.search(page.blocks[index].text) is not None for index in run)
    if RUN * max(labelled, sum(page.measures[index].words == 2 for index in run)) > len(run):
        return
    if not RUN <= len(run) <= INLINE or is_list(page) or _are_alike(page, run):
        return
    above = run[-1] - 1
    if not _is_end_of_text(page, above) or page.blocks[above].text.rstrip().endswith((":", "：")):
        return
    if _are_entries(page, run):
        return
    article = article_words(page)
    said = Counter(word for i in run for word in set(content_words(page.measures[i].folded, common_stopwords())))
    # A long headline may share a word of every article, such as "month".
    if sum(word in article and word not in NUMERALS for word in said) > max(len(run) // RUN, SHARED * len(said)):
        return
    again = sorted(said.values())[-2:]
    # One word that two of them share tells little where they say much else.
    if again[-1:] != [1] and (again != [1, 2] or len(said) < TELLING * len(run)):
        return
    for index in run:
        yield Finding(index, f"one of {len(run)} short headlines at the end, none of its words in the text")


def _row_of_headlines(page: Page, tail: Sequence[int]) -> Iterator[Finding]:
    """The text's last line, where it is three headlines or more with bullets between, of other words."""
    if not tail or not any(sign in page.blocks[tail[-1]].text for sign in _BULLETS):
        return
    pieces = [piece.strip() for piece in _BULLET.split(page.blocks[tail[-1]].text) if piece.strip()]
    if len(pieces) < RUN or not all(headline_like(piece, word_count(piece)) for piece in pieces):
        return
    like = likeness(page.measures[tail[-1]].folded, article_words(page))
    if like <= SHARED:
        yield Finding(tail[-1], f"{len(pieces)} headlines between bullets at the end, likeness {like:.2f}")


def _is_end_of_text(page: Page, index: int) -> bool:
    """Whether a line is written text, or a sentence of one word behind such a line."""
    if is_written(page, index):
        return True
    return index > 0 and ends_statement(page.blocks[index].text) and is_written(page, index - 1)


def _may_be_short_headline(page: Page, index: int, *, least: int) -> bool:
    """Whether a line of some words could be a headline: no row, no name."""
    block, m = page.blocks[index], page.measures[index]
    if block.kind not in {Kind.LINE, Kind.ITEM} or not headline_like(block.text, m.words + 3 - least):
        return False
    return not (_ROW.search(block.text) or _is_name(block.text))


def _are_entries(page: Page, run: Sequence[int]) -> bool:
    """Whether lines are as short as entries of a list, or most of them count something or name its office."""
    texts = [lines_without_numbers(page)[i] for i in run]
    dense = all(text[-1:] >= "\u3040" for text in texts)
    bare = all("\u0590" <= text[-1:] < "\u0780" for text in texts)
    least = SHORT_CHARS * (DENSE if dense else UNVOWELLED if bare else 1)
    if sum(map(len, texts)) < least * len(run):
        return True
    counted = sum((_COUNTED.match(text) or _MEASURED.search(text)) is not None for text in texts)
    listed = sum("," in text for text in texts)
    return 3 * counted > 2 * len(run) or 2 * listed >= len(run)


def _are_measured(page: Page, run: Sequence[int]) -> bool:
    """Whether most lines of a run end with how much of a thing there is."""
    texts = [lines_without_numbers(page)[i] for i in run]
    return 3 * sum(_MEASURED.search(text) is not None for text in texts) >= 2 * len(run)


def _is_name(text: str) -> bool:
    """Whether a line is written as a name; scripts without capitals do not tell."""
    if text.lower() == text.upper() or not name_like(text):
        return False
    # Where nouns have capitals, a short word without one is no part of a name.
    return len(text.split()) < LONG_NAME or capitalised_share(text) == 1


def _are_alike(page: Page, run: Sequence[int]) -> bool:
    """Whether most lines of a run begin or end alike, figures aside, as entries of a list do and headlines do not."""
    numbered = lines_without_numbers(page)
    tokens = [t for i in run if (t := _FIGURES.sub("#", numbered[i]).split())]
    firsts, lasts = Counter(t[0] for t in tokens), Counter(t[-1] for t in tokens)
    most = max((count for places in (firsts, lasts) for count in places.values()), default=0)
    return most >= max(RUN, ALIKE * len(run))


def _run_of_headlines(page: Page, tail: Sequence[int]) -> tuple[list[int], list[int]]:
    """The headlines that a text ends with, last first, and the names of sections between them."""
    run: list[int] = []
    sections: list[int] = []
    numbered = lines_without_numbers(page)
    for index in reversed(tail):
        block, m = page.blocks[index], page.measures[index]
        counted = block.kind is Kind.ITEM and block.text[:1].isdigit()
        words = len(numbered[index].split()) if counted else m.words
        if block.kind not in {Kind.LINE, Kind.ITEM} or (block.kind is Kind.ITEM and not counted):
            break
        if _ROW.search(block.text):
            break
        named = index > 0 and names_section(page.blocks[index - 1].text)
        if (words >= HEADLINE_WORDS or named) and headline_like(block.text, m.words) and block.text.count(",") < COMMAS:
            run.append(index)
        elif (
            run
            and run[-1] == index + 1
            and (m.words <= SECTION_WORDS or names_section(block.text))
            and ends_open(block.text)
        ):
            sections.append(index)
        else:
            break
    # As many sections as headlines at most: a list of names is no list of headlines.
    return (run, sections) if len(sections) <= len(run) else ([], [])


RULES = (foreign_headlines,)
