"""What programs leave in a text (LFT): markup, values of nothing, addresses, embeds, cut marks, notes on links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.literals import joined_text
from cleaner.page.page import Page, derived
from cleaner.page.shape import FIXED_KINDS, extent
from cleaner.rules.bylines import date_like, is_fact
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MONDAY
from cleaner.rules.subject import speaks_of_sites
from cleaner.segment.decoded import is_markup
from cleaner.types import Category, Kind

FEW = 4  # such lines; in a text with more they are its subject
_NOTHING = frozenset(("undefined", "null", "nan", "[object object]", "[object htmlelement]", "(null)"))
# Nothing is given back once taken: a comma inside an address and one behind it would make 2**n ways to part a line.
_ADDRESS = (
    r"(?>https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|@\w{2,30}|#[^\W\d]\w{1,40}|pic\.twitter\.com/\w+|t\.co/\w+)"
)
_ADDRESSES = re.compile(rf"\W{{0,3}}{_ADDRESS}(?:[\s,·|]{{1,3}}{_ADDRESS})*\W{{0,2}}$")
_EMBEDDED = re.compile(r"(?:twitter|x|instagram|facebook|tiktok|threads|youtube|vimeo)\.com/|youtu\.be/|t\.co/|t\.me/")
_POSTED = re.compile(r"[—–-]{1,2}\s?[^@]{1,60}\(@\w{1,30}\)\s.{3,30}$")
_JSON = re.compile(r"(?:\[\{|\{)\".*[\]}]$")  # as programs print it; people put a space behind the brace
_PAIR = re.compile(r"\"[\w-]{1,40}\"\s?:")
_MORE_CHARACTERS = re.compile(r"\s*\[\+\s?\d[\d,.]* ?(?:chars|characters|zeichen|caracteres|caractères)\]\s*$")
_CUT_OFF = re.compile(r"\s*(?:\[(?:…|\.\.\.)\]|\((?:…|\.\.\.|more…|more\.\.\.)\))\s*$")
_NEW_WINDOW = re.compile(
    r"\s*[,(\[]?\s?(?:opens (?:in )?(?:a )?new (?:tab|window)"
    r"|(?:wird )?(?:öffnet|geöffnet) (?:sich )?in (?:einem )?neue[mnr] (?:tab|fenster)"
    r"|s['’]ouvre dans (?:un nouvel onglet|une nouvelle fenêtre)"
    r"|se abre en una? (?:nueva )?(?:ventana|pestaña)(?: nueva)?|abre (?:em|numa) (?:uma )?nova (?:aba|janela)"
    r"|si apre in una nuova (?:finestra|scheda)|opent in (?:een )?nieuw (?:tabblad|venster)|otwiera się w nowej karcie"
    r"|откроется в новой вкладке|öppnas i nytt fönster|åpnes i nytt vindu|åbner i nyt vindue)[)\]]?",
    re.IGNORECASE,
)
_WINDOWS = (
    "new tab", "new window", "neuem tab", "neuem fenster", "neuen fenster", "nouvel onglet", "nouvelle fenêtre",
    "ventana", "pestaña",
    "nova aba", "nova janela", "nuova finestra", "nuova scheda", "nieuw tabblad", "nieuw venster", "nowej karcie",
    "новой вкладке", "nytt fönster", "nytt vindu", "nyt vindue",
)  # fmt: skip
_NOTE_LINK = re.compile(r"\s*\[\d{1,3}\]\s?<https?://[^<>\s]{1,500}>")
_GLUED = re.compile(r"(?<=[^\W\d_][.!?…])(?=[^\W\d_a-zà-ÿ][^.!?]{2,80}\d[^.!?]*(?:[.:]\d+[^.!?]*){0,6}$)")


@rule(
    "LFT001",
    "markup-left",
    Category.WIDGET,
    -4.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "<!-- wp:paragraph -->\n{{ad_slot_3}}\n" + ARTICLE, on=("<!--", "{{ad")),
        Example(ARTICLE + "![](https://img.example/gate.jpg)\n[ad_1]\n" + ARTICLE, on=("![]", "[ad")),
    ),
    silent=(
        Example(ARTICLE + "data: three boats and a gull"),
        Example(ARTICLE + "The template says {{name}} where the name will stand."),
    ),
)
def markup_left(page: Page) -> Iterator[Finding]:
    """Finds lines that are nothing but tags, comments and unfilled places of a template.

    Why: they were meant for a program. A text with many such lines is about them.
    Example: `<!-- wp:paragraph -->`, `{{ad_slot_3}}`
    Source: own observation on scraped texts
    """
    blocks = page.document.blocks
    found = [b.index for b in blocks if b.kind not in FIXED_KINDS and b.text[:1] in "<{[&$!d" and _is_left(b.text)]
    if len(found) <= max(FEW, len(blocks) // 20) and not speaks_of_sites(page):
        for index in found:
            yield Finding(index, "nothing but markup")


_EMPTY_IMAGE = re.compile(r"!\[\]\([^()\s]{1,500}\)$|\[ad_\d\]$|data:[a-z]{4,11}/[\w.+-]{1,40};base64,[\w+/=]+$")


def _is_left(text: str) -> bool:
    """Whether a line is markup, a picture without words, a plug-in's place for an advertisement or encoded bytes."""
    return (text[0] in "![d" and _EMPTY_IMAGE.match(text) is not None) or (text[0] not in "!d" and is_markup(text))


