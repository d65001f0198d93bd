"""Captions by their frame (CAP): how those in a picture stand, that they are in it, whence it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from cleaner.measure import Measures
from cleaner.page.page import Page, by_line
from cleaner.page.shape import FIXED_KINDS, capitalised_share, ends_open, name_like
from cleaner.rules.credit_words import credit_set, one_of
from cleaner.rules.note_words import BRACKETS, written_from
from cleaner.rules.registry import TEXT, Example, Finding, rule
from cleaner.rules.samples import MAYOR, MONDAY
from cleaner.types import Block, Category

CAPTION_WORDS, SHOWN_WORDS, CREDIT_WORDS = 40, 25, 10
LENT_CHARS, SOURCE_WORDS = 70, 6  # of lines that say who lent a picture, or what kind it is
ENTRIES = 6  # lines that say what is pictured, in a text that goes from picture to picture
_PICTURED_LABEL = ("pictured:", "pictured here:", "im bild:", "nella foto:", "na foto:", "en la foto:", "на фото:")
NAMED = 0.6  # share of capitals where names follow
_NAMES = re.compile(r"[,;、，]|\s(?:and|und|et|y|e|en|och|og|ja|i|a|și|és|и|та|και|ve|dan|và|ו|و|और|และ)\s|\sו")
_UPPER = "A-ZÀ-Þ\u0400-\u042f"
_SIDES = (
    r"left|right|centre|center|far left|far right|l|r|l\.|r\.|li\.|re\.|links|rechts|à gauche|à droite|izq\.?|izda\.?"
    r"|dcha\.?|der\.|izquierda|derecha|a sinistra|a destra|sinistra|destra|esq\.?|dir\.|à esquerda|à direita|t\.v\."
    r"|t\.h\.|vänster|höger|venstre|højre|høyre|vas\.|oik\.|z lewej|z prawej|vlevo|vpravo|слева|справа|зліва|праворуч"
    r"|pictured|im bild|nella foto|na foto|en la foto|na zdjęciu|на фото|kuvassa|på bilden|på billedet|på bildet"
)
_SIDE = re.compile(rf"[{_UPPER}][^\s()]{{1,20}} [{_UPPER}][^\s()]{{1,20}},? \((?:{_SIDES})\)")
_PICTURED = re.compile(r", (?:pictured|seen here|shown here|photographed|im bild|hier im bild|ici|aquí|qui)\b(?! by)")
_CAPITALS = "A-ZÀ-ÞŚŻŹĆŁŃŠČŽ"
_SHOUTED = re.compile(
    rf"[a-zà-ÿ][.!…»”\"]{{1,2}} (?:[{_CAPITALS}][{_CAPITALS}'’.-]+ ){{1,3}}[{_CAPITALS}'’.-]{{2,}}"
    r"(?: ?[/(] ?[A-Z][\w .]{1,20}\)?)?$"
)
_OWNED_END = re.compile(r"[.!?…»”\"] [©Ⓒⓒ]\s?[^\W\d_][^.!?]{1,40}$")
_BARE_LABEL = re.compile(
    r"(?:Photos?|Fotos?|Foto di|Fotografía de|Fotografia di|Fotografia de|Bild|Beeld|Kuva|Fotó|Zdjęcie|Снимка"
    r"|Φωτογραφία|Фото|Credits?|Crédits?|Snimio|Snimila|Foto oleh|Gambar oleh|Kuha ni|Larawan ni|Argazkia"
    r"|Fotografija)"
    r" (?:de |di |von |av |af |por |par )?(?=[A-ZÀ-Þ\u0370-\u042f])"
)
_SHOT = re.compile(
    r"(?:[^\s。]{2,8}(?:记者|記者))?[（(]?[^\s。（）()]{2,8}\s?(?:摄|攝|撮影)[）)]?$|[=＝].{2,30}撮影$|撮影[・/／=＝:：].{2,12}$"
)
_LENT_DENSE = re.compile(
    r"[（(]?(?:图片?|写真|照片|사진)?[由=＝:：]?[^\s。（）()]{2,10}\s?(?:供图|供圖|提供|供稿|供图片|제공)[）)]?$"
)
_SHOWS = re.compile(
    r"(?:图为|圖為|图中|图示|写真は|写真＝)[^。]{2,40}。?$|[^。]{2,40}。?[（(][^（）()。]{2,8}(?:摄|攝|撮影)[）)]$"
)
_LOUD_END = re.compile(
    rf"(?:[.!?»”\"] (?:PHOTOS?|FOTOS?|BILD|BEELD|KUVA|ARGAZKIA|IMAGEN|IMAGE)\b:? ?[^a-zà-ÿ]{{4,60}}"
    rf"|[a-zà-ÿ0-9] (?:[{_CAPITALS}]{{2,20}} ){{1,2}}[{_CAPITALS}]{{2,20}}/[{_CAPITALS}]{{2,10}})$"
)
_CODE = re.compile(r"(?:[A-ZÀ-Þ][^\W\d_]+ ){1,2}[A-ZÀ-Þ][^\W\d_]+/[A-Z][A-Z0-9]{1,5}$")
_ARTICLES = frozenset("the la le les el los las il lo der die das dem de het den det".split())
_END_SIDES = (
    "left", "right", "far left", "far right", "links", "rechts", "à gauche", "à droite", "a la izquierda",
    "a la derecha",
    "a sinistra", "a destra", "à esquerda", "à direita", "till vänster", "till höger", "til venstre", "til højre",
    "til høyre", "vasemmalla", "oikealla", "po lewej", "po prawej", "z lewej", "z prawej", "vlevo", "vpravo", "слева",
    "справа", "зліва", "праворуч", "αριστερά", "δεξιά", "solda", "sağda", "kiri", "kanan", "bal oldalon", "stânga",
    "dreapta",
)  # fmt: skip
_STROKE = re.compile(r"(?:[A-ZÀ-Þ][^\W\d_]+ ){1,2}[A-ZÀ-Þ][^\W\d_]+/((?:[A-ZÀ-Þ][^\W\d_]+ ?){1,3})$")
# What tells the name of a paper or a station from another word for the same thing ("Career Transition/Outplacement").
_PAPER = re.compile(
    r"(?i:news|press|post|times|herald|tribune|gazette|journal|chronicle|magazine|argus|star|sun|mail|media|radio|today"
    r"|observer|guardian|courier|register|examiner|sentinel|dispatch|globe|mirror|record|review|weekly|daily|zeitung"
    r"|blatt|presse|diario|jornal|giornale|corriere|gazeta|krant|avis|tidning\w*|\w*press|\w*zeitung|\w*blatt)(?!\w)"
    r"|[A-ZÀ-Þ]{2,} [A-ZÀ-Þ]|[^\W\d_]+ [A-ZÀ-Þ]{2,}(?!\w)"
)
_AGENCY_FIRST = re.compile(r"(?:AP|REUTERS|AFP|EFE|EPA|PA|ANSA|PAP|TT|NTB) (?:Photo|Foto|Images?)? ?/ ?[A-Z]")


@rule(
    "CAP003",
    "caption-frame",
    Category.CAPTION,
    -3.0,
    modes=TEXT,
    fires=(
        Example(f"{MONDAY}\n(L-R) Nell Ashworth, Tom Birch and Ruth Mellor at the opening.\n{MAYOR}", on=("(L-R)",)),
        Example(f"{MONDAY}\nNella foto: Carla Neri con la sua squadra\n{MAYOR}", on=("Nella",)),
        Example(f"{MONDAY}\nNell Ashworth, pictured in 2019, ran the ferry\n{MAYOR}", on=("Nell",)),
        Example(f"{MONDAY}\nFile picture: the old quay\n{MAYOR}", on=("File",)),
        Example(f"{MONDAY}\n(Supplied: Jo Pell)\n{MAYOR}", on=("(Supplied",)),
        Example(f"{MONDAY}\nCedida por la familia\nSubmitted photo\nFoto dal web\n{MAYOR}", on=("Ced", "Sub", "Foto")),
        Example(f"{MONDAY}\nThe landing on Goose Island. PHOTO ARCHIVES THE SUN, ANA PELL\n{MAYOR}", on=("The land",)),
        Example(f"{MONDAY}\nMayor Nell Ashworth, left\n受访者供图\n{MAYOR}", on=("Mayor", "受访")),
        Example(f"{MONDAY}\nNell Ashworth/Valley Argus\n{MAYOR}", on=("Nell",)),
        Example(f"{MONDAY}\nPictured: Nell Ashworth at the quay\n{MAYOR}", on=("Pictured",)),
        Example(f"{MONDAY}\nEl viejo muelle con marea baja. PEDRO SANZ\n{MAYOR}", on=("El viejo",)),
    ),
    silent=(
        Example(f"{MONDAY}\nFrom left to right the road runs uphill.\n{MAYOR}"),
        Example(f"{MONDAY}\nFrom the left came Tom Birch with a dog.\n{MAYOR}"),
        Example(f"{MONDAY}\nPictured on the coin is a ship with three masts.\n{MAYOR}"),
        Example(f"{MONDAY}\nIn the photo he wears a hat that nobody knew.\n{MAYOR}"),
        Example(f"{MONDAY}\nCourtesy of the house\n{MAYOR}"),
        Example(f"{MONDAY}\nPhoto albums\n{MAYOR}"),
        Example(f"{MONDAY}\nThe party moved to the left, left\nSupplied by sea\nPhoto\nThe family photo\n{MAYOR}"),
        Example(f"{MONDAY}\nHarbour Cafe/Cafeteria\n{MAYOR}"),
        Example(f"{MONDAY}\nCareer Transition/Outplacement\n{MAYOR}"),
        Example(f"{MONDAY}\nWill we get time to row? HARBOUR CLUB VS. FERRY\n{MAYOR}"),
        Example(
            f"{MONDAY}\n"
            + "\n".join(f"Pictured: Harbour {name}" for name in ("Dawn", "Dusk", "Noon", "Night", "Fog", "Rain"))
            + f"\n{MAYOR}"
        ),
        Example(f"{MONDAY}\n9. HARBOUR LAMP MK II\nHarbour Lamp K4/K6\n{MAYOR}"),
    ),
)
def caption_frame(page: Page) -> Iterator[Finding]:
    """Finds captions by what only a caption says: who stands where in the picture, that it is an old one, who lent it.

    Why: the picture did not come along.
    Example: `Od lewej: Ewa Bąk, Jan Lis i Ola Wilk`
    Source: the habits of newspapers in many languages; data/credits.toml
    """
    found = [(index, evidence) for index, evidence in enumerate(_frames(page)) if evidence]
    shown = {index for index, _ in found if page.measures[index].folded.startswith(_PICTURED_LABEL)}
    entries = len({page.measures[index].fingerprint for index in shown}) >= ENTRIES
    for index, evidence in found:
        if not (entries and index in shown):
            yield Finding(index, evidence)


@by_line
def _frames(page: Page, block: Block, m: Measures) -> str:
    """By what a line is a caption, or nothing."""
    if not 0 < m.words <= CAPTION_WORDS or block.kind in FIXED_KINDS or m.prose:
        return ""
    text, bare = block.text.strip(), m.folded.lstrip(BRACKETS + "※*▲△")
    if m.words <= CREDIT_WORDS and (
        bare.strip(BRACKETS) in credit_set("stands-for") and (" " in bare.strip() or bare > "\u3000")
    ):
        return "what the picture stands for"
    order = one_of("order").match(bare)
    if order is not None and _are_names(text, bare, order.end()):
        return f"how those in the picture stand: '{order.group()}'"
    if len(text) <= LENT_CHARS and ends_open(text) and one_of("lent-surely").match(bare) is not None:
        return "who lent the picture"
    if m.words <= SOURCE_WORDS and _is_picture_and_source(m.folded):
        return "a picture, and where it is from"
    colon = bare.find(":")
    label = bare[:colon].strip(BRACKETS) if 0 < colon <= 40 else ""
    if label in credit_set("caption-label") and bare[colon + 1 :].strip():
        return f"the label of a caption: '{label}'"
    shown = one_of("shown").match(bare) if m.words <= SHOWN_WORDS else None
    if shown is not None and _is_shown(text, bare, shown.end()):
        return f"'{shown.group()}' and who is in it"
    lent = one_of("lent-by").match(bare) if m.words <= CREDIT_WORDS and (text[0] in "([（" or ":" in bare) else None
    if lent is not None:
        rest = written_from(text, bare, lent.end()).strip(BRACKETS + "@")
        if rest and name_like(rest):
            return f"'{lent.group()}' and who lent the picture"
    return _by_marks(page, text, m)


def _is_picture_and_source(folded: str) -> bool:
    """Whether a line is nothing but a word for a picture and words for where pictures come from."""
    tokens = folded.strip(BRACKETS + ".").replace("’", "'").split()
    pictures = [one for one in tokens if one in credit_set("picture-words")]
    if len(tokens) == 1:
        return bool(tokens) and tokens[0] in credit_set("kinds-of-picture")
    if not pictures or len(pictures) == len(tokens) or tokens[0] in _ARTICLES:
        return False
    said = [one for one in tokens if one in pictures or one in credit_set("picture-sources")]
    return len(said) == len(tokens)


def _names_somebody(text: str) -> bool:
    """Whether two capitalised words stand side by side in a line, its first word aside."""
    words = text.split()[1:]
    named = [one for one, two in pairwise(words) if one[:1].isupper() and two[:1].isupper()]
    return bool(named)


def _are_names(text: str, bare: str, end: int) -> bool:
    """Whether names in a row follow from a place of a folded line on."""
    rest = written_from(text, bare, end).strip(BRACKETS + ",)、，")
    if not rest or len(_NAMES.split(rest)) < 2:
        return False
    if rest.lower() == rest.upper():
        return True
    return capitalised_share(" ".join(rest.split()[:2])) == 1.0 and (not rest.endswith(".") or rest.count(",") > 0)


def _is_shown(text: str, bare: str, end: int) -> bool:
    """Whether a colon or a name follows the words for "in the picture", and no sentence."""
    rest = written_from(text, bare, end)
    told = rest.strip(BRACKETS + ",")
    if not told:
        return False
    if rest.lstrip()[:1] in ":：":
        return True
    if not ends_open(text) or told.lower() == told.upper():
        return False
    return (
        capitalised_share(" ".join(told.split()[:2])) == 1.0
        and len(told.split()) > 1
        and capitalised_share(told) >= NAMED
    )


def _by_marks(page: Page, text: str, m: Measures) -> str:
    """By which mark of a caption's, not its first words, a line is one, or nothing."""
    if m.words <= SHOWN_WORDS and ends_open(text):
        if _SIDE.search(text):
            return "on which side of the picture somebody stands"
        comma = m.folded.rfind(", ")
        if comma > 0 and m.folded[comma + 2 :] in _END_SIDES and _names_somebody(text):
            return "on which side of the picture somebody stands"
        if _PICTURED.search(text):
            return "says that somebody is in the picture"
        if m.words > CREDIT_WORDS // 3 and (_SHOUTED.search(text) or _LOUD_END.search(text) or _OWNED_END.search(text)):
            return "ends with whose picture it is"
    if m.words > CREDIT_WORDS + 2:
        return ""
    if page.language != "en" and (label := _BARE_LABEL.match(text)) is not None:
        rest = text[label.end() :].split(",", maxsplit=1)[0].strip(BRACKETS)
        if 1 < len(rest.split()) <= 4 and name_like(rest) and ends_open(text):
            return f"the label '{label.group().strip()}' and a name"
    if not text.isascii() and (_LENT_DENSE.match(text) or _SHOT.match(text) or _SHOWS.match(text)):
        return "who took the picture, or what it shows"
    stroke = _STROKE.match(text) if "/" in text else None
    if stroke is not None and _PAPER.search(stroke.group(1)):
        return "a name and a paper"
    return "a name and a paper" if _CODE.match(text) or _AGENCY_FIRST.match(text) else ""


RULES = (caption_frame,)
