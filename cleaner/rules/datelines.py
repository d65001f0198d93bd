"""What an agency writes before its first sentence, with its own and its reporter's name, and behind the last (NOT)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS
from cleaner.rules.note_words import note_set
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE
from cleaner.types import Category

LINES = 4  # at a text's beginning, of which one has such an opening
TAIL = 40  # characters of a text's last line in which an agency's mark stands
# Each with the agency's name in group 1. A place and an agency alone ("LONDON (Reuters) -", 新华社河口5月3日电) are a
# sentence's own.
_OPENINGS = (
    # (서울=연합뉴스) 김하나 기자 =
    re.compile(
        r"[(\[][^()=＝\[\]]{1,24}[=＝]\s?([^()\[\]]{2,20})[)\]]\s*[가-힣]{2,4}(?:[·,]\s?[가-힣]{2,4}){0,4}\s?"
        r"(?:[가-힣]{1,4}기자|기자|특파원|통신원)\s?[=＝]\s*"
    ),
    # （中央社記者王明台北20日電）
    re.compile(r"[（(]([\u4e00-\u9fff]{2,4}社)[记記]者[^（）()]{2,30}[电電][)）]\s*"),
    # МОСКВА, 3 февраля. /ТАСС/.
    re.compile(r"[А-ЯЁЇІЄ][\w .-]{2,40}, \d{1,2} [а-яёіїє]{3,9}\.?(?: \d{4})?\.? ?/([\w -]{3,20})/\.?\s+"),
    # ANKARA (AA) -
    re.compile(r"[A-ZÇĞİÖŞÜ][A-ZÇĞİÖŞÜ /.,-]{2,40}\((AA|İHA|DHA|ANKA)\)\s?[-–—]\s?"),
    # بغداد/ واع /
    re.compile(r"[\u0621-\u064a]{2,15}(?: [\u0621-\u064a]{2,15})?\s?/\s?([\u0621-\u064a. ]{2,12}?)\s?/\s*"),
    # 【共同】
    re.compile(r"【([^【】]{2,12}?)(?:[＝=]?[\u4e00-\u9fff]{0,6})?】\s*"),
)
_SIGN = re.compile(r"[（(【\[]([^()（）\[\]【】]{2,24})[)）】\]](?: ?[^\W\d_]{2,4}){0,3}\.?$")
_ENDS = tuple('.!?。！？”»"“')
_LONE = re.compile(
    r"[A-Z][A-Za-z .'-]{1,40},.{0,40}?(?:/(?:pr)?newswire/|/cnw/|/einpresswire[^/]{0,6}/"
    r"|\((?:globe newswire|business wire|newsfile corp\.?|accesswire|marketwired)\))\s?(?:--?|–|—)?\s?$",
    re.IGNORECASE,
)


@rule(
    "NOT017",
    "agency-opening",
    Category.CREDITS,
    -3.4,
    modes=TEXT,
    fires=(
        Example("(해오름=연합뉴스) 김하나 기자 = 시의회가 월요일에 열렸다.\n아무것도 정하지 못했다.", on=("(해오름",)),
        Example("（中央社記者王明河口3日電）議會星期一開會。\n什麼也沒有決定。", on=("（中央社",)),
        Example("ОЗЁРСК, 3 мая. /ТАСС/. Совет собрался в понедельник.\nОн ничего не решил.", on=("ОЗЁРСК",)),
        Example("NEHİRKÖY (AA) - Meclis pazartesi toplandı.\nHiçbir karar alınmadı.", on=("NEHİRKÖY",)),
        Example("市議会は月曜日に開かれた。\n何も決まらなかった。【共同】", on=("何も",)),
        Example("HARBOUR CITY, Maine, May 4, 2022 /PRNewswire/ --\n" + ARTICLE, on=("HARBOUR",)),
        Example("Vijeće se sastalo.\nNitko nije ništa odlučio. (Hina) abc xyz", on=("Nitko",)),
    ),
    silent=(
        Example("LONDON (Reuters) - The council met on Monday.\n" + ARTICLE),
        Example("(서울=부산) 두 도시의 시의회가 월요일에 열렸다.\n아무것도 정하지 못했다."),
        Example("（二人の記者）市議会は月曜日に開かれた。\n何も決まらなかった。【了解】"),
        Example("Совет собрался 3 мая. /Так было записано/. Он ничего не решил.\nВсе ушли."),
        Example("新华社河口5月3日电（记者 王明）议会星期一开会。\n什么也没有决定。"),
        Example("NEHİRKÖY (AAA) - Meclis pazartesi toplandı.\nHiçbir karar alınmadı."),
        Example(ARTICLE + "The talks were held in Kiel. (Anna) and me"),
    ),
)  # fmt: skip
def agency_opening(page: Page) -> Iterator[Finding]:
    """Finds a place, an agency and its reporter before a text's first sentence, and an agency's mark behind its last.

    Why: they are a credit; only their characters go.
    Example: `(서울=연합뉴스) 김하나 기자 = `, `…。【共同】`
    Source: the openings of agencies in Korea, China, Taiwan, Japan, Russia, Turkey and Iraq
    """
    agencies = note_set("agencies")
    for block in page.blocks[:LINES]:
        if block.kind in FIXED_KINDS:
            continue
        text = block.text
        if _LONE.match(text):
            yield Finding(block.index, "a place, a date and a wire service")
        for opening in _OPENINGS if text[:1] > "z" or text[:1] in "([（【" or text[:2].isupper() else ():
            found = opening.match(text)
            if found is not None and found.end() < len(text) and found[1].strip().casefold() in agencies:
                yield Finding(block.index, f"an agency's opening: '{found[1].strip()}'", span=(0, found.end()))
                break
    for block in page.blocks[-LINES:]:
        text = block.text.rstrip()
        if block.kind in FIXED_KINDS or text[-1:] in _ENDS:
            continue
        start = max(0, len(text) - TAIL)
        found = _SIGN.search(text, start)
        if found is None or not text[: found.start()].rstrip().endswith(_ENDS):
            continue
        if found[1].casefold().strip() in agencies:
            yield Finding(block.index, f"an agency's mark: '{found[1]}'", span=(found.start(), len(block.text)))


RULES = (agency_opening,)