@rule(
    "LFT002",
    "value-of-nothing",
    Category.WIDGET,
    -4.0,
    modes=TEXT,
    fires=(Example(ARTICLE + "undefined\n[object Object]\n" + ARTICLE, on=("undefined", "[object")),),
    silent=(Example(ARTICLE + "Undefined behaviour is not the same as null."),),
)
def value_of_nothing(page: Page) -> Iterator[Finding]:
    """Finds lines that are what a program prints for a value it does not have.

    Why: a template was filled with nothing.
    Example: `undefined`, `NaN`, `[object Object]`
    Source: own observation; the values of JavaScript, Python and PHP
    """
    found = [b.index for b, m in page if m.words <= 2 and b.kind not in FIXED_KINDS and m.folded in _NOTHING]
    if len(found) <= FEW and not speaks_of_sites(page):
        for index in found:
            yield Finding(index, f"a program's word for nothing: {page.blocks[index].text}")


@rule(
    "LFT003",
    "lone-address",
    Category.WIDGET,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            ARTICLE + "https://twitter.com/coast/status/123\n@coastherald\n#harbour #court", on=("https", "@", "#h")
        ),
        Example(ARTICLE + "— Tarn Valley Court (@tarncourt) March 4, 2024\n" + ARTICLE, on=("— Tarn",)),
    ),
    silent=(
        Example(ARTICLE + "\n".join(f"https://harbour.example/{n}" for n in range(9))),
        Example(ARTICLE + "The page is at https://harbour.example/ferry for those who want it."),
    ),
)
def lone_address(page: Page) -> Iterator[Finding]:
    """Finds lines that are an address, a handle or hashtags and nothing else, and the signatures of embedded posts.

    Why: an embedded post or player that did not come along. A list of addresses is the text's own.
    Example: `pic.twitter.com/aB3dE9xYz1`, `— Tarn Valley Court (@tarncourt) March 4, 2024`
    Source: own observation on scraped news texts
    """
    where = extent(page)
    found = []
    for block, m in page:
        if not 0 < m.words <= 40 or block.kind in FIXED_KINDS or block.kind is Kind.ITEM:
            continue
        text = block.text.strip(" <>")
        if len(text) < 300 and ("@" in text or "#" in text or "/" in text or text.startswith("www.")):
            posted = "(@" in text and _POSTED.match(text) is not None
            outside = not where.first < block.index < where.last
            plain = "/" in text and not _EMBEDDED.search(text)
            if posted or (_ADDRESSES.match(text) and not plain and (outside or "/" in text)):
                found.append((block.index, posted))
    if len(found) > FEW + (where.count // 3) or speaks_of_sites(page):
        return
    for index, posted in found:
        if where.count >= 2:
            yield Finding(index, "the signature of a post" if posted else "an address and nothing else")


@rule(
    "LFT004",
    "data-line",
    Category.WIDGET,
    -3.6,
    modes=TEXT,
    fires=(Example(ARTICLE + '{"type":"external.v1","provider":"Clip","width":500}\n' + ARTICLE, on=('{"type',)),),
    silent=(Example(ARTICLE + 'He wrote {"a": 1} on the board and left.'),),
)
def data_line(page: Page) -> Iterator[Finding]:
    """Finds lines that are one object of JSON, in a text of paragraphs.

    Why: the settings of an embed, read as text. With more than two of them data is the subject.
    Example: `{"content_type":"external.v1","media_width":500}`
    Source: own observation on news archives
    """
    found = []
    for block, m in page:
        if m.words and block.kind is Kind.LINE and _JSON.match(block.text):
            pairs = len(_PAIR.findall(block.text[:5000]))
            if pairs >= 2:
                found.append((block.index, pairs))
    if len(found) <= 2 and extent(page).count >= 2 and not speaks_of_sites(page):
        for index, pairs in found:
            yield Finding(index, f"an object of {pairs} named values")


@derived
def cut_marks(page: Page) -> dict[int, tuple[int, int]]:
    """Where a feed says that it gives only a part: block -> the characters of the mark."""
    found = {}
    last = len(page.blocks) - 1
    for block in page.blocks:
        hit = _MORE_CHARACTERS.search(block.text) if "[+" in block.text else None
        if hit is None and block.index == last and block.text[-1:] in "])":
            hit = _CUT_OFF.search(block.text)
        if hit is not None:
            found[block.index] = hit.span()
    return found


@rule(
    "LFT005",
    "cut-mark",
    Category.PAYWALL,
    -4.0,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "[+4994 chars]", on=("[+4994",)),
        Example(ARTICLE + MONDAY[:80] + "… [+2829 chars]", on=("The council met on Monday",)),
    ),
    silent=(Example("He said […] that it would do.\n" + ARTICLE),),
)
def cut_mark(page: Page) -> Iterator[Finding]:
    """Finds the mark by which a feed says that it holds only the beginning of a text.

    Why: the mark is the feed's; that the text is cut is told by the label `truncated`.
    Example: `… [+2829 chars]`
    Source: the field `content` of news interfaces; WordPress ends its excerpts with `[…]`
    """
    for index, (start, end) in cut_marks(page).items():
        whole = start == 0
        yield Finding(index, "a feed's mark that more follows", span=None if whole else (start, end))


