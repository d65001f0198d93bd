"""Captions and credits without their picture (CAP), wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaner.measure import Measures, fold
from cleaner.page.page import Page, by_line, lines_where
from cleaner.page.shape import FIXED_KINDS, ends_open, extent, name_like
from cleaner.rules.note_words import notes
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import ARTICLE, MAYOR, MONDAY
from cleaner.types import Block, Category, Kind

CAPTION_WORDS, CREDITED_WORDS, CREDIT_WORDS = 40, 25, 10
HOUSED_WORDS = 3  # before a house's name in brackets
STROKE_WORDS = 4  # of a house's name behind a stroke whose left side is gone
_OPEN_STROKES = frozenset(("/ ", "| "))
UNMARKED_CHARS = 75  # at the end of a caption, in which its credit stands
GALLERY = 2  # so many numbered captions make a gallery
ABOVE = 3  # headings over a gallery
_PICTURE = (
    r"photos?|photographs?|pictures?|images?|pics?|illustrations?|graphics?|videos?|fotos?|bild(?:er)?|grafik"
    r"|imagen(?:es)?|imagens?|immagin[ei]|beeld|afbeelding|bilde|billede|kuva|zdjęci[ae]|fot|snímek|fotografie?"
    r"|imagin[ei]|kép|φωτογραφία|φωτό?|фото|снимок|рисунок|иллюстрация|світлина|fotoğraf|görsel|صورة|الصورة|تصوير"
    r"|عکس|عکاس|فوٹو|تصاویر|snimio|snimila|snimka|fotografija|slika|argazkia|argazkiak|imatge|снимк[аи]|foto/video|ფოტო|լուսանկար|படம்|ఫోటో|larawan|kuha|תמונה|צילום|फोटो|फ़ोटो|तस्वीर|ছবি|ภาพ|ภาพถ่าย|写真|撮影|画像|图片|图|사진|gambar|ilustrasi|ảnh|hình"
)
_LABEL = re.compile(
    rf"[\[(|▲△]?\s?(?:{_PICTURE})"
    r"(?:\s(?:source|caption|credits?|courtesy|by|of|via|from|legend|nachweis|quelle|zur meldung))?\.?\s?[,:：|＝=]",
    re.IGNORECASE,
)
_LABEL_ENDS = frozenset(",:：|＝=")
_PARTS = frozenset("/|©-–—")  # one of which parts a name from a house
_GALLERY = re.compile(
    rf"(?:{_PICTURE}|slide)\s?(?:no\.?\s?)?\d{{1,3}}\s?(?:of|von|de|di|van|av|af|z|из|з|/)\s?\d{{1,3}}\b", re.IGNORECASE
)
_END = re.compile(
    rf"[.!?…\s(\[|/–—-]\s?(?:{_PICTURE}|credits?|crédits?|courtesy)"
    r"(?:\s?(?:by|credit|courtesy))?\s?[:：/©]\s?"
    r"([^.:]{2,60})[)\].]?$",
    re.IGNORECASE,
)
FIELDS = 2  # others that stand beside a field
_FIELD = re.compile(r"[^:.!?]{2,30}:\s\S")
# A label and a name without a mark between, behind a caption's own sentence or in brackets.
_UNMARKED_END = re.compile(
    r"(?:(?<=[.!?…»”\"]) (?:Photos?|Photographs?|Fotos?|Bild|Beeld|Billede|Bilde|Kuva|Fotó|Fot\.|Imagen|Immagine|Φωτ\."
    r"|Фото|Zdjęcie|Snímek|Ilustração|Illustration|Grafik)"
    r"|\s?[(\[](?:photos?|fotos?|bild|beeld|kuva|fotó|fot\.|φωτ\.|фото|snímek|zdjęcie))"
    r" (?:by |von |par |de |di |av |af |door |da )?([^\W\d_][^.:,()\[\]]{2,50})[)\]]?\.?$",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"(?:[Ff]ot|[Φφ]ωτ|Phot?|Foto|Ph|Dok)\. ?(?=[^\W\d_])")
_AGENCY_END = re.compile(r"(?<=[.!?…»”\"]) ([A-ZÀ-Þ]{2,8})\s?[/-]\s?([^\W\d_][^.:/]{2,40})$")
_OWNED = re.compile(r"[ (\[]*[©ⓒⒸ]\s?[^\W\d_]")
_UNMARKED_SIGNS = frozenset('.!?…»”"([')  # one of which stands in what `_UNMARKED_END` finds, or right before it
_END_MARKS = frozenset(":：/©")  # one of which stands in what `_END` finds
_NAMED_END = re.compile(
    r"(?<=[.!?\"”] )\((?:[^\W\d_a-zà-ÿ][\w.'’-]+\s){1,3}[^\W\d_a-zà-ÿ][\w.'’-]+\s?[/|]\s?"
    r"[^\W\d_a-zà-ÿ][\w .'’-]{1,30}\)\.?$"
)
_HOUSE_END = re.compile(r"[^\W\d_]['’]?[.!?…]?[”\"»]? [(（]([^()（）]{2,30})[)）]\.?$")
_STANDS_FOR = re.compile(
    r"(?:representative|representational|illustrative|file|symbolic|stock|generic|archive)(?:\s\w+)?"
    r"\s(?:image|photo|picture|pic|photograph|footage)s?$"
    r"|(?:for )?(?:representation|representational)(?: (?:purposes?|only))+$"
    r"|(?:\w+\s){0,2}(?:image|photo|picture|pic)s?(?:\s\w+){0,3}\s(?:representation|illustration|representational)"
    r"(?:\s\w+){0,2}$"
    r"|symbol(?:bild|foto)|archiv(?:bild|foto)|photo d['’](?:illustration|archives)|image d['’]illustration"
    r"|foto (?:de )?(?:archivo|arquivo|d['’]archivio)|imagen (?:de archivo|ilustrativa|referencial)"
    r"|imagem (?:ilustrativa|de arquivo|meramente ilustrativa)|immagine di repertorio|foto di repertorio"
    r"|(?:archief|archivní|illustrační|ilustrační) ?(?:foto|beeld)|zdjęcie (?:ilustracyjne|poglądowe)"
    r"|arkiv(?:foto|bild|bilde)|illustrations(?:foto|bild)|иллюстративное фото|архивное фото|фото из архива"
    r"|фото носит иллюстративный|ілюстративне фото|архівне фото|temsili (?:fotoğraf|görsel)|arşiv"
    r"|φωτ(?:\.|ό|ογραφία) αρχείου"
    r"|صورة (?:أرشيفية|تعبيرية)|תמונה אילוסטרציה|אילוסטרציה|प्रतीकात्मक (?:तस्वीर|फोटो)|सांकेतिक (?:तस्वीर|फोटो)"
    r"|(?:foto )?ilustrasi|ảnh minh họa|资料图|資料圖|資料写真|イメージ(?:画像|写真)?|자료(?:사진| 사진)|ภาพประกอบ",
    re.IGNORECASE,
)
_HOUSES = frozenset(
    (
        "getty gettyimages istock shutterstock alamy unsplash pexels pixabay imago scanpix wikimedia adobestock "
        "depositphotos dreamstime freepik flickr wireimage filmmagic zuma eyevine backgrid polaris sipa contrasto "
        "lapresse cuartoscuro eurokinissi newscom picture-alliance magnum aflo zenger"
    ).split()
)


_NUMBER = re.compile(r"(\d{1,3})([.):])\s")


@lru_cache(maxsize=1)
def _agencies() -> frozenset[str]:
    return frozenset(notes("agencies")) | _HOUSES


@rule(
    "CAP001",
    "picture-credit",
    Category.CAPTION,
    -3.2,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\nNell Ashworth / AFP\n{MAYOR}", on=("Nell",)),
        Example(f"{MONDAY}\nThe reading room at midnight. Credit: Nell Ashworth\n{MAYOR}", on=("The reading",)),
        Example(f"{MONDAY}\nRepresentative image\n{MAYOR}", on=("Repres",)),
        Example(f"{MONDAY}\nThe deep end on Monday. (Ana Whitlock/Valley Argus)\n{MAYOR}", on=("The deep",)),
        Example(f"{MONDAY}\nNell Ashworth at the quay. Beeld Ana Whitlock\n{MAYOR}", on=("Nell",)),
        Example(f"{MONDAY}\nΦωτ. Άννα Κέλλερ\nⓒ Valley Radio\n{MAYOR}", on=("Φωτ", "ⓒ")),
        Example(f"{MONDAY}\nThe clockmaker in the tower (LaPresse)\n{MAYOR}", on=("The clock",)),
        Example(f"{MONDAY}\nImage source, Getty Images\n{MAYOR}", on=("Image",)),
        Example(f"/ Valley Radio\n{MONDAY}\n{MAYOR}", on=("/ Valley",)),
    ),
    silent=(
        Example(f"{MONDAY}\nThe photo was taken by a boy: nobody knew his name.\n{MAYOR}"),
        Example(f"{MONDAY}\nHe paid in credit: it was all he had.\n{MAYOR}"),
        Example(f"{MONDAY}\nHe could choose (bread/butter).\n{MAYOR}"),
        Example(f"{MONDAY}\nNobody came. Photo albums burned in the yard\n{MAYOR}"),
        Example(f"{MONDAY}\nEither / or\n{MAYOR}"),
        Example(f"{MONDAY}\nYou do not want a single-page application (SPA)\n{MAYOR}"),
        Example(f"3. Salt pan\n{MONDAY}\n4. Photograph of Wharf Road\n{MAYOR}"),
        Example(f"{MONDAY}\nSensor: 24 MP\nVideo: 4K/30p with no crop\nWeight: 390 g\n{MAYOR}"),
        Example(f"{MONDAY}\nError\n|    +-- TypeError\n|    +-- ValueError\n{MAYOR}"),
    ),
)
def picture_credit(page: Page) -> Iterator[Finding]:
    """Finds lines that say who took a picture or that it stands for another, and captions that end so.

    Why: the picture did not come along.
    Example: `Nell Ashworth / AFP`, `The reading room at midnight. Credit: Nell Ashworth`
    Source: the habits of newspapers; agencies from data/notes.toml
    """
    for index, evidence in enumerate(_credit_evidence(page)):
        own = evidence and (_is_numbered(page, index) or (evidence.startswith("the label") and _is_field(page, index)))
        if evidence and not own:
            yield Finding(index, evidence)


@by_line
def _credit_evidence(_: Page, block: Block, m: Measures) -> str:
    """How a line says who took a picture or what it stands for, or nothing."""
    text = block.text
    if not 0 < m.words <= CAPTION_WORDS or block.kind in FIXED_KINDS or m.prose:
        return ""
    if m.words <= CREDIT_WORDS and _STANDS_FOR.match(text.strip(" ()[].")):
        return "says that a picture stands for another"
    if m.words <= CREDIT_WORDS and not _PARTS.isdisjoint(text) and _is_name_and_agency(text):
        return "a name and an agency"
    if m.words <= CREDIT_WORDS + 2 and not _LABEL_ENDS.isdisjoint(text):
        hit = _LABEL.match(text)
        if hit is not None and _short_rest(text[hit.end() :]):
            return f"the label '{hit.group().strip()}'"
    if m.words > CREDITED_WORDS:
        return ""
    if text[-1] in ").）" and "(" in text and _NAMED_END.search(text):
        return "ends with a name and a house in brackets"
    housed = _HOUSE_END.search(text) if text[-1] in ").）" and m.words > HOUSED_WORDS else None
    if housed is not None and _is_picture_agency(housed.group(1)) and not _is_short_for(housed.group(1), text):
        return f"ends with a house of pictures in brackets: '{housed.group(1)}'"
    if m.words <= CREDIT_WORDS and not m.digit_share and _OWNED.match(text) and ends_open(text):
        return "the sign of who holds the rights, and a name"
    shortened = _SHORTENED.match(text) if m.words <= CREDIT_WORDS and "." in text else None
    if shortened is not None and _are_all_names(text[shortened.end() :].split("/")):
        return f"the label '{shortened.group().strip()}'"
    agency = _AGENCY_END.search(text) if "/" in text or "-" in text else None
    if agency is not None and fold(agency.group(1)) in _agencies() and name_like(agency.group(2)):
        return f"ends with an agency and a name: '{agency.group(1)}'"
    end = max(0, len(text) - UNMARKED_CHARS)
    unmarked = None if _UNMARKED_SIGNS.isdisjoint(text) else _UNMARKED_END.search(text, end)
    if unmarked is not None and _is_credit(unmarked.group(1)) and len(unmarked.group(1).split()) > 1:
        return f"ends with a credit: '{unmarked.group(1).strip()}'"
    hit = None if _END_MARKS.isdisjoint(text) else _END.search(text)
    if hit is not None and hit.start() > 0 and _is_credit(hit.group(1)):
        return f"ends with a credit: '{hit.group(1).strip()}'"
    return ""


def _is_short_for(short: str, text: str) -> bool:
    """Whether what stands in brackets is made of the first letters of the words before it."""
    firsts = "".join([word[0] for word in re.split(r"[\s-]+", fold(text)) if word])
    return short.isupper() and fold(short) in firsts


def _are_all_names(pieces: list[str]) -> bool:
    return len([piece for piece in pieces if name_like(piece.strip(" )"))]) == len(pieces)


def _is_numbered(page: Page, index: int) -> bool:
    """Whether a line is an entry of a text that counts its own: another one has the number before or behind its."""
    number = _NUMBER.match(page.blocks[index].text)
    if number is None:
        return False
    at = int(number.group(1))
    near = {f"{at - 1}{number.group(2)}", f"{at + 1}{number.group(2)}"}
    return any(block.text.startswith(one + " ") for block in page.blocks for one in near)


def _is_field(page: Page, index: int) -> bool:
    """Whether a line stands among others with a label and a value: what is known of a device, settings of a program."""
    text = page.blocks[index].text
    if name_like(text.partition(":")[2].strip()):
        return False
    near = range(max(0, index - FIELDS), min(len(page.blocks), index + FIELDS + 1))
    fields = [at for at in near if _FIELD.match(page.blocks[at].text)]
    run = [at for at in fields if all(between in fields for between in range(min(at, index), max(at, index) + 1))]
    return len({page.blocks[at].text.partition(":")[0] for at in run}) > FIELDS


def _is_credit(text: str) -> bool:
    """Whether what stands behind a credit's label is a name or a house."""
    first = re.split(r"[/|,(&]", text)[0].strip()
    return bool(first) and (name_like(first) or fold(first) in _agencies()) and len(first.split()) <= 4


