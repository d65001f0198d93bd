"""What the software of a forum sets around its members' posts (LFT)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import takewhile
from types import MappingProxyType

from cleaner.measure import Measures, fold
from cleaner.page.page import Page, by_line, lines_where
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MONDAY
from cleaner.rules.word_lists import read_lists
from cleaner.types import Block, Category

_FORUM = re.compile(
    r"(?:"
    r"reply with quote|quote|multi-?quote|report post|join date: .{3,20}|joined: .{3,20}|posts: [\d,.]+"
    r"|location: .{2,40}|thanks \([\d,]+\)|thanked: .{1,20}|likes? \([\d,]+\)|last edited by .{3,60}"
    r"|member since .{3,20}|(?:view )?(?:private )?profile|send (?:pm|private message)|junior member"
    r"|senior member|registered user|mitglied seit .{3,20}|beiträge: [\d.]+|zitat|zitieren"
    r"|zuletzt geändert von .{3,60}|messages ?: [\d ]+|inscription ?: .{3,20}|citer|mensajes: [\d.]+"
    r"|registrado: .{3,20}|citar|сообщений: [\d ]+|регистрация: .{3,20}|цитата|post(?:ed)? #\d+"
    r"|code language: .{1,30}|most helpful(?: answer| comment)?|jump to (?:solution|page|latest)"
    r"|\w{2,20} replied to \w{2,20}|page \d{1,4} of \d{1,4}|solved|sujet résolu|résolu|gelöst|resuelto|risolto|opgelost"
    r"|rozwiązane|vyřešeno|решено|вирішено"
    r"|(?:posted|geschrieben(?: am)?|verfasst am|posté le|publié le|publicado(?: el)?|inviato(?: il)?|napisano"
    r"|отправлено|wysłany|skrevet|skrivet) \d{1,2}.{4,30}"
    r"|thread starter(?: .{2,30})?|start date .{4,24}|sent from my .{3,50}(?:tapatalk|app)|hosted with . by \w{3,12}"
    r"|viewing \d+ posts?.{0,40}|reactions: .{2,60}|click to expand\.{0,3}"
    r"|return to [“\"„].{2,40}|display posts from previous.{0,20}|marked as (?:solution|answer)"
    r"|helpful\?|cite|give award"
    r"|most (?:upvoted|recent)|download zip|star [\d.k]+|fork [\d.k]+|closed \d+ (?:years?|months?|days?) ago"
    r"|this question already has (?:an )?answers? here|zurück zu [„“\"].{2,40}|melden|gefällt mir|beitrag #\d+"
    r"|retour vers [«“\"].{2,40}|volver a [«“\"].{2,40}|torna a [«“\"].{2,40}|haut de page|topo|na górę"
    r"|ответить с цитатой"
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
BUTTON_WORDS, ACTS = 4, 2  # of a button, and what they must do in a row
STAMP_WORDS, UNDER_STAMP = 9, 2  # of a stamp, and lines under it
_COUNT = re.compile(r"^#?\d[\d.,]{0,6}k?\s*|\s*[(\[]?\d[\d.,]{0,6}k?[)\]]?$")
_STAMP = re.compile(
    r"(?:asked|answered|edited|modified|posted|commented) "
    r"\w{3,9} \d{1,2}(?:,? '?\d{2,4})?,? at \d{1,2}[:.]\d\d(?: [ap]m)?"
)
_SENT = re.compile(
    r"(?:sent from my|gesendet von mein\w*|envoyé de mon|envoyé depuis mon|enviado desde mi|enviado do meu"
    r"|inviato dal mio|verzonden (?:vanaf|met) mijn|skickat från min|sendt fra min"
    r"|wysłane z \w*|отправлено с моего|надіслано з мого)"
    r" .{2,40}(?:tapatalk|forum|app)\w{0,9}"
)
_HONOURS = re.compile(r"[\d.,]{1,7}k?(?: ?[●•]? ?\d{1,3}){1,6}|\d[\d.,]{2,6}k?")
FACT_WORDS, EDITED_WORDS = 14, 22  # of a line about a member, and about a change
BESIDE = 2  # lines from one fact about a member to another
_AMOUNT = re.compile(
    r"[\d.,\s]{1,9}k?(?:\s?(?:times?|mal|x|fois|veces|volt[ae]|vez(?:es)?|keer|gånger|gange?r?|kertaa|raz[y]?|krát"
    r"|alkalommal|ori|раза?|разів|рази|пъти|puta?|kez|kere|مرات|مرة|פעמים|lần|kali)\.?)?"
)
_SINCE = re.compile(r"(?:19|20)\d\d|(?:13|14)\d\d$|\d[./-]\d|'\d\d|\d{4}")
_MOMENT = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d[:.h]\d\d|(?:19|20)\d\d")
_FULL_MOMENT = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d[:.]\d\d(?!\d)")
FORUM_LINES = 3  # so many lines of a forum's furniture make a forum's page
# Two of these are enough: nothing but a forum counts its members' posts and says what they may do.
_FORUM_SURE = re.compile(
    r"code language: |jump to (?:solution|latest)|\w{2,20} replied to \w|most helpful|\d+ answers?$|geschrieben am \d"
    r"|verfasst am \d|posté le \d|sujet résolu|"
    r"[^\W\d_]{4,14} ?: ?[\d,. ]{1,8}$|[^\W\d_]{4,14}(?: [^\W\d_]{2,6}){0,2} ?: ?.{0,12}\b(?:19|20)\d\d$"
    r"|(?:you )?(?:cannot|may not) "
    r"|view public|find more posts|thread tools|display modes|search this thread|last edited by|asked .{3,20} at"
    r"|users browsing this|all times are|alle zeiten sind|board index|foren-übersicht|вернуться к началу|improve this"
    r"|sorted by: |(?:answered|edited) .{3,20} at|[\d,]+ \d+ (?:gold|silver)|post(?:ed)? by .{2,30} » |view raw"
    r"|thread starter |start date |viewing \d+ post|return to [“\"„]|display posts from|this question already|closed \d"
    r"|zurück zu [„“\"]|retour vers [«“\"]|volver a [«“\"]|torna a [«“\"]|beitrag #\d|marked as (?:solution|answer)"
    r"|level \d|\d+ (?:users?|members?) like|reply with quote|similar threads|join date"
)


@lru_cache(maxsize=1)
def button_words() -> Mapping[str, str]:
    """What each button of a post does, by its folded words; who replies, quotes or reports does no other thing."""
    return words_of_forums("other", "report", "quote", "reply")


@lru_cache(maxsize=1)
def _profile_labels() -> Mapping[str, str]:
    """What stands behind each label of a member's profile, by the label's folded words: "joined" or "counted"."""
    return words_of_forums("joined", "counted")


@lru_cache(maxsize=1)
def _edited() -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """How a line begins that says who changed a post last, folded; with what must follow where that is needed."""
    parted = [one.partition(" + ") for one in words_of_forums("edited")]
    return tuple([one for one, gap, _ in parted if not gap]), tuple([(one, two) for one, gap, two in parted if gap])


def words_of_forums(*keys: str) -> Mapping[str, str]:
    """The keys of data/forums.toml by the folded words they list; a later key wins."""
    raw = read_lists("forums.toml")
    return MappingProxyType({fold(one): key for key in keys for one in raw[key].replace("\n", " ").split(";")})


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
        Example(ARTICLE + "#3\nОтветить\nЦитировать", on=("#3", "Ответить", "Цитировать")),
        Example(ARTICLE + "asked Mar 3 '14 at 9:12\notter\n1,482 3 12 18", on=("asked", "otter", "1,482")),
        Example(ARTICLE + "Viestit: 320\nLiittynyt: 12.3.2011\nLainaa", on=("Viestit", "Liittynyt", "Lainaa")),
        Example(ARTICLE + "Laatst bewerkt door otter op 3 mei 2019, 09:12.", on=("Laatst",)),
        Example("Mensajes: 412\nRegistrado: 12 Ene 2011\n" + ARTICLE, on=("Mensajes", "Registrado")),
        Example(
            ARTICLE
            + "You cannot post new topics in this forum\nYou cannot reply to topics in this forum\nThread Tools",
            on=("You cannot post", "Thread"),
        ),
    ),
    silent=(
        Example(ARTICLE + "Posts: 12\nThe fence needs a gate, too."),
        Example(ARTICLE + "Report\nThe harbour wall\nReply"),
        Example(ARTICLE + "Quote\n" + MONDAY),
        Example(ARTICLE + "Points: 12\nPosts: 40\nThe fence needs a gate, too."),
        Example(ARTICLE + "Edited by Anna Keller and Ola Berg"),
    ),
)
def forum_furniture(page: Page) -> Iterator[Finding]:
    """Finds what a forum's software sets around posts: counts, dates of joining, buttons, where three such lines stand.

    A row of buttons that nothing but a forum has in a row, and a stamp that says who asked when, are enough alone.

    Why: what members wrote is the text; who they are and what may be clicked is not.
    Example: `Join Date: Mar 2009`, `Thanks (3)`
    Source: the templates of vBulletin, phpBB and XenForo
    """
    yield from _rows_of_buttons(page)
    yield from _stamps(page)
    yield from _profiles(page)
    found = _furniture(page)
    if not found:
        return
    kinds = {page.measures[i].folded.split()[0] for i in found}
    sure = {page.measures[i].folded.partition(":")[0] for i in found if _FORUM_SURE.match(page.measures[i].folded)}
    if len(kinds) < FORUM_LINES and len(sure) < FORUM_LINES - 1:
        for index in found:
            if page.measures[index].folded.startswith("code language: "):
                yield Finding(index, "the language of code, as a plug-in writes it")
        return
    for index in found:
        yield Finding(index, f"one of {len(found)} lines of a forum's furniture")
        titled = index + 1
        if page.measures[index].folded.startswith("similar") and titled < len(page.blocks):
            while titled < len(page.blocks) and not page.measures[titled].ends_sentence:
                yield Finding(titled, "under a heading for other threads", weight=-2.6, category=Category.RELATED)
                titled += 1


def _profiles(page: Page) -> Iterator[Finding]:
    """Lines below one another of which one counts a member's posts and one says since when, and the buttons beside.

    Lines that say who changed a post last, and when, too.
    """
    facts = facts_of_lines(page)
    other = {"joined": "counted", "counted": "joined"}
    near = {
        index
        for index, fact in enumerate(facts)
        if fact in other and other[fact] in facts[max(0, index - BESIDE) : index + BESIDE + 1]
    }
    acts = acts_of_lines(page) if near else ()
    for index in sorted(near):
        yield Finding(index, f"beside other facts about a member: {facts[index]}")
        for at in takewhile(lambda at: acts[at] and at not in near, range(index + 1, len(acts))):
            yield Finding(at, "a button under facts about a member")
    for index, fact in enumerate(facts):
        if fact == "edited":
            yield Finding(index, "who changed a post last")


@by_line
def facts_of_lines(_: Page, __: Block, m: Measures) -> str:
    """Which fact of a post's margin a line tells and nothing else: "joined", "counted", "edited", or nothing."""
    if not 1 < m.words <= EDITED_WORDS or not m.digit_share:
        return ""
    if m.words > FACT_WORDS:
        return "edited" if _is_edited(m) else ""
    label, colon, rest = m.folded.replace("：", ":").partition(":")
    fact = _profile_labels().get(label.strip(), "") if colon else ""
    if fact == "counted":
        return fact if _AMOUNT.fullmatch(rest.strip()) else ""
    if fact:
        return fact if _SINCE.search(rest) else ""
    return "edited" if _is_edited(m) else ""


