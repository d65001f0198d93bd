"""Reported speech: what somebody is told or said to have said is a sentence of the text, and no site's own."""

from __future__ import annotations

import re

from cleaner.measure import word_count

ANNOUNCED = 4  # words of a clause before a colon; fewer are a label
REACH = 90  # characters before a phrase in which the verb stands

# By language: verbs of speech in the past or the third person, and what opens the clause that they govern.
_SPEECH = (
    (
        "told|said|says|wrote|writes|promised|promises|claimed|claims|explained|added|warned|insisted|assured|reminded"
        "|remarked|announced|noted|complained|argued|learned|learnt",
        "that|how|why|what|whether|i|he|she|they|it",
    ),
    (
        "sagten?|sagt|schrieb|schreibt|versprach|verspricht|behauptete|erklärte|teilte|meinte|erzählte|versicherte"
        "|mahnte|warnte|hieß es",
        "dass|daß|ich|er|sie|man|ob|wie",
    ),
    (
        "disai(?:t|ent)|dit|écri(?:t|vait|vit)|promet(?:tait)?|promi[ts]|expliqu(?:e|ait|a)|assur(?:e|ait|a)"
        "|racont(?:e|ait|a)|répond(?:ait|it)?|affirm(?:e|ait|a)",
        "que|qu|comment|pourquoi",
    ),
    ("dijo|dijeron|decía|dice|escribió|prometió|prometía|explicó|aseguró|contó|respondió|afirmó", "que|cómo"),
    (
        "disse|dissero|diceva|dice|scrisse|scriveva|promise|prometteva|spiegò|assicurò|raccontò|rispose|ha detto"
        "|ha scritto",
        "che|come|perché",
    ),
    (
        "disse|disseram|dizia|diz|escreveu|prometeu|prometia|explicou|garantiu|contou|respondeu|afirmou",
        "que|como",
    ),
    (
        "zei|zeiden|zegt|schreef|beloofde|beweerde|vertelde|legde uit|verzekerde",
        "dat|of|hoe|waarom|ik|hij|ze",
    ),
    (
        "sa|sade|skrev|lovade|lovede|påstod|förklarade|forklarede|berättade|fortalte|forsikrede|svarade",
        "att|at|hur|hvordan|jag|jeg|han|hon|hun",
    ),
    (r"(?:powiedział|mówił|pisał|napisał|obiecał|obiecywał|twierdził|wyjaśnił|zapewnił|dodał)\w{0,3}", "że|iż|jak"),
    (r"(?:řekl|říkal|psal|napsal|sliboval|slíbil|tvrdil|vysvětlil|dodal)\w{0,2}", "že"),
    (
        r"(?:сказал|говорил|писал|написал|обещал|утверждал|объяснил|заверил|добавил|рассказал)\w{0,3}",
        "что|как",
    ),
    (r"(?:казав|сказав|сказала|йшлося|писав|писала|написав|обіцяв|обіцяла|пояснив|додав|розповів)\w{0,2}", "що|як"),
    (r"(?:mondta|írta|ígérte|állította|közölte|mesélte)\w{0,2}", "hogy"),
    ("a spus|spunea|a scris|scria|promitea|a promis|a explicat", "că|cum"),
    (
        "mengatakan|berkata|bilang|menjawab|menulis|menjelaskan|berjanji|bercerita|ujar|kata",
        "bahwa|kalau",
    ),
    ("nói|bảo|viết|hứa|trả lời|giải thích|kể|khẳng định", "rằng"),
    ("कहा|बताया|लिखा|पूछा|बोले|बोला|बोली|समझाया", "कि"),
    ("گفت|گفتند|نوشت|پرسید|توضیح داد|قول داد", "که"),
    ("قال|قالت|كتب|كتبت|وعد|أوضح|أجاب|أجابت|ذكر", "إن|إنه|إنها|أن|أنه|أنها"),
    ("είπε|έγραψε|έλεγε|έγραφε|υποσχέθηκε|εξήγησε", "ότι|πως"),
    (r"(?:sanoi|kirjoitti|lupasi|väitti|selitti|kertoi)\w{0,2}", "että|miten"),
)
_REPORTED = re.compile(
    "|".join(rf"(?<!\w)(?:{verbs})[ ,][^.!?;:]{{0,50}}?\b(?:{openers})\b" for verbs, openers in _SPEECH)
)
# Who says it stands behind what is said, or in it: "Always near, said the miller", "Our aim, the abbot wrote, was ...".
_INQUIT = re.compile(
    r"[,，、][”“\"'»]?\s?(?:[\w’'-]+\s){0,3}?(?:said|says|wrote|writes|reads|read|promised|added|explained|pointed out"
    r"|sagte|sagten|sagt|schrieb|meinte|fand|rief|erklärte|dit|disait|lançait|écri(?:t|vit|vait)|cria|expliqua|dijo|decía|dice"
    r"|escribió|gritó|explicó|disse|diceva|scrisse|gridò|spiegò|dizia|escreveu|gritou|explicou|zei|schreef|riep|vond|sa"
    r"|sade|sagde|skrev|ropade|råbte|ropte|sanoi|kirjoitti|huusi|powiedział\w?|mówił\w?|pisał\w?|napisał\w?|krzyknął"
    r"|řekl\w?|říkal\w?|psal\w?|napsal\w?|mondta|írta|kiáltotta|spuse|spunea|scria|zise|a spus|a scris|сказал\w?"
    r"|говорил\w?|писал\w?|крикнул\w?|казав|казала|говорив|говорила|сказав|писав|писала|каза|είπε|έλεγε|έγραψε|dedi"
    r"|diyordu|yazdı|قال|قالت|كتب|كتبت|گفت|نوشت|אמר|אמרה|כתב|כתבה|कहा|बोला|बोली|लिखा|kata|ujar|tulis|nói|viết)\b"
    r"|と(?:[^。]{0,12})(?:言った|書いた|語った|話した)|[说說]道?。?$|고 (?:했다|말했다|썼다|적었다)"
)
# Verbs of writing and saying over a colon, and what stands behind it is written: "Nobody writes: ...".
_WRITES = re.compile(
    r"\b(?:writes?|wrote|says?|said|reads?|schreibt|schreiben|schrieb|steht|stand|heißt|hieß|écri(?:t|vent|vit)|disai(?:t|ent)"
    r"|escriben?|escribió|dicen?|decía|scriv(?:e|ono)|scrisse|dice(?:va)?|escrevem?|escreveu|diz(?:ia)?|schrijft|schreef|staat"
    r"|stond|skriver|skrev|står|stod|pisz(?:e|ą)|napisał\w*|píš(?:e|í)|napsal\w*|пиш(?:ет|ут|е)|писал\w*|написан\w*|yazar|yazıyor\w*"
    r"|írja|írta|scrie|scria|kirjoittaa|kirjoitti)\b"
)
_CLAUSE = re.compile(r"[.!?:…]\s")
_GOVERNED = re.compile(r"[^.!?;:]{0,80}")  # words that may stand between the opener and a phrase


