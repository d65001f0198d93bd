"""Lists, tables and code that stand where residue stands: they stay; the residue beside them goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pytest

from cleaner import clean_text
from cleaner.model.lines.line_purpose import Table
from cleaner.model.lines.model import LineModel, LineOdds, shipped_line_model
from cleaner.page.page import Page, build_page
from cleaner.page.shape import is_list
from cleaner.segment import text
from cleaner.types import Mode
from cleaner.voters import line_model

PARAGRAPHS = {
    "en": [
        "The council met on Tuesday to discuss the old harbour, and many of the people who live in the streets behind "
        "it came to hear what would become of the place.",
        "The mayor said that the plans would be shown in the library until the end of the month, and that nobody would "
        "have to move before the spring.",
        "A second meeting will be held in March, when the architects have counted the cost of the quay walls and the "
        "state of the warehouses is known to all of them.",
    ],
    "de": [
        "Der Rat kam am Dienstag zusammen, um über den alten Hafen zu sprechen, und viele, die in den Straßen "
        "dahinter wohnen, kamen und wollten hören, was aus dem Platz wird.",
        "Die Bürgermeisterin sagte, dass die Pläne bis zum Ende des Monats in der Bücherei gezeigt werden und dass "
        "niemand vor dem Frühling ausziehen muss, der das nicht will.",
        "Eine zweite Sitzung ist für den März geplant, wenn die Architekten die Kosten der Mauern kennen und man weiß, "
        "wie es um die Lagerhäuser steht, die an dem Kai liegen.",
    ],
    "fr": [
        "Le conseil s'est réuni mardi pour parler du vieux port, et beaucoup de ceux qui habitent dans les rues "
        "derrière sont venus pour entendre ce que la place va devenir.",
        "La maire a dit que les plans seraient montrés à la bibliothèque jusqu'à la fin du mois, et que personne ne "
        "devrait partir avant le printemps si elle peut l'éviter.",
        "Une deuxième réunion aura lieu en mars, quand les architectes auront compté le prix des murs du quai et que "
        "l'on saura dans quel état sont les entrepôts de la ville.",
    ],
}  # fmt: skip


def entries(name: str, lines: list[str], badge: str, behind: str) -> str:
    """A list of entries of the same fields, two of them with a badge, and a paragraph behind them."""
    found = []
    for number in range(1, 16):
        fields = [one.format(number, number * 7) for one in lines]
        found.append("\n".join([name.format(number), *fields, *([badge] if number in {2, 9} else [])]))
    return "\n\n".join([*found, PARAGRAPHS[behind][0]])


LISTS = {
    "products": entries(
        "Harbour Boot {} for Men", ["Neutral Harbour Boot Last", "${1}.00 Save 25%", "4 colors"], "Few Left", "en"
    ),
    "rooms": entries("Zimmer {} mit Seeblick", ["Doppelbett Mit Blick Zum Hafen", "ab {1} Euro"], "Beliebt", "de"),
    "functions": entries("port.ouvrir_{}(nom, mode)", ["Renvoie Un Fichier Du Port", "un nom"], "Obsolète", "fr"),
    "plans": entries("Plan {}", ["Unlimited Harbour Projects For Teams", "{1} GB storage"], "Best value", "en"),
    "players": entries("Spieler {}", ["Verteidiger Vom Verein Hafenstadt", "Tore {1}"], "Neu im Verein", "de"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_entries_stays(name: str) -> None:
    """Fields that recur in each entry are no menu, no title said twice and no furniture."""
    kept = clean_text(LISTS[name] + "\n").text.split("\n")
    assert [] == list((Counter(filter(None, LISTS[name].split("\n"))) - Counter(kept)).elements())


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_lists(name: str) -> None:
    """What is said of a list is said of each of these, and of no article, whatever stands around it."""
    assert is_list(build_page(text.segment(LISTS[name])[0], Mode.TEXT))
    for paragraphs in PARAGRAPHS.values():
        menu = "\n".join(f"Section {n}" for n in range(20))
        article = "\n".join([menu, *paragraphs, menu])
        assert not is_list(build_page(text.segment(article)[0], Mode.TEXT))


ROWS = {
    "en": ("Ferry {}", "Daily trips", "High", "Wheelchair access", "Yes", "Night boats", "No", "Yes", "Very High"),
    "de": ("Fähre {}", "Fahrten am Tag", "Viele", "Mit dem Rollstuhl", "Ja", "Nachtboote", "Nein", "Ja", "Sehr viele"),
    "fr": ("Bateau {}", "Trajets par jour", "Élevé", "Accès facile", "Oui", "Bateaux de nuit", "Non", "Oui", "Faible"),
}
TABLES = {language: [cell.format(n) for n in range(8) for cell in row] for language, row in ROWS.items()}


@dataclass(frozen=True)
class Suspicious:
    """A line model that takes every line of fewer than twelve words for residue."""

    real: LineModel

    @property
    def words(self) -> Table:
        return self.real.words

    def judge(self, page: Page) -> LineOdds:
        judged = self.real.judge(page)
        return replace(judged, odds=np.array([5.0 if m.words >= 12 else -5.0 for m in page.measures]))


@pytest.mark.parametrize("language", TABLES)
def test_a_table_inside_the_body_stays(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows without borders between paragraphs go on no line model's word alone; the same lines behind the body do."""
    sure = Suspicious(shipped_line_model())
    monkeypatch.setattr(line_model, "shipped_line_model", lambda: sure)
    first, *rest = PARAGRAPHS[language]
    table = "\n".join(TABLES[language])
    kept = clean_text("\n\n".join([first, table, *rest])).text.split("\n")
    assert [] == list((Counter(TABLES[language]) - Counter(kept)).elements())
    behind = clean_text("\n\n".join([first, *rest, table])).text.split("\n")
    assert len(behind) < len(TABLES[language])