def _is_edited(m: Measures) -> bool:
    """Whether a line says who changed a post last; a sentence needs the day in figures or the hour for it."""
    bare = m.folded.lstrip("[( *")
    if bare.startswith("/") and "]" in bare:  # the end of a mark around the post
        bare = bare.partition("]")[2].lstrip()
    if not bare.startswith(_edited()[0]):
        opened = [pair for pair in _edited()[1] if bare.startswith(pair[0])]
        if not any(behind in bare for _, behind in opened):
            return False
    return (_FULL_MOMENT if m.ends_sentence else _MOMENT).search(bare) is not None


def _rows_of_buttons(page: Page) -> Iterator[Finding]:
    """Lines right behind one another that reply, quote or report, two of these at least, with other buttons beside."""
    listed = dict(_buttons_of_lines(page))
    row: list[int] = []
    for index in [*sorted(listed), len(page.blocks) + 1]:
        if row and index != row[-1] + 1:
            acts = {listed[one] for one in row} - {"other"}
            counted = sum(any(map(str.isdigit, page.blocks[one].text)) for one in row)
            if len(acts) >= ACTS or (acts and counted >= ACTS):
                for one in row:
                    yield Finding(one, f"one of {len(row)} buttons under a post")
            row = []
        row.append(index)


def _buttons_of_lines(page: Page) -> Iterator[tuple[int, str]]:
    """The lines that are a button of a post, each with what it does; the number of a post stands among them."""
    for index, act in enumerate(acts_of_lines(page)):
        if act:
            yield index, act


