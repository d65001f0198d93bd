"""Fields that are a text's own (FLD): of devices and settings, a program's answers, lists of dates and of contents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from cleaner.page.page import Page
from cleaner.page.shape import FIXED_KINDS, line_key, runs_where
from cleaner.rules.date_lines import date_like, is_plain_date
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.repeats import repeated_runs
from cleaner.rules.samples import ARTICLE, MAYOR
from cleaner.types import Block, Category

FIELDS, MEASURED = 3, 2  # fields in a row of a device's, and those of them that hold a measure
SETTINGS = 4  # lines in a row that set something
DATES = 3  # in a row
ENTRIES, ENTRY_WORDS = 2, 8  # of what a box or a parcel holds
LABEL_CHARS = 20  # of a heading over them

_FIELD = re.compile(r"[^\W\d_][^:：.!?]{1,30}?\s?[:：]\s?(?=\S)")
_MEASURE = re.compile(
    r"(?<![\w.])\d[\d.,]*(?:\s?[x×/–-]\s?\d[\d.,]*)*\s?"
    r"(?:MP|Mpx?|mm|cm|km|m|ml|cl|dl|l|g|kg|mg|lbs?|oz|in|inch(?:es)?|ft|Zoll|pouces|pollici|pulgadas|cali|cala|fps"
    r"|Hz|kHz|MHz|GHz|px|dpi|V|W|kW|kWh|A|mAh|Wh|Ah|dB|K/\d+p?|[KkP]\b(?=[/@ ,])|MB|GB|TB|kB|Mbit/s|bar|rpm|°C?|Ω|h|min"
    r"|kcal|kJ|[\"″”])(?![\w'’])"
    r"|(?<!\w)\d{1,4}p(?!\w)|(?<!\w)\d+\s?[x×]\s?\d+|(?<!\w)(?:JPE?G|RAW|DNG|HEI[FC]|TIFF|MP[34]|MOV|AVI|MKV|HEVC|AVCHD|WAV|AAC|FLAC)(?!\w)|(?<!\w)\dK(?!\w)"
    r"|(?<!\w)\d+(?:[.,]\d+)?\s?(?:МП|Мп|мм|см|км|м|г|кг|л|мл|В|Вт|Гц|ГБ|МБ|мА"
    r"|毫米|厘米|克|千克|英寸|万像素|ミリ|インチ|グラム|그램|인치)"
)  # fmt: skip
_PICTURE = re.compile(
    r"(?:videos?|vidéos?|vídeos?|filmy?|photos?|fotos?|bild(?:er)?|images?|imágenes|видео|фото|відео|影片|视频|動画|동영상|사진)\s?[:：]",
    re.IGNORECASE,
)
_AUTHORED = re.compile(
    r"(?:by|von|par|por|di|door|av|af|autor\w*|author|views?|shares?|likes?|reads?)\b", re.IGNORECASE
)
_SETTING = re.compile(r"(?:- )?[a-z_][a-z0-9_.-]{0,30}\s?(?:=\s?\S|:\s\S|:$)|\[[a-z][\w.-]{0,30}\]$")
_SECTION = re.compile(r"\[[a-z][\w.-]{0,30}\]$")
_FIGURES = re.compile(r"\d+")
_SET = re.compile(r"[a-z_][\w.-]{0,30}\s?=\s?\S")
_PROMPTS = (">>> ", "In [", "irb(", "node> ")
_BARE_PROMPTS = ("> ", "$ ", ">> ")
_NOTHING = frozenset(("undefined", "null", "nan", "none", "nil"))
_CONTENTS = frozenset({
    "contents", "content", "inhalt", "contenu", "contenido", "conteúdo", "contenuto", "inhoud", "innehåll", "indhold",
    "innhold", "zawartość", "obsah", "sisältö", "tartalom", "conținut", "содержание", "содержимое", "зміст", "вміст",
    "περιεχόμενα", "içindekiler", "içerik", "المحتويات", "תוכן", "nội dung", "isi", "内容", "내용물",
})  # fmt: skip


def _runs(page: Page, holds: Callable[[Block], bool], least: int) -> Iterator[list[int]]:
    """The runs of so many lines below each other of which each holds."""
    runs = runs_where(block.kind not in FIXED_KINDS and holds(block) for block in page.blocks)
    return (run for run in runs if len(run) >= least)


def _is_field(block: Block) -> bool:
    """Whether a line is a label and a value of something that may be measured, and no byline."""
    text = block.text
    return (
        len(text) <= 120
        and _FIELD.match(text) is not None
        and _AUTHORED.match(text) is None
        and not date_like(text.casefold())
    )


def _not_copied(page: Page, found: set[int]) -> list[int]:
    """These lines in order, without those of a run that stands twice."""
    return sorted(found.difference(repeated_runs(page))) if found else []


@rule(
    "FLD001", "device-field", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example(ARTICLE + "Photo: 24 MP\nVideo: 4K/30p\nAudio: stereo\n" + MAYOR, on=("Photo", "Video", "Audio")),
        Example(ARTICLE + "Foto: JPEG/RAW\nVideo: MP4/H.264\nGewicht: 390 g", on=("Foto", "Video", "Gewicht")),
        Example(ARTICLE + "Video: 4K/30p, 1080/60p\n" + MAYOR, on=("Video",)),
        Example(ARTICLE + "Фото: 24 Мп\nВес: 390 г\nЭкран: 3 дюйма", on=("Фото", "Вес", "Экран")),
        Example(ARTICLE + "Film: 35 mm\nImage: 6x7\nLens: 80 mm", on=("Film", "Image", "Lens")),
    ),
    silent=(
        Example(ARTICLE + "Photo: Anna Keller\nVideo: Tom Reed\nText: Mara Lind"),
        Example(ARTICLE + "Photo: AFP/Getty\nPublished: 3 May 2024\nBy: Anna Keller"),
        Example(ARTICLE + "Views: 3K\nShares: 2K\nLikes: 400"),
        Example(ARTICLE + "Photo: 3/12"),
        Example(ARTICLE + "Video: How the ferry sank in 40 seconds"),
    ),
)  # fmt: skip
def device_field(page: Page) -> Iterator[Finding]:
    """Finds fields of what is known of a device, a film or a lens: measures behind labels that captions have too.

    Why: `Photo:` and `Video:` head a caption on a site, and a row in a table of specifications that lost its lines.
    Example: `Video: 4K/30p`
    Source: own observation on reviews of cameras
    """
    told: set[int] = set()
    for run in _runs(page, _is_field, FIELDS):
        measured = [index for index in run if _MEASURE.search(page.blocks[index].text)]
        if len(measured) >= MEASURED:
            told.update(run)
    for block in page.blocks:
        label = _PICTURE.match(block.text) if len(block.text) <= 80 else None
        if label is not None and _MEASURE.match(block.text[label.end() :].lstrip()):
            told.add(block.index)
    for index in _not_copied(page, told):
        yield Finding(index, "a measure, or a field among measures", final=True)


@rule(
    "FLD002", "setting", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example(
            ARTICLE + "share:\nlabel: Share on Facebook\ncomments: Leave a comment\nrelated:\ntitle: Related Articles",
            on=("share:", "label:", "comments:", "related:", "title:"),
        ),
        Example(ARTICLE + "[extensions]\nallow = true\n" + MAYOR, on=("[extensions]",)),
    ),
    silent=(
        Example(ARTICLE + "tags: ferry, quay\nvia: the Argus"),
        Example(ARTICLE + "[gallery]\nThe council met."),
    ),
)  # fmt: skip
def setting(page: Page) -> Iterator[Finding]:
    """Finds lines of a file of settings: four in a row that set something in small letters, and a section's name.

    Why: what a theme or a program is told to say on its buttons is the subject of the text that shows it.
    Example: `label: Share on Facebook`, under `share:`
    Source: YAML, TOML and INI files in tutorials
    """
    told: set[int] = set()
    for run in _runs(page, lambda block: _SETTING.match(block.text) is not None, SETTINGS):
        if len({page.measures[index].fingerprint for index in run}) == len(run):
            told.update(run)
    for above, below in pairwise(page.blocks):
        if above.text[:1] == "[" and _SECTION.match(above.text) and _SET.match(below.text):
            told.add(above.index)
    for index in _not_copied(page, told):
        yield Finding(index, "one of the lines of a file of settings", final=True)


@rule(
    "FLD003", "answer-to-prompt", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example(ARTICLE + ">>> np.nan\nnan\n" + MAYOR, on=("nan",)),
        Example(ARTICLE + "> parseInt('x')\nNaN\n> boat\nundefined\n" + MAYOR, on=("NaN", "undefined")),
    ),
    silent=(Example(ARTICLE + "undefined\nnan"), Example(ARTICLE + "> He went home.\nShare")),
)  # fmt: skip
def answer_to_prompt(page: Page) -> Iterator[Finding]:
    """Finds what a program answers under a prompt.

    Why: its words for nothing look like the abbreviations of agencies and like what a template left.
    Example: `nan` under `>>> np.nan`
    Source: sessions of Python, Ruby and Node in tutorials
    """
    for above, below in pairwise(page.blocks):
        typed = above.text.startswith(_PROMPTS)
        if not (typed or above.text.startswith(_BARE_PROMPTS)):
            continue
        answer = below.text.strip().casefold() in _NOTHING
        if typed and (answer or page.measures[below.index].words <= 2):
            yield Finding(below.index, "under a prompt", final=True)
        elif answer and not typed:
            yield Finding(below.index, "a word for nothing under a prompt", final=True)


def _names_day(text: str) -> bool:
    """Whether a line is a date with its day: months and years alone are the archive of a blog."""
    figures = _FIGURES.findall(text)
    if not figures or text[-1] == ")" or not is_plain_date(text.casefold()):
        return False
    if len(figures) == 1:
        return len(figures[0]) <= 2 and any(map(str.isalpha, text))  # figures alone are counters and calendars
    return len(figures) > 2 or (
        len(figures) == 2 and any(map(str.isalpha, text)) and ("年" not in text or "日" in text)
    )


@rule(
    "FLD004", "listed-date", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example("Sitzungstermine\n12.03.2024\n09.04.2024\n14.05.2024\n" + ARTICLE, on=("12.03", "09.04", "14.05")),
        Example(ARTICLE + "12 March 2024\n9 April 2024\n14 May 2024", on=("12 March", "9 April", "14 May")),
    ),
    silent=(
        Example(ARTICLE + "12 March 2024\n12 March 2024\n12 March 2024"),
        Example("12.03.2024\n09.04.2024\n" + ARTICLE),
        Example(ARTICLE + "3 days ago\n5 days ago\n1 week ago"),
        Example(ARTICLE + "January 2026\nNovember 2025\nOctober 2025\nMay 2025"),
        Example(ARTICLE + "2024\n2023\n2022\n2021"),
        Example(ARTICLE + "Dec 12, 2025\n33\n25\n5"),
        Example(ARTICLE + "February 2026 (2)\nJanuary 2026 (1)\nNovember 2025 (2)"),
        Example(ARTICLE + "2026年2月\n2026年1月\n2025年11月"),
    ),
)  # fmt: skip
def listed_date(page: Page) -> Iterator[Finding]:
    """Finds three different dates or more on lines below each other, without labels and hours.

    Why: days on which something is held; a page has one date of its own, and those of other articles have headlines.
    Example: `12.03.2024` / `09.04.2024` / `14.05.2024`, under `Sitzungstermine`
    Source: the calendars of clubs, councils and schools
    """
    for run in _runs(page, lambda block: len(block.text) <= 30 and _names_day(block.text), DATES):
        dated = [index for index in run if any(map(str.isdigit, page.blocks[index].text))]
        if len({page.measures[index].folded for index in dated}) >= max(DATES, len(run)):
            for index in _not_copied(page, set(run)):
                yield Finding(index, f"one of {len(run)} dates in a row", final=True)


@rule(
    "FLD005", "what-it-holds", Category.MAIN_CONTENT, 4.0, modes=TEXT,
    fires=(
        Example(ARTICLE + "Contents\nTwo bandages\nA pair of scissors\nOne blanket", on=("Contents",)),
        Example(ARTICLE + "Inhalt\nZwei Verbände\nEine Schere", on=("Inhalt",)),
    ),
    silent=(
        Example(ARTICLE + "Contents\n1. The quay\n2. The ferry"),
        Example(ARTICLE + f"Contents\nThe quay\nThe ferry\nThe quay\n{MAYOR}\nThe ferry\n{MAYOR}"),
        Example(ARTICLE + f"Contents\n{MAYOR}"),
    ),
)  # fmt: skip
def what_it_holds(page: Page) -> Iterator[Finding]:
    """Finds the heading `Contents` over a list none of whose lines is the heading of a section below.

    Why: a box, a parcel or a medicine has contents, too.
    Example: `Contents` over `Two bandages` and `A pair of scissors`
    Source: own observation on catalogues and leaflets
    """
    for block in page.blocks:
        if block.index == 0 or len(block.text) > LABEL_CHARS or block.text.strip(" :").casefold() not in _CONTENTS:
            continue
        listed: list[int] = []
        for below in range(block.index + 1, len(page.blocks)):
            m = page.measures[below]
            if m.ends_sentence or m.words > ENTRY_WORDS or not page.blocks[below].text[:1].isalpha():
                break
            listed.append(below)
        keys = {line_key(page.measures[at].folded) for at in listed}
        later = {line_key(m.folded) for m in page.measures[block.index + 1 + len(listed) :] if m.words <= ENTRY_WORDS}
        if len(keys) >= ENTRIES and len(keys) == len(listed) and keys.isdisjoint(later):
            yield Finding(block.index, f"over {len(listed)} lines that head no section", final=True)


RULES = (device_field, setting, answer_to_prompt, listed_date, what_it_holds)