def _short_rest(rest: str) -> bool:
    return not rest.strip() or (ends_open(rest) and len(rest.split()) <= CREDIT_WORDS)


def _is_name_and_agency(text: str) -> bool:
    """Whether a line is a name and an agency or a house of pictures, parted by a stroke, a bar or a dash."""
    pieces = [
        piece.strip(" ()[].©") for piece in re.split(r"\s?[/|]\s?|\s[-–—]\s|\s?©\s?", text) if piece.strip(" ()[].©")
    ]
    if text[:2] in _OPEN_STROKES and len(pieces) == 1 and "--" not in text:
        return len(pieces[0].split()) <= STROKE_WORDS and name_like(pieces[0])
    if not 1 < len(pieces) <= 4:
        return False
    known = [piece for piece in pieces if _is_picture_agency(piece)]
    return (
        bool(known)
        and len(known) < len(pieces) + 1
        and all(piece in known or name_like(piece) or _STANDS_FOR.match(piece) for piece in pieces)
    )


def _is_picture_agency(piece: str) -> bool:
    folded = fold(piece)
    return folded in _agencies() or any(word in _HOUSES for word in folded.split())


@rule(
    "CAP002",
    "gallery",
    Category.CAPTION,
    -3.4,
    modes=TEXT,
    fires=(
        Example(ARTICLE + "Photo 1 of 3: The quay.\nPhoto 2 of 3: The ferry in winter.", on=("Photo 1", "Photo 2")),
        Example("Image caption,\nThe bridge came to light in May\n" + ARTICLE, on=("The bridge",)),
    ),
    silent=(Example(ARTICLE + "Photo 1 of 3 was the best of them."),),
)  # fmt: skip
def gallery(page: Page) -> Iterator[Finding]:
    """Finds numbered captions of a gallery with the headings over them, and the line under a bare caption's label.

    Why: a gallery's pictures did not come along.
    Example: `Photo 1 of 4: The warden's marks run down the valley.`
    Source: own observation on broadcasters' pages
    """
    where = extent(page)
    numbered = _numbered(page)
    if len(numbered) >= GALLERY:
        for index in numbered:
            yield Finding(index, f"one of {len(numbered)} numbered captions")
        above = numbered[0] - 1
        while above > where.last >= 0 and above >= numbered[0] - ABOVE and ends_open(page.blocks[above].text):
            yield Finding(above, "over a gallery's captions", weight=-2.8)
            above -= 1
    for index in _bare_labels(page):
        below = index + 1
        if below < len(page.blocks) and _is_caption_like(page, below):
            yield Finding(below, "under a caption's label", weight=-2.8)


@lines_where
def _numbered(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line begins with a picture's number among others."""
    if not 0 < m.words <= CAPTION_WORDS or not m.digit_share or not block.text[:1].isalpha():
        return False
    hit = _GALLERY.match(block.text)
    return hit is not None and hit.end() < 25


@lines_where
def _bare_labels(_: Page, block: Block, m: Measures) -> bool:
    """Whether a line is a caption's label alone."""
    return 0 < m.words <= 3 and block.text.rstrip().endswith((",", ":")) and _LABEL.match(block.text) is not None


def _is_caption_like(page: Page, index: int) -> bool:
    m, block = page.measures[index], page.blocks[index]
    return 2 < m.words <= CAPTION_WORDS and not m.ends_sentence and block.kind in {Kind.LINE, Kind.PARAGRAPH}


RULES = (picture_credit, gallery)