@rule(
    "LFT006",
    "note-inside",
    Category.READER_TOOLS,
    -4.0,
    modes=TEXT,
    fires=(
        Example(MONDAY.replace("town hall", "town hall , opens new tab,") + "\n" + ARTICLE, on=("The council",)),
        Example(MONDAY + " [1] <https://click.mail.example/abc>\n" + ARTICLE, on=("The council",)),
    ),
    silent=(Example("He opens new tabs all day long and reads none of them.\n" + ARTICLE),),
)
def note_inside(page: Page) -> Iterator[Finding]:
    """Finds what pages tell screen readers about a link, and the numbered addresses of plain mails, inside a line.

    Why: they describe the link, not the subject. Only these characters are cut.
    Example: `the club's site , opens new tab, "but …`
    Source: own observation on news sites and on bulletins sent as plain text
    """
    noted = set(joined_text(page).lines_with(joined_text(page).present(_WINDOWS)))
    for block, m in page:
        if not m.words or block.kind in FIXED_KINDS:
            continue
        if block.index in noted:
            for hit in _NEW_WINDOW.finditer(block.text):
                after = block.text[hit.end() : hit.end() + 1]
                if hit.start() > 0 and not after.isalnum():
                    yield Finding(block.index, f"a note about a link: '{hit.group().strip()}'", span=hit.span())
        if "<http" in block.text:
            for hit in _NOTE_LINK.finditer(block.text):
                yield Finding(block.index, "a numbered address", span=hit.span())


@rule(
    "LFT007",
    "glued-facts",
    Category.BYLINE,
    -4.0,
    modes=TEXT,
    fires=(Example(MONDAY + "Anna Keller |17.05.2025 - Updated : 17.05.2025\n" + ARTICLE, on=("The council",)),),
    silent=(Example(MONDAY + " In 1921 it was closed.\n" + ARTICLE),),
)
def glued_facts(page: Page) -> Iterator[Finding]:
    """Finds a name and dates that are glued to the last stop of a paragraph without a space.

    Why: the byline's element followed the paragraph's without a break.
    Example: `… planlanıyor.Başak Doğan |17.05.2025 - Güncelleme : 17.05.2025`
    Source: own observation on an agency's pages
    """
    for block, m in page:
        if m.words < 10 or block.kind in FIXED_KINDS or not m.digit_share:
            continue
        hit = _GLUED.search(block.text, max(0, len(block.text) - 120))
        if hit is None:
            continue
        pieces = [piece for piece in re.split(r"\s?[|•·]\s?|\s[-–—]\s", block.text[hit.end() :]) if piece.strip()]
        dated = sum(date_like(piece.casefold().strip()) or is_fact(piece) for piece in pieces)
        if len(pieces) > 1 and dated >= len(pieces) - 1 >= 1:
            yield Finding(block.index, f"{len(pieces)} facts glued to the end", span=(hit.end(), len(block.text)))


