"""Lines that only boards and code sites write (LFT): a member's margin, buttons in a row, a file's bar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.forums import acts_of_lines, button_words, facts_of_lines
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.types import Block, Category

LINE_WORDS = 16  # of such a line
NEAR = 2  # lines from one thing of a post's margin to another
ROW = 2  # buttons that make a row in one line
_AGO = (
    r"(?:\d{1,3} ?(?:yr|mo|wk|day|hr|min|sec|year|month|week|hour|minute|second|[ymwdhs])s?\.? ago|just now"
    r"|vor \d{1,3} \w{3,8}|il y a \d{1,3} \w{1,8}|hace \d{1,3} \w{3,8}|há \d{1,3} \w{3,8}|\d{1,3} \w{3,8} fa"
    r"|\d{1,3} \w{3,8} geleden|för \d{1,3} \w{3,8} sedan"
    r"|\d{1,3} \w{3,9} temu|\d{1,3} \w{2,8} назад|\d{1,3} \w{2,8} önce)"
)
# The topics before and after.
_TOPIC = (
    r"(?:previous|next) (?:thread|topic)|(?:vorheriges|nächstes) thema|sujet (?:précédent|suivant)"
    r"|tema (?:anterior|siguiente)|discussione (?:precedente|successiva)|tópico (?:anterior|seguinte)"
    r"|(?:vorige|volgende) (?:topic|onderwerp)|(?:föregående|nästa) (?:ämne|tråd)|(?:forrige|næste|neste) (?:emne|tråd)"
    r"|(?:edellinen|seuraava) aihe|(?:poprzedni|następny) (?:temat|wątek)|(?:předchozí|následující|další) téma"
    r"|(?:előző|következő) téma|(?:предыдущая|следующая) тема|(?:попередня|наступна) тема|(?:önceki|sonraki) konu"
    r"|(?:上一|下一)(?:主题|主題|帖)"
)
_BOARD = re.compile(
    rf"(?:posted by |avatar of )?u/[\w-]{{3,24}}(?:\W.{{0,40}}{_AGO}.{{0,12}}| avatar| {_AGO}|,? \w{{0,12}})?$"
    rf"|(?:r/\w{{3,24}}(?: ?[·•] ?.{{2,40}})?|[\w.-]{{3,24}} ?[·•] ?{_AGO}(?: ?[·•] ?edited.{{0,24}})?)$"
    rf"|(?:submitted|posted) {_AGO} (?:by|\*) ?\S{{3,24}}(?: \(.{{1,20}}\))?$"
    r"|(?:upvote|vote|⬆|▲|🔼) ?[\d.]{1,6}k? ?(?:downvote|⬇|▼|🔽)?(?: \d{1,5} comments?)?$"
    r"|[\d.,]{1,7}k? points? by \S{2,24} \d{1,3} \w{3,7} ago\b.{0,60}$"
    r"|[\d.,]{1,7}k? (?:points?|karma|upvotes?)(?: ?[·•,|] ?| )(?:[\d.,]{1,6}k? comments?|\d{1,3} ?\w{1,7} ago).{0,20}$"
    r"|[\d,]{1,6} lines? \([\d,]{1,6} (?:sloc|loc)\)(?: ?[·•|]? ?[\d.]{1,6} ?[kmg]?b(?:ytes)?)?$"
    r"|(?:star|fork|watch|unwatch|unstar)(?:red|s|ed)? ?[\d.]{1,6}k?(?: (?:star|fork|watch)s? ?[\d.]{1,6}k?){1,2}$"
    r"|(?:raw|blame|history|edit|copy|download|preview|code|permalink|view on github|edit on github|open in colab)"
    r"(?: ?[|·•/]? ?(?:raw|blame|history|edit|copy|download|preview|code|permalink|view on github)){1,6}$"
    r"|(?:view|edit|open|improve|suggest edits?)(?: this (?:page|file|example))? (?:on|in)"
    r" (?:github|gitlab|bitbucket|codepen|jsfiddle|colab)$"
    r"|[\w-]{2,30} (?:commented|opened this issue|closed this|mentioned this issue|pushed a commit|added a commit"
    r"|added the \w{2,20} label|self-assigned this|referenced this issue)\b.{0,40}$"
    r"|(?:[\d,]{1,7} )?(?:\d{1,3} (?:gold|silver|bronze) badges? ?(?:and )?){1,3}$"
    r"|\d{1,4} ?[:.] ?[^:]{1,24} ?: ?\d{4}/\d\d/\d\d\([^()]{1,3}\) ?\d\d:\d\d(?::\d\d)?(?:\.\d{1,3})?(?: id:\S{3,14})?$"
    r"|\d{1,4} ?[:：]? ?名前 ?[:：].{1,40}投稿日 ?[:：] ?\d{4}/.{5,60}$|előzmény: .{2,40} \(\d{1,5}\)?$"
    r"|post #\d{1,5} of \d{1,5}$|results \d{1,5} to \d{1,5} of \d{1,6}$|quick navigation .{2,40} top$"
    r"|posted by \S{2,24} at \d{1,2}:\d\d [ap]m on \w{3,9} \d{1,2}\b.{0,50}$"
    rf"|(?:{_TOPIC})(?:\s?[|·•/]\s?(?:{_TOPIC}))?$"
    r"|(?:likes|liked by): \S{2,24}(?:, \S{2,24}){0,6} and \d{1,4} others?$"
    r"|(?:reactions|reaktionen|réactions|reacciones|reazioni|reações|reacties|reakcje|reakce|реакции): "
    r"\S{2,24}(?:, \S{2,24}){0,6} (?:and|und|et|y|e|en|i|a|и) (?:\d{1,3} \w{3,9}|\S{2,24})$"
    r"|>>\d{1,5}$|(?:level|ebene|niveau|nivel|livello|poziom) \d$"
    r"|(?:click|double-click|tap) to expand\.{0,3}$"
)
_COPY = re.compile(
    r"(?:copy (?:code|snippet|to clipboard|command)|copied!?|code kopieren|in die zwischenablage kopieren"
    r"|copier le code"
    r"|copiar (?:el )?código|copia (?:il )?codice|copiar (?:o )?código|code kopiëren|kopiera kod(?:en)?"
    r"|kopiér kode(?:n)?"
    r"|kopier kode(?:n)?|kopioi koodi|skopiuj kod|kopiuj kod|(?:z)?kopírovat kód|kopírovať kód|copiază codul"
    r"|kód másolása"
    r"|(?:с)?копировать код|(?:с)?копіювати код|копирай кода|αντιγραφή κώδικα|kodu kopyala|نسخ الكود|نسخ الشيفرة"
    r"|کپی کد|העתק קוד|कोड कॉपी करें|salin kode|sao chép mã|คัดลอกโค้ด|コードをコピー|复制代码|複製程式碼|複製代碼"
    r"|코드 복사"
    r"|copia el codi)$"
)
_SPLIT = re.compile(r"\s?[|·•,/]\s?")


@rule(
    "LFT010",
    "board-line",
    Category.COMMENTS,
    -3.0,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\nu/ferryfan92 · 3 hr. ago\n{MAYOR}", on=("u/ferry",)),
        Example(f"{MONDAY}\nReply Share Report Save Follow\n{MAYOR}", on=("Reply",)),
        Example(f"{MONDAY}\nCode kopieren\n{MAYOR}", on=("Code",)),
        Example(ARTICLE + "Odpowiedz z cytatem\nPostów: 644", on=("Odpowiedz", "Postów")),
        Example(f"{MONDAY}\n12 ：名無し：2024/11/09(月) 21:14:03 ID:kP3xYz0\n{MAYOR}", on=("12",)),
        Example(f"{MONDAY}\nPost #14 of 212\nSujet précédent | Sujet suivant\n{MAYOR}", on=("Post", "Sujet")),
        Example(f"{MONDAY}\n156 lines (120 sloc) 4.2 KB\nRaw Blame History\n{MAYOR}", on=("156", "Raw")),
    ),
    silent=(
        Example(f"{MONDAY}\nReply\n{MAYOR}"),
        Example(f"{MONDAY}\nShare and report\n{MAYOR}"),
        Example(f"{MONDAY}\nRaw\n{MAYOR}"),
        Example(f"{MONDAY}\nPost #14 was the last of the fence\nLikes: rain, mud and geese\n{MAYOR}"),
        Example(f"{MONDAY}\nPosts: 12\n{MAYOR}"),
        Example(f"{MONDAY}\nCopy the code from the back of the card.\n{MAYOR}"),
        Example(f"{MONDAY}\nShe posted it two hours ago\n{MAYOR}"),
    ),
)
def board_line(page: Page) -> Iterator[Finding]:
    """Finds lines that boards, question sites and code sites write: who posted when, votes, buttons in a row.

    Why: what members wrote is the text; who they are and what may be clicked is not.
    Example: `u/ferryfan92 · 3 hr. ago`, `Odpowiedz z cytatem`, `Raw Blame History`
    Source: the templates of Reddit, GitHub, Stack Overflow, phpBB, vBulletin and XenForo
    """
    sure = [index for index, evidence in enumerate(_board_lines(page)) if evidence]
    for index in sure:
        yield Finding(index, _board_lines(page)[index])
    acts, facts = acts_of_lines(page), facts_of_lines(page)
    margin = {index for index, act in enumerate(acts) if (act and act != "other") or facts[index]}
    known = set(sure)
    for index in range(len(page.blocks)):
        if index in known or not (acts[index] or facts[index]):
            continue
        near = range(max(0, index - NEAR), min(len(page.blocks), index + NEAR + 1))
        beside = [at for at in near if at != index and (at in known or (facts[index] and at in margin and acts[at]))]
        if beside:
            yield Finding(index, "beside what a board writes about a post")


@by_line
def _board_lines(_: Page, block: Block, m: Measures) -> str:
    """How a line is a board's or a code site's own, or nothing."""
    if len(m.folded) > 120 or m.words > LINE_WORDS or block.kind in FIXED_KINDS or not m.folded:
        return ""
    bare = m.folded.strip(" «»‹›|·•↩[]()")
    if _COPY.match(bare.rstrip(".!")):
        return "the button that copies code"
    if _BOARD.match(bare):
        return "what a board or a code site writes"
    act = button_words().get(bare, "")
    if act == "quote" and m.words > 1:
        return "the button that quotes a post"
    return "buttons in a row" if m.words > 1 and _is_row(bare) else ""


def _is_row(bare: str) -> bool:
    """Whether a line is buttons of a post one after the other, of which one replies, quotes or reports."""
    acts: list[str] = []
    for piece in _SPLIT.split(bare):
        words = piece.split()
        at = 0
        while at < len(words):
            for size in (3, 2, 1):
                act = button_words().get(" ".join(words[at : at + size]), "")
                if act:
                    acts.append(act)
                    at += size
                    break
            else:
                if not words[at].isdigit():
                    return False
                at += 1
    telling = {act for act in acts if act != "other"}
    return (len(acts) > ROW and bool(telling)) or len(telling) >= ROW


RULES = (board_line,)
