"""What a forum's software sets in the margin of a single post (FRU): its stamp, its member's facts, its buttons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS, extent, last_written, name_like, runs_where
from cleaner.rules.forums import acts_of_lines, facts_of_lines, words_of_forums
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.types import Block, Category
from cleaner.types.members import ITEM

WORDS, CHARS = 16, 120  # of such a line
FIELD_WORDS = 8  # of a fact beside a name
NAME_WORDS = 2  # of a member's name
PARAGRAPH = 8  # words of a line that is no verse
SIGNED = 2  # lines under a rule that a member has set under each post
SIGNATURE_WORDS = 16
_HOUR = re.compile(r"\d{1,2}[:.h]\d\d(?!\d)")
_DAY = re.compile(r"(?:19|20)\d\d|(?:13|14|25)\d\d(?!\d)|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|'\d\d")
_ARROW = re.compile(r"[^»]{2,40} » (?=.{6,40}$)")
_NUMBER = re.compile(r"(?:post )?#\s?\d{1,5}|\d{1,5}(?:楼|樓|번째 글)")
_RULE = re.compile(r"_{8,80}|-{8,80}|={8,80}")
_TICKED = re.compile(r"[✓✔☑✅]|^\W{0,2}[\[【(].{2,30}[\])】]$")
_NOTES = re.compile(r"[\d*†‡§¹²³\[(]")
_QUANTITY = re.compile(r"[^:：]{2,30}[:：]\s?[+-]?\d")
SURE = frozenset(("stamp", "codes", "edited"))
# Of these one in a row says that the others are a member's.
TELLING = frozenset(("stamp", "edited", "counted", "joined", "rank", "reply", "quote", "report", "number"))


@lru_cache(maxsize=8)
def _words(key: str) -> frozenset[str]:
    return frozenset(words_of_forums(key))


@lru_cache(maxsize=1)
def _posted() -> tuple[str, ...]:
    return tuple(words_of_forums("posted"))


@by_line
def _own_kinds(_: Page, block: Block, m: Measures) -> str:
    """What of a post's margin a line is by its words alone, facts and buttons aside; "" for most lines."""
    if not 0 < len(m.folded) <= CHARS or m.words > WORDS or block.kind in FIXED_KINDS or block.kind is ITEM:
        return ""
    folded = m.folded
    if folded[0] in "_-=" and _RULE.fullmatch(folded):
        return "line"
    if m.digit_share and _is_stamp(folded, m):
        return "stamp"
    bare = folded.strip(" .:!*[]()【】✓✔☑✅·•|")
    if m.words <= FIELD_WORDS:
        for kind in ("rank", "standing", "solved"):
            if bare in _words(kind):
                return kind
        if folded.replace("：", ":") in _words("codes"):
            return "codes"
        if _NUMBER.fullmatch(bare):
            return "number"
        label, colon, rest = folded.replace("：", ":").partition(":")
        if colon and rest.strip():
            if label.strip() in _words("field"):
                return "field"
            if label.strip() in _words("subject"):
                return "subject"
    return ""


def _is_stamp(folded: str, m: Measures) -> bool:
    """Whether a line says who wrote a post and when, to the minute."""
    if not (_HOUR.search(folded) and _DAY.search(folded)) or (m.ends_sentence and m.words > FIELD_WORDS):
        return folded.startswith(("※ 發信站", "※ 发信站", "※ 文章網址"))
    if _ARROW.match(folded):
        return True
    start = folded.lstrip("«([ ")
    if not start.startswith(_posted()):
        return False
    first = next(word for word in _posted() if start.startswith(word))
    rest = start[len(first) :].lstrip(" :：")
    # "By ten o'clock": a short word must be followed by the moment or a name and the moment, and by nothing else.
    return m.words <= SIGNATURE_WORDS and (len(first) > 3 or rest[:1].isdigit()) and not m.ends_sentence


def _kinds(page: Page) -> list[str]:
    """What each line is of the margin of a post, or ""."""
    acts, facts = acts_of_lines(page), facts_of_lines(page)
    return [fact or own or act for own, act, fact in zip(_own_kinds(page), acts, facts, strict=True)]