_FORUM = re.compile(
    r"(?:"
    r"reply with quote|quote|multi-?quote|report post|join date: .{3,20}|joined: .{3,20}|posts: [\d,.]+"
    r"|location: .{2,40}|thanks \([\d,]+\)|thanked: .{1,20}|likes? \([\d,]+\)|last edited by .{3,60}"
    r"|member since .{3,20}|(?:view )?(?:private )?profile|send (?:pm|private message)|junior member"
    r"|senior member|registered user|mitglied seit .{3,20}|beiträge: [\d.]+|zitat|zitieren"
    r"|zuletzt geändert von .{3,60}|messages ?: [\d ]+|inscription ?: .{3,20}|citer|mensajes: [\d.]+"
    r"|registrado: .{3,20}|citar|сообщений: [\d ]+|регистрация: .{3,20}|цитата|post(?:ed)? #\d+"
    r"|similar threads|top|go to top|back to top|#\d{1,4}|view public profile"
    r"|(?:find|see) (?:more|all) posts by .{2,30}|thread tools|search this thread|display modes|rate this thread"
    r"|\d+ (?:users?|members?|people) likes?d? this(?: post)?"
    r"|(?:you )?(?:cannot|can't|may not) (?:post|reply|edit|delete|vote|download|attach) .{3,50}|registered: .{3,24}"
    r"|asked .{3,20} at \d.{1,8}|answered .{3,20} at \d.{1,8}|edited .{3,20} at \d.{1,8}|quote|report"
    r"|registriert(?: seit)?: .{3,24}|dabei seit:? .{3,24}|nach oben|inscrit le ?:? .{3,24}|haut"
    r"|arriba|registrato(?: il)?: .{3,24}|messaggi: [\d.]+|iscritto(?: il| dal)?: .{3,24}|top|mensagens: [\d.]+"
    r"|registado: .{3,24}|berichten: [\d.]+|lid sinds:? .{3,24}|geregistreerd: .{3,24}|inlägg: [\d ]+"
    r"|registrerad: .{3,24}|indlæg: [\d.]+|tilmeldt: .{3,24}|posty: [\d ]+|postów: [\d ]+|rejestracja: .{3,24}"
    r"|dołączył\(?a?\)?:? .{3,24}|příspěvky: [\d ]+|registrován: .{3,24}|mesaje: [\d.]+|membru din:? .{3,24}"
    r"|hozzászólások: [\d ]+|csatlakozott: .{3,24}|зарегистрирован: .{3,24}|вернуться к началу|откуда: .{2,40}"
    r"|повідомлень: [\d ]+|зареєстрований: .{3,24}|mesajlar: [\d.]+|kayıt: .{3,24}|登録日: .{3,24}"
    r"|注册时间: ?.{3,24}|帖子: ?\d+"
    r"|сообщения: [\d ]+|lid geworden op: .{3,24}|quick reply|board index|all times are .{3,12}|jump to:?"
    r"|post(?:ed)? by .{2,30} » .{8,40}|re: .{3,60}|who is online|users browsing this (?:forum|thread|topic): .{3,60}"
    r"|\d+ answers?|sorted by: .{3,40}|improve this (?:answer|question)|(?:answered|asked|edited) .{3,20} at .{4,8}"
    r"|[\d,]+ (?:\d+ (?:gold|silver|bronze) badges? ?)+|view raw|raw|blame|history|copy(?: code)?|level \d"
    r"|[\w-]{2,20} · \d+ ?(?:yr|mo|wk|day|hr|min)s?\.? ago"
    r"|antworten|zum seitenanfang|foren-übersicht|alle zeiten sind .{3,12}|répondre|retourner en haut|responder"
    r"|rispondi|plaats reactie|odpowiedz|odpovědět|svara|cevapla|ответить|відповісти|válasz|vastaa|răspunde"
    r")[.:]?"
)
FORUM_LINES = 3  # so many lines of a forum's furniture make a forum's page
# Two of these are enough: nothing but a forum counts its members' posts and says what they may do.
_FORUM_SURE = re.compile(
    r"[^\W\d_]{4,14} ?: ?[\d,. ]{1,8}$|[^\W\d_]{4,14}(?: [^\W\d_]{2,6}){0,2} ?: ?.{0,12}\b(?:19|20)\d\d$"
    r"|(?:you )?(?:cannot|may not) "
    r"|view public|find more posts|thread tools|display modes|search this thread|last edited by|asked .{3,20} at"
    r"|users browsing this|all times are|alle zeiten sind|board index|foren-übersicht|вернуться к началу|improve this"
    r"|sorted by: |(?:answered|edited) .{3,20} at|[\d,]+ \d+ (?:gold|silver)|post(?:ed)? by .{2,30} » |view raw"
    r"|level \d|\d+ (?:users?|members?) like|reply with quote|similar threads|join date"
)