@pytest.mark.parametrize(
    "code",
    [
        "// Arrange\nvar client = factory.CreateClient();",
        "Start with http:// or https:// and nothing else: { } ; ()",
        "A parser looks like this:\ntypedef uint32_t cp; function _(s) { // first; return s[0]; } // ends",
        "Das Skript beginnt so:\nwindow.start = function() { return {a: 1, b: 2}; };",
        "On écrit donc :\n.port { margin: 0; padding: 0; background-color: #fff; }",
    ],
)
def test_code_that_a_text_shows_stays(code: str) -> None:
    """A comment's mark alone is no script that leaked, and what a colon announces is the text's example."""
    kept = clean_text("\n\n".join([*PARAGRAPHS["en"][:2], code, PARAGRAPHS["en"][2]])).text
    assert [] == [line for line in code.split("\n") if line not in kept]


@pytest.mark.parametrize(
    "leaked",
    [
        "window.dataLayer = window.dataLayer || []; function g(){dataLayer.push(1);}",
        ".entry-title { font-size: 12px; margin: 0 }",
        "(function(d){ var js = d.getElementById('x'); js.src = '//x.example/a.js'; })(document);",
    ],
)
def test_code_that_leaked_goes(leaked: str) -> None:
    """The page's own scripts and styles go as before."""
    assert leaked not in clean_text("\n\n".join([*PARAGRAPHS["en"][:2], leaked, PARAGRAPHS["en"][2]])).text


CLOSINGS = {
    "en": "So there you have it, the whole plan of the harbour!",
    "de": "Und was wird nun aus dem alten Hafen der Stadt?",
    "fr": "Voilà donc tout ce que le conseil veut faire du port !",
}  # fmt: skip
HEADINGS = {"en": "You may also like", "de": "Lesen Sie auch", "fr": "À lire aussi"}


@pytest.mark.parametrize("language", CLOSINGS)
def test_a_sentence_behind_a_box_with_bullets_stays(language: str) -> None:
    """A box whose entries have bullets ends at a sentence without one, whatever mark that ends with."""
    first, *rest = PARAGRAPHS[language]
    box = f"{HEADINGS[language]}\n- Striker Breaks Silence On Transfer Row\n- New Coach Hints At Surprise Line-Up"
    kept = clean_text("\n\n".join([first, rest[0], box, CLOSINGS[language], rest[1]])).text
    assert CLOSINGS[language] in kept
    assert "Striker" not in kept


THREADS = {
    "en": ("seagull{}", "January {}, 2024, 3:3{}pm"),
    "de": ("Möwe{}", "1{}.03.2024, 1{}:15 Uhr"),
    "fr": ("mouette{}", "le 1{} mars 2024 à 1{}:40"),
    "iso": ("gull user{}", "2024-08-1{} 10:5{}"),
    "es": ("gaviota{}", "1{} de marzo de 2024, 1{}:20"),
}  # fmt: skip
SAID = [
    "Has anybody seen the new ferry?",
    "I was on it on Monday, and it was late.",
    "The old one was never late.",
    "True.",
]


def thread(kind: str, posts: int) -> str:
    """Posts of one writer each: name, date, what is said."""
    name, date = THREADS[kind]
    return "\n\n".join(f"{name.format(n)}\n{date.format(n, n)}\n\n{SAID[n]}" for n in range(posts))


@pytest.mark.parametrize("kind", THREADS)
def test_dates_of_a_thread_stay(kind: str) -> None:
    """A text that opens with a post is a thread: when each was written is the text's own."""
    text_ = thread(kind, 4)
    kept = clean_text(text_).text.split("\n")
    dates = [THREADS[kind][1].format(n, n) for n in range(4)]
    assert [] == [one for one in dates if one not in kept]


@pytest.mark.parametrize("kind", THREADS)
def test_dates_of_comments_and_of_an_article_go(kind: str) -> None:
    """Behind an article the same lines are comments' dates; alone above one they are the article's."""
    paragraphs = PARAGRAPHS["en"]
    date = THREADS[kind][1].format(1, 1)
    assert date not in clean_text("\n\n".join([*paragraphs, thread(kind, 3)])).text
    assert date not in clean_text("\n\n".join(["Anna Keller", date, *paragraphs])).text