@by_line
def acts_of_lines(_: Page, __: Block, m: Measures) -> str:
    """What a line's button does, or nothing."""
    if not 0 < m.words <= BUTTON_WORDS:
        return ""
    bare = _COUNT.sub("", m.folded.strip(" »›|·•↩")).strip(" :()")
    return button_words().get(bare, "") if bare else ("other" if m.folded.startswith("#") else "")


def _stamps(page: Page) -> Iterator[Finding]:
    """Lines that say when a question was asked or answered, with the name and the marks of honour under each.

    A topic's first lines too: who began it, by name, and when.
    """
    for index in _starters(page):
        if index + 2 < len(page.blocks) and page.measures[index + 2].folded.startswith("start date"):
            for one in range(index, index + 3):
                yield Finding(one, "who began a topic, and when")
    for index in _signed(page):
        yield Finding(index, "the name of a program that sent it")
    for index in _stamped(page):
        yield Finding(index, "when a question was asked or answered")
        for below in range(index + 1, min(index + 1 + UNDER_STAMP, len(page.blocks))):
            m = page.measures[below]
            if _HONOURS.fullmatch(m.folded):
                for one in range(index + 1, below + 1):
                    yield Finding(one, "under the hour of a question: a name and its marks of honour")
                break
            if m.words > BUTTON_WORDS or m.ends_sentence:
                break


@lines_where
def _starters(_: Page, __: Block, m: Measures) -> bool:
    return m.folded == "thread starter"


@lines_where
def _signed(_: Page, __: Block, m: Measures) -> bool:
    return 3 < m.words <= STAMP_WORDS and _SENT.fullmatch(m.folded) is not None


@lines_where
def _stamped(_: Page, __: Block, m: Measures) -> bool:
    return 3 < m.words <= STAMP_WORDS and _STAMP.fullmatch(m.folded) is not None


@lines_where
def _furniture(_: Page, __: Block, m: Measures) -> bool:
    """Whether a line is nothing but what a forum's software sets."""
    return 0 < m.words <= 12 and _FORUM.fullmatch(m.folded.strip(" »›|·")) is not None


RULES = (forum_furniture,)