@rule(
    "LFT008",
    "forum-furniture",
    Category.COMMENTS,
    -3.0,
    modes=TEXT,
    fires=(
        Example(
            "Reply With Quote\nJoin Date: Mar 2009\nPosts: 1,204\n" + ARTICLE + "Quote\nThanks (3)",
            on=("Reply", "Join", "Posts", "Quote", "Thanks"),
        ),
        Example("Mensajes: 412\nRegistrado: 12 Ene 2011\n" + ARTICLE, on=("Mensajes", "Registrado")),
        Example(
            ARTICLE
            + "You cannot post new topics in this forum\nYou cannot reply to topics in this forum\nThread Tools",
            on=("You cannot post", "Thread"),
        ),
    ),
    silent=(
        Example(ARTICLE + "Posts: 12\nThe fence needs a gate, too."),
        Example(ARTICLE + "Quote\n" + MONDAY),
    ),
)
def forum_furniture(page: Page) -> Iterator[Finding]:
    """Finds what a forum's software sets around posts: counts, dates of joining, buttons, where three such lines stand.

    Why: what members wrote is the text; who they are and what may be clicked is not.
    Example: `Join Date: Mar 2009`, `Thanks (3)`
    Source: the templates of vBulletin, phpBB and XenForo
    """
    found = [b.index for b, m in page if 0 < m.words <= 12 and _FORUM.fullmatch(m.folded.strip(" »›|·"))]
    kinds = {page.measures[i].folded.split()[0] for i in found}
    sure = {page.measures[i].folded.partition(":")[0] for i in found if _FORUM_SURE.match(page.measures[i].folded)}
    if len(kinds) < FORUM_LINES and len(sure) < FORUM_LINES - 1:
        return
    for index in found:
        yield Finding(index, f"one of {len(found)} lines of a forum's furniture")
        titled = index + 1
        if page.measures[index].folded.startswith("similar") and titled < len(page.blocks):
            while titled < len(page.blocks) and not page.measures[titled].ends_sentence:
                yield Finding(titled, "under a heading for other threads", weight=-2.6, category=Category.RELATED)
                titled += 1


_LINKED = re.compile(r"\W{0,3}(?:\d+\. )?\[[^\[\]]{1,120}\]\([^()\s]{1,500}\)\W{0,2}$")
LINKS = 3  # lines in a row that are a link and nothing else


@rule(
    "LFT009",
    "list-of-links",
    Category.NAVIGATION,
    -2.8,
    modes=TEXT,
    fires=(Example("* [News](/n)\n* [Sport](/s)\n* [Opinion](/o)\n" + ARTICLE, on=("* News", "* Opinion")),),
    silent=(Example(MONDAY + "\n* [A](/a)\n* [B](/b)\n* [C](/c)\n" + ARTICLE),),
)  # fmt: skip
def list_of_links(page: Page) -> Iterator[Finding]:
    """Finds three lines or more in a row that are a Markdown link and nothing else, before the first prose.

    Why: a page's menu, kept as links.
    Example: `* [News](/news)` / `* [Sport](/sport)` / `* [Opinion](/opinion)`
    Source: own observation on pages saved as Markdown
    """
    first = extent(page).first
    row: list[int] = []
    for block in (*page.document.blocks[: max(0, first)], None):
        if block is not None and _LINKED.match(block.text):
            row.append(block.index)
            continue
        if len(row) >= LINKS:
            for index in row:
                yield Finding(index, f"one of {len(row)} links in a row over the text")
        row = []


RULES = (
    forum_furniture,
    list_of_links,
    markup_left,
    value_of_nothing,
    lone_address,
    data_line,
    cut_mark,
    note_inside,
    glued_facts,
)