@rule(
    "FRU001",
    "post-margin",
    Category.COMMENTS,
    -3.2,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\nBeitrag von Seebär » Mo 12. Mär 2014, 10:41\n{MAYOR}", on=("Beitrag",)),
        Example(ARTICLE + "robolento\nNovato\nMensagens: 2\nCurtidas recebidas: 0", on=("robolento", "Novato", "Curt")),
        Example(ARTICLE + "Mesaje: 1.204\nÎnregistrat: 03 Mar 2007\nMașina: Logan 1.4", on=("Mesaje", "Mașina")),
        Example(ARTICLE + "Zgłoś", on=("Zgłoś",)),
        Example(ARTICLE + "Dołączył: 12 Mar 2009", on=("Dołączył",)),
        Example(f"{MONDAY}\n[ВИРІШЕНО]\n{MAYOR}", on=("[В",)),
        Example(f"{MONDAY}\nKod: Zaznacz cały\n{MAYOR}", on=("Kod",)),
        Example(ARTICLE + "_________________\nIf it holds, leave it.", on=("____", "If it")),
    ),
    silent=(
        Example(ARTICLE + "Report\nThe harbour wall\nReply"),
        Example(f"{MONDAY}\nReply\n{MAYOR}"),
        Example(f"{MONDAY}\nSolved\n{MAYOR}"),
        Example(ARTICLE + "Location: Goose Lane\nRegistered: 1904\nDepth: 12 m"),
        Example(ARTICLE + "Location: Goose Lane\nRegistered: 1904"),
        Example(ARTICLE + "Posted by the door at 10:41, the list of 2014 was wet."),
        Example(ARTICLE + "________________\n1 The ferry line of 1904."),
        Example(ARTICLE + "Moderator\nAnna Keller"),
    ),
)
def post_margin(page: Page) -> Iterator[Finding]:
    """Finds the stamp of a post, facts about its member below one another, and single buttons behind the text.

    Why: what members wrote is the text; who they are and what may be clicked is not.
    Example: `by oldsalt » 12 Mar 2014, 10:41`, `Novato` over `Mensagens: 2`
    Source: the templates of phpBB, vBulletin, XenForo, Discuz and PTT
    """
    kinds = _kinds(page)
    if not any(kinds):
        return
    yield from _signature(page, kinds)
    for index, kind in enumerate(kinds):
        if kind in SURE:
            yield Finding(index, f"of a post: {kind}")
        elif kind == "solved" and _TICKED.search(page.blocks[index].text):
            yield Finding(index, "a mark on a question that was answered")
    where, last = extent(page), last_written(page)
    for run in runs_where(kind not in {"", "line"} for kind in kinds):
        behind, before = run[0] > last, run[-1] < where.first
        told = {kinds[at] for at in run} & TELLING
        counts = [at for at in run if kinds[at] != "other"]
        enough = len(counts) > 1 or (behind and len(run) > 1)
        if enough and told and _is_members(page, run, kinds) and (behind or before or _is_between(page, run)):
            for at in run:
                yield Finding(at, f"one of {len(run)} lines in the margin of a post")
            if _is_name(page, run[0] - 1) and not kinds[run[0] - 1] and told & {"rank", "counted", "joined"}:
                yield Finding(run[0] - 1, "a name over facts about a member", weight=-2.6)
        elif behind and run[-1] == len(kinds) - 1 and run[0] and page.measures[run[0] - 1].ends_sentence:
            for at in counts:
                if _may_stand_alone(page, at, kinds[at]):
                    yield Finding(at, f"alone behind the text, of a post: {kinds[at]}", weight=-2.4)
        elif [kinds[at] for at in run] == ["joined"] and (before or _is_between(page, run)):
            for at in run if _may_stand_alone(page, run[0], "joined") else ():
                yield Finding(at, "since when somebody is a member")


def _is_members(page: Page, run: Sequence[int], kinds: Sequence[str]) -> bool:
    """Whether lines below one another can be nobody's but a member's: a house has a place and a year, too."""
    found = [kinds[at] for at in run]
    if not {"counted", "rank", "stamp", "edited", "quote", "report", "reply"}.isdisjoint(found):
        around = [at for at in (run[0] - 1, run[-1] + 1) if 0 <= at < len(page.blocks)]
        return not any(_QUANTITY.match(page.measures[at].folded) for at in around)
    dated = [at for at in run if kinds[at] == "joined"]
    if not dated:
        return "number" in found and "subject" in found
    return not all(_is_year_only(page.measures[at].folded) for at in dated) and _is_between(page, run, sides=1)


def _is_year_only(folded: str) -> bool:
    """Whether a fact tells a year and no day or month."""
    rest = folded.replace("：", ":").partition(":")[2].strip(" .")
    return rest.isdigit()


def _may_stand_alone(page: Page, index: int, kind: str) -> bool:
    """Whether a line behind the text needs no other beside it."""
    folded = page.measures[index].folded
    if kind == "counted":
        label = folded.replace("：", ":").partition(":")[0].strip()
        return label not in _words("doubtful")
    if kind == "joined":
        return not _is_year_only(folded)
    return kind in {"reply", "quote", "report", "rank", "solved"}


def _is_between(page: Page, run: Sequence[int], sides: int = 2) -> bool:
    """Whether paragraphs, and no verse or fields, stand over and under lines; the ends of a text count as such."""
    around = [at for at in (run[0] - 1, run[-1] + 1) if 0 <= at < len(page.blocks)]
    long = [page.measures[at].prose or page.measures[at].words >= PARAGRAPH for at in around]
    return sum(long) >= min(sides, len(around))


def _is_name(page: Page, index: int) -> bool:
    """Whether a line may be a member's name."""
    if index <= 0:
        return False
    m = page.measures[index]
    text = page.blocks[index].text
    if not 0 < m.words <= NAME_WORDS or text[-1] in ".:!?…。":
        return False
    return text[:1].islower() or "_" in text or any(map(str.isdigit, text)) or name_like(text)


def _signature(page: Page, kinds: Sequence[str]) -> Iterator[Finding]:
    """A line of underscores behind the text, and the one or two lines under it that stand under all posts of a member.

    Notes stand so, too, and begin with a figure or a mark.
    """
    last = len(kinds) - 1
    for index, kind in enumerate(kinds):
        if kind != "line" or page.blocks[index].text[0] != "_" or index == 0:
            continue
        below = [at for at in range(index + 1, last + 1) if not kinds[at]]
        if not 0 < len(below) <= SIGNED or not page.measures[index - 1].ends_sentence:
            continue
        short = all(page.measures[at].words <= SIGNATURE_WORDS for at in below)
        if short and not any(_NOTES.match(page.blocks[at].text) for at in below):
            for at in (index, *below):
                yield Finding(at, "a signature under a post", weight=-3.2)


RULES = (post_margin,)