def is_reported(before: str) -> bool:
    """Whether these folded words before a phrase, of the same sentence, tell that somebody says it.

    >>> is_reported("eleven told me that i could "), is_reported("he said that it rained. ")
    (True, False)
    """
    near = before[-REACH:]
    found = _REPORTED.search(near)
    return found is not None and _GOVERNED.fullmatch(near, found.end()) is not None


def names_speaker(folded: str) -> bool:
    """Whether a folded line says whose words it holds, behind them or among them.

    >>> names_speaker("always with you, said the miller."), names_speaker("always with you, every day")
    (True, False)
    """
    return _INQUIT.search(folded) is not None


def is_announced(before: str) -> bool:
    """Whether these folded words before a phrase are a clause that a colon ends: the text quotes what somebody wrote.

    >>> is_announced("it rained. below it somebody has left: "), is_announced("photo: anna keller: ")
    (True, False)
    """
    near = before[-REACH:].rstrip(" \"'“„«‘")
    return near.endswith((":", "：")) and word_count(_CLAUSE.split(near[:-1])[-1]) >= ANNOUNCED


def tells_writing(folded: str) -> bool:
    """Whether some folded words hold a verb of writing or saying, of which a colon gives the words."""
    return _WRITES.search(folded) is not None


def tells_of_speech(folded: str) -> bool:
    """Whether a folded line tells what somebody says."""
    return _REPORTED.search(folded) is not None
