"""Lines that consist of sites' own words (STK): labels, buttons, calls to the reader, pointers to other articles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from cleaner.measure import fold
from cleaner.page.page import Page, derived
from cleaner.page.shape import FIXED_KINDS, ends_open, extent, headline_like, line_key
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.related import article_words, likeness
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.rules.stock_words import Lexicon, Said, classify_word, lexicon_for, more_words, read_line
from cleaner.sentences import sentence_spans
from cleaner.types import Block, Category, Kind

LINE, SENTENCE, LONGEST = 14, 26, 40  # words of a line without and with a sentence's end, and of the longest share bar
FEW_ARROWS = 3  # more lines that open with an arrow are a list
NAMES = 5  # words of the names in a call
OWN = 0.5  # share of a line's content words that the article's prose uses: then it may be a heading of its own
SENTENCE_WORDS = 7  # of a sentence that tells what a text is about
SHORT_LABEL, LABEL = 4, 6  # words of a pointer's label
SAME = 5  # so many lines with one label, or alike but for figures, are a list of the article's
FEW_CODE, CODE_SHARE = 3, 0.03  # lines with marks of code that make a text about programs
SUBJECT = 0.15  # share of the paragraphs that name two services of sites: then they are the text's subject
MOSTLY = 0.5  # share of a longer line's words that are sites' own
_OPENING = '"“”„«»‹›「」『』‘'
_CODE = re.compile(r"[{}=;\\_]|\w\(\)|::|->")
# Headings of questions and answers, and somebody who speaks of himself.
_ASKED = re.compile(
    r"(?:how|why|where|when|who|which|so|but|and|or|wie|warum|wo|comment|pourquoi|cómo|como|por qué|come)\b",
    re.IGNORECASE,
)
_SELF = re.compile(r"\b(?:I|I['’](?:m|ll|ve|d)|[Mm]y)\b")
_SEPARATOR = re.compile(r"\s?[:：|»›→▶►]\s?|\s[-–—]\s|(?<=[】\]])\s?|[.。]\s|\s(?=['‘“\"«„「『])")
_POINTS = re.compile(r"(?:>>+(?!>)|≫|»+|→|▶|►|➡️?|👉|☞|⇒|❯)\s*(?=[^\s>])")
_READ = frozenset({Category.RELATED, Category.READER_TOOLS, Category.CALL_TO_ACTION})
_SERVICES = frozenset(
    {Category.NEWSLETTER, Category.FOLLOW, Category.PAYWALL, Category.COMMENTS, Category.CONSENT, Category.READER_TOOLS,
     Category.SHARE_BAR, Category.AD_SLOT}
)  # fmt: skip
_ASKS = frozenset({Category.NEWSLETTER, Category.FOLLOW, Category.PAYWALL, Category.COMMENTS, Category.CALL_TO_ACTION})


@derived
def stock_lines(page: Page) -> dict[int, Said]:
    """What is said in each line short enough to be a site's own; lines that stand often are a list's, and left out."""
    lexicon = lexicon_for(page)
    times = Counter(line_key(m.folded) for m in page.measures if 0 < m.words <= LINE)
    return {
        block.index: read_line(block.text, lexicon)
        for block, m in page
        if 0 < m.words <= LONGEST and block.kind not in FIXED_KINDS and not m.prose and times[line_key(m.folded)] < SAME
    }


@derived
def speaks_of_sites(page: Page) -> bool:
    """Whether sites and programs are what a text is about: its paragraphs use their words, or it holds code."""
    coded = sum(_CODE.search(b.text) is not None for b, m in page if 0 < m.words <= LONGEST)
    if coded >= max(FEW_CODE, CODE_SHARE * len(page.blocks)):
        return True
    lexicon = lexicon_for(page)
    told = [m.tokens for m in page.measures if m.prose or (m.ends_sentence and m.words >= SENTENCE_WORDS)]
    services = {word for word in {w for tokens in told for w in tokens} if lexicon.kind(word) in _SERVICES}
    if len(services) < 2:
        return False
    of_sites = sum(len(services.intersection(tokens)) > 1 for tokens in told)
    return of_sites >= max(2, SUBJECT * len(told))


def category_of(said: Said) -> Category:
    """What a line of stock words is about."""
    kinds = [kind for kind in said.kinds if kind not in _READ] or list(said.kinds)
    if kinds:
        return max(kinds, key=kinds.count)
    if said.platforms:
        return Category.FOLLOW
    return Category.RELATED if said.also else Category.NAVIGATION


def _strength(said: Said, text: str, *, sentence: bool) -> float:
    """How surely a line without unknown words is a site's own, as a weight; 0 where it may be anybody's."""
    sure = len(said.kinds) + len(said.platforms)
    if sentence:
        asked = said.opens in {"call", "platform"} or said.ours or (said.call and "?" in text)
        return -3.2 if (sure >= 2 and (said.call or said.ours)) or (sure and asked) else 0.0
    if said.call and (said.thing or said.platforms):
        return -3.4 if sure else -2.8
    if said.also and (said.thing or said.platforms):
        return -3.2 if sure else -2.6
    if said.call and (said.also or said.ours):
        return -2.6
    if len(said.thing) + len(said.platforms) >= 2 and (
        said.kinds or len(said.platforms) > 1 or (text[:1] == "[" and text[-1:] == "]")
    ):
        return -2.6
    return -2.4 if len(set(said.call)) >= 2 or len(said.also) >= 2 else 0.0


def _own_heading(page: Page, index: int) -> bool:
    """Whether a line's words are the article's and prose follows it: then it may be its own heading."""
    below = index + 1
    if page.measures[index].ends_sentence or below >= len(page.blocks) or not page.measures[below].ends_sentence:
        return False
    return likeness(page.measures[index].folded, article_words(page)) >= OWN


def _may_be_stock(block: Block) -> bool:
    """Whether a line has none of the marks of speech, code and lists."""
    text = block.text
    if _ASKED.match(text) or _SELF.search(text):
        return False
    return text[:1] not in _OPENING + ",.;)" and not _CODE.search(text) and block.kind is not Kind.ITEM


def _is_sentence(text: str) -> bool:
    """Whether a line ends with a full stop; questions and exclamations are what buttons and labels are made of."""
    bare = text.rstrip(" \"'”’»)")
    return bare.endswith((".", "。", "।", "॥")) and not bare.endswith("..")


@rule(
    "STK001",
    "stock-words",
    Category.NAVIGATION,
    -3.2,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Handpicked stories for you\nTap here to see more photos", on=("Handpicked", "Tap")),
        Example("Der Rat tagte am Montag und war sich nicht einig.\nMehr Artikel zum Thema", on=("Mehr Artikel",)),
        Example(
            "Совет собрался в понедельник, и это было не зря, как он сказал.\nОбсудить в комментариях", on=("Обсудить",)
        ),
    ),
    silent=(
        Example(MONDAY + "\n“Go back home and leave it open,” she said.\n" + MONDAY),
        Example(ARTICLE + "We went back to the page in the end, and the story was over."),
        Example(ARTICLE + "- Keep a copy of the article"),
    ),
)
def stock_words(page: Page) -> Iterator[Finding]:
    """Finds short lines that hold no word but a site's own: calls, parts of the site, relations between articles.

    Why: a line that says nothing about any subject is a button, a label or a call, whatever its wording.
    Example: `See more photos`, `Mehr Artikel zum Thema`, `Обсудить в комментариях`
    Source: own observation on scraped texts in 29 languages; the words are data/stock.toml's
    """
    where, own = extent(page), speaks_of_sites(page)
    for index, said in stock_lines(page).items():
        block = page.blocks[index]
        if said.unknown or said.names or said.addresses or not _may_be_stock(block):
            continue
        if own and index <= where.last:
            continue
        named = Category.RELATED in said.kinds or said.also
        if block.text.rstrip().endswith((":", "：")) and said.size > SHORT_LABEL and not named:
            continue
        if said.stock == 1 and said.kinds:
            kind = said.kinds[0]
            if kind is Category.AD_SLOT and said.size <= 2:
                yield Finding(index, f"the label of an advertisement: {block.text[:30]}", category=kind)
            asks = kind in _ASKS and ((said.call and 1 < said.size <= 3) or said.ours)
            if kind is not Category.AD_SLOT and (asks or (said.ours and SHORT_LABEL < said.size <= LINE)):
                yield Finding(index, f"one word of sites and none of another kind: {block.text[:30]}", -2.4, kind)
        if said.stock < 2:
            continue
        sentence = _is_sentence(block.text)
        if said.size > (LONGEST if len(said.platforms) > 2 else SENTENCE if sentence else LINE):
            continue
        weight = _strength(said, block.text, sentence=sentence)
        if block.text[:1].islower() and not (said.kinds and said.size <= LABEL):
            continue
        if weight and not _own_heading(page, index):
            shown = ", ".join((*said.call, *said.thing, *said.also, *said.platforms)[:5])
            yield Finding(index, f"nothing but words of sites: {shown}", weight=weight, category=category_of(said))


@rule(
    "STK002",
    "named-call",
    Category.CALL_TO_ACTION,
    -2.8,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Discover more from The Harbour Post", on=("Discover",)),
        Example(
            "O conselho reuniu-se na segunda-feira e não decidiu.\nSiga o Diário do Cais no Google News", on=("Siga",)
        ),
    ),
    silent=(
        Example(ARTICLE + "Follow the harbour road to the lighthouse"),
        Example(ARTICLE + "Read Anna Keller's new novel in one night, he said."),
        Example(ARTICLE + "The Best Budget Phones"),
    ),
)
def named_call(page: Page) -> Iterator[Finding]:
    """Finds calls to the reader in which the only other words are a name that the article does not use.

    Why: a site asks for a click and names itself, its app or its section.
    Example: `Siga o Diário do Norte no Google News`
    Source: own observation; the words are data/stock.toml's
    """
    article = article_words(page)
    where, own = extent(page), speaks_of_sites(page)
    for index, said in stock_lines(page).items():
        block = page.blocks[index]
        if own and index <= where.last:
            continue
        others = len(said.names) + len(said.unknown) + len(said.addresses)
        if not 0 < others <= NAMES or said.size > LINE or not _may_be_stock(block) or _own_heading(page, index):
            continue
        asks = bool(_ASKS & set(said.kinds))
        cased = block.text.lower() != block.text.upper()
        if cased and said.unknown:
            continue
        label = block.text.rstrip().endswith((":", "："))
        if label and not cased and said.also and said.thing and len(said.unknown) <= 2:
            pass
        elif said.opens == "also":
            if not (said.thing or said.call) or (said.unknown and not label):
                continue
        elif said.opens != "call" or (_is_sentence(block.text) and not (said.platforms or asks)):
            continue
        if said.unknown and not (len(said.unknown) <= 2 and (said.platforms or said.ours or asks or label)):
            continue
        pairs = (
            said.platforms and (said.call or said.thing),
            asks and (said.thing or said.call),
            said.call and more_words().intersection(said.also),
        )
        if not any(pairs) and not (said.also and said.thing and Category.RELATED in said.kinds):
            continue
        if any(name in article for name in said.names) and not (said.platforms or said.ours):
            continue
        weight = -2.9 if said.call and (said.platforms or said.kinds) else -2.4
        shown = ", ".join((*said.call, *said.thing, *said.also, *said.platforms)[:4])
        evidence = f"a call ({shown}) that names {' '.join((*said.names, *said.addresses, *said.unknown)[:3])}"
        yield Finding(index, evidence, weight=weight, category=category_of(said))


def pointer(text: str, lexicon: Lexicon) -> str:
    """The label by which a line points to another article, or nothing."""
    found = _SEPARATOR.search(text, 1, 60)
    if found is None or not text[found.end() :].strip():
        return ""
    label = text[: found.start()]
    said = read_line(label, lexicon)
    if said.unknown or said.names or not 0 < said.size <= LABEL:
        return ""
    if said.stock == 1:
        return label if said.opens and _bare(label) in lexicon.labels else ""
    related = Category.RELATED in said.kinds
    return label if said.call or (related and said.also) else ""


def _bare(label: str) -> str:
    return label.strip(" \t[]【】()*#_").casefold()


def _opens_headline(text: str, lexicon: Lexicon) -> str:
    """The call and relation that a headline follows without a mark between, or nothing."""
    words = list(re.finditer(r"\S+", text))[:4]
    for count in (2, 3):
        if len(words) <= count or not words[count].group()[0].isupper():
            continue
        head = text[: words[count].start()].strip()
        said = read_line(head, lexicon)
        if said.opens == "call" and said.also and not (said.unknown or said.names or said.thing):
            return head
    return ""


def _in_list(page: Page, index: int, labels: Mapping[int, str]) -> bool:
    """Whether a headline without a label stands above or below a line before the last prose: a list."""
    around = [at for at in (index - 1, index + 1) if 0 <= at < len(page.blocks) and not labels.get(at)]
    listed = any(headline_like(page.blocks[at].text, page.measures[at].words) for at in around)
    return listed and index < extent(page).last


@rule(
    "STK003",
    "pointer",
    Category.RELATED,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            "Meclis bu pazartesi ve salı çok uzun bir toplantı için bir araya geldi.\n"
            "Okumadan geçme: Altın fiyatları ikinci gün de düştü",
            on=("Okumadan",),
        ),
        Example(ARTICLE + ">> Gold falls for a second day\n" + ARTICLE, on=(">> Gold",)),
    ),
    silent=(
        Example(ARTICLE + "The story: it was told by a sailor who had never been to sea."),
        Example(ARTICLE + "See the table: it has four legs."),
        Example(ARTICLE + '>>> fruit.name = "Pear"'),
    ),
)
def pointer_line(page: Page) -> Iterator[Finding]:
    """Finds headlines of other articles behind a label of site words, or behind an arrow.

    Why: a link to another article set between the paragraphs; what follows the label is no sentence.
    Example: `Okumadan geçme: Altın fiyatları düştü`, `>> Gold falls for a second day`
    Source: own observation; the words are data/stock.toml's
    """
    lexicon = lexicon_for(page)
    article = article_words(page)
    said = stock_lines(page)
    lines = [
        (block, m)
        for block, m in page
        if 0 < m.words <= SENTENCE and block.kind not in FIXED_KINDS and not _CODE.search(block.text)
    ]
    arrows = [b.index for b, _ in lines if _POINTS.match(b.text)]
    where = extent(page)
    few = where.count >= 2 and len(arrows) <= FEW_ARROWS
    labels = {block.index: pointer(block.text, lexicon) for block, _ in lines}
    times = Counter(labels.values())
    for block, m in lines:
        index = block.index
        if few and _POINTS.match(block.text):
            mine = index in said and bool(said[index].stock)
            if mine or (ends_open(block.text) and likeness(m.folded, article) < OWN):
                yield Finding(index, f"opens with '{block.text[:2]}'", weight=-2.8)
            continue
        label = labels[index]
        if block.text[0] in "[(" and block.text[-1] in "])" and read_line(block.text[1:].split()[0], lexicon).call:
            if m.words <= LINE and not where.first < 0:
                yield Finding(index, "a call in brackets", weight=-2.8)
            continue
        if label and times[label] < SAME and not _in_list(page, index, labels):
            rest = block.text[len(label) :].lstrip(" :：|»›→▶►-–—.】]")
            if ends_open(rest) and (headline_like(rest, m.words) or m.words <= SENTENCE):
                yield Finding(index, f"the label '{label.strip()[:40]}'", weight=-3.2)
                continue
        head = "" if label or not ends_open(block.text) else _opens_headline(block.text, lexicon)
        # Behind the text a call and a headline lead to the text itself, whole.
        if head and (index > where.last >= 0 or likeness(m.folded, article) < OWN):
            yield Finding(index, f"'{head}' and a headline", weight=-2.8)


@rule(
    "STK004",
    "mostly-stock",
    Category.CALL_TO_ACTION,
    -2.6,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "You can unsubscribe from our emails on the dashboard of your account.", on=("You can",)),
        Example(ARTICLE + "Write to us at desk@harbour.example about errors", on=("Write",)),
    ),
    silent=(Example(ARTICLE + "The app was sold to a firm in Bremen, which wrote to all of its customers in May."),),
)
def mostly_stock(page: Page) -> Iterator[Finding]:
    """Finds longer lines most of whose words are a site's own, that speak of two of its services or give its address.

    Why: forms, mailings and offers speak to the reader about newsletters, accounts and comments.
    Example: `To change which lists you are subscribed to, visit your preferences page.`
    Source: own observation; the words are data/stock.toml's
    """
    where, own = extent(page), speaks_of_sites(page)
    for index, said in stock_lines(page).items():
        block = page.blocks[index]
        if own or where.first < index < where.last:
            continue
        others = len(said.unknown) + len(said.names)
        if (
            not (others or said.addresses)
            or said.size > SENTENCE + LABEL
            or not _may_be_stock(block)
            or _own_heading(page, index)
        ):
            continue
        share = said.stock / max(1, said.stock + others)
        kinds = [kind for kind in said.kinds if kind is not Category.RELATED]
        addressed = said.addresses and (said.ours or share >= MOSTLY) and others <= NAMES
        if addressed and (said.call or (said.thing and (kinds or not others))):
            yield Finding(index, f"a call with an address: {said.addresses[0]}", category=category_of(said))
        elif share >= 1.5 * MOSTLY and said.call and said.also and "?" in block.text and said.size <= LINE:
            yield Finding(index, f"a question and a call: {', '.join(said.call[:3])}", category=category_of(said))
        elif share >= MOSTLY and said.stock >= 3 and len(kinds) + len(said.platforms) >= 2:
            yield Finding(index, f"{said.stock} words of sites to {others} others", category=category_of(said))
        elif not _is_sentence(block.text) and said.opens == "call" and len(said.call) > 1 and _ASKS & set(said.kinds):
            yield Finding(index, f"calls: {', '.join(said.call[:3])}", category=category_of(said))


NOTICE_WORDS, NOTICE_SHARE, NOTICE_KINDS = 70, 0.4, 2  # of a paragraph that is a notice


@rule(
    "STK005",
    "notice-paragraph",
    Category.CONSENT,
    -1.6,
    modes=TEXT,
    fires=(
        Example(
            "By clicking “Accept all cookies”, you agree to the storing of cookies on your device to help us with site "
            "navigation, site usage and our marketing, as our privacy policy says.\n" + ARTICLE,
            on=("By clicking",),
        ),
    ),
    silent=(Example(ARTICLE + MONDAY),),
)
def notice_paragraph(page: Page) -> Iterator[Finding]:
    """Finds paragraphs about cookies, newsletters and accounts that speak to the reader in sites' own words.

    Why: a second witness beside the phrases; a notice as long as a paragraph is said in the words of the site.
    Example: `By clicking “Accept All Cookies”, you agree to …`
    Source: own observation; the words are data/stock.toml's
    """
    if speaks_of_sites(page):
        return
    lexicon = lexicon_for(page)
    for block, m in page:
        if not m.prose or m.words > NOTICE_WORDS:
            continue
        kinds = {word for word in m.tokens if lexicon.kind(word) in _SERVICES}
        if not kinds:
            continue
        said = read_line(block.text, lexicon)
        share = said.stock / max(1, said.stock + len(said.unknown) + len(said.names))
        services = [kind for kind in said.kinds if kind in _SERVICES]
        if said.ours and share >= NOTICE_SHARE and len(services) >= NOTICE_KINDS:
            evidence = f"{said.stock} words of sites, {share:.2f} of all, to the reader"
            yield Finding(block.index, evidence, category=category_of(said))


@rule(
    "STK006",
    "glued-stock",
    Category.CALL_TO_ACTION,
    -3.3,
    modes=TEXT,
    fires=(
        Example(MONDAY + " Read more stories in our app.\n" + MAYOR, on=("The council",)),
        Example(
            MONDAY + " Sign up to our WhatsApp channel for the latest Thornby news.\n" + MAYOR, on=("The council",)
        ),
        Example("Follow our channel on Telegram. " + MONDAY + "\n" + MAYOR, on=("Follow our",)),
    ),
    silent=(
        Example(MONDAY + " Read more, he said.\n" + MAYOR),
        Example("Follow our river to the mill. " + MONDAY + "\n" + MAYOR),
        Example(MONDAY + " Read our Anna Keller's letters to the end.\n" + MAYOR),
    ),
)
def glued_stock(page: Page) -> Iterator[Finding]:
    """Finds a last or first sentence of sites' own words beside another sentence.

    Why: the button's element followed the paragraph's without a break. Only this sentence is cut.
    Example: `… jest ogrodzony. Dalsza część artykułu pod materiałem wideo.`
    Source: own observation; the words are data/stock.toml's
    """
    if speaks_of_sites(page):
        return
    lexicon = lexicon_for(page)
    for block, m in page:
        if m.words <= SENTENCE_WORDS or block.kind in FIXED_KINDS:
            continue
        text = block.text
        reach = max(0, len(text) - GLUED_REACH)
        spans = sentence_spans(text[reach:])
        if len(spans) < 2:
            continue
        start = reach + spans[-1][0]
        left = len(text[:start].rstrip())
        last = text[start:].strip()
        said = _glued_call(page, last, lexicon)
        if said is not None and text[left - 1] not in ":,":
            evidence = f"a last sentence of nothing but words of sites: {last[:40]}"
            yield Finding(block.index, evidence, category=category_of(said), span=(left, len(text)))
        if classify_word(lexicon, fold(text[:30].partition(" ")[0].strip("¡¿")))[1] != "call":
            continue
        spans = sentence_spans(text[:GLUED_REACH])
        first = text[: spans[0][1]]
        said = _glued_call(page, first, lexicon) if len(spans) > 1 else None
        if said is not None and said.ours:
            evidence = f"a first sentence of nothing but words of sites: {first[:40]}"
            end = len(text) - len(text[len(first) :].lstrip())
            yield Finding(block.index, evidence, category=category_of(said), span=(0, end))


def _glued_call(page: Page, sentence: str, lexicon: Lexicon) -> Said | None:
    """What a sentence that may be glued to a paragraph says, if that is a call or words of sites alone."""
    if len(sentence.split()) > LINE or not _may_be_stock(page.blocks[0]._replace(text=sentence, kind=Kind.LINE)):
        return None
    if sentence[-1] in _CLOSING:
        return None
    said = read_line(sentence, lexicon)
    if said.stock < 3 or not (said.call or said.also or said.ours):
        return None
    if not (said.unknown or said.names):
        return said if said.kinds or said.ours else None
    # A name may stand in a call that speaks for the site and names a service of sites.
    own = said.opens == "call" and said.ours and (said.platforms or _ASKS & set(said.kinds))
    return said if own and len(said.names) + len(said.unknown) <= NAMES and len(said.unknown) <= 2 else None


GLUED_REACH = 160  # characters at the end of a block that are looked at
_CLOSING = '"”»’)'

RULES = (notice_paragraph, glued_stock, stock_words, named_call, pointer_line, mostly_stock)
