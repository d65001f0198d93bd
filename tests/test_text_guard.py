"""The guard of texts in which next to nothing goes."""

from __future__ import annotations

import pytest

from cleaner import Settings, clean_text
from cleaner.rules.samples import MAYOR, MONDAY, TUESDAY

BODY = (
    f"{MONDAY}\n{TUESDAY}\n{{}}\n{MAYOR}\nThe old boat was sold in the spring to a firm that breaks up ships.\n"
    "Its bell hangs in the school, where it is rung on the last day of the year."
)
WEAK = ("Loading help", "Full time per hour rate", "Open back")


def _removed(text: str) -> list[str]:
    return [one.text.strip() for one in clean_text(text).removed]


@pytest.mark.parametrize("line", WEAK)
def test_a_lone_line_stays_on_a_weak_word(line: str) -> None:
    """One weak sign takes nothing from the middle of a text of which nothing else goes, and the line is flagged."""
    # The model of lone lines knows such lines; here the guard is asked about a rule alone.
    result = clean_text(BODY.format(line), settings=Settings(disabled_rules=frozenset({"LIN002"})))
    assert not result.removed
    assert [one.text for one in result.flagged] == [line]


def test_a_weak_word_is_enough_beside_other_residue() -> None:
    """The same line goes where more of the text goes: residue does not come alone."""
    assert WEAK[0] in _removed(BODY.format(WEAK[0]) + "\nSign up for our newsletter\nShare this article\nRelated posts")


def test_a_lone_line_goes_on_a_sure_word() -> None:
    """A stock phrase is enough by itself."""
    assert _removed(BODY.format("Sign up for our daily newsletter")) == ["Sign up for our daily newsletter"]


SHOES = "\n".join(
    f"{name}\n{{}}"
    for name in ("Quay 3: Every Run", "Pier v1: Softer Daily Runs", "Harbour Mach 7: Faster", "Deck Elite 4", "Buoy 2")
)
JOBS = "4 x 8hr days\n{}\nRemote, Norway only\n{}\nOffers relocation\n{}\nC$ 115k - 145k\n{}\nKeeper of boats"
LISTS = {
    "buttons": SHOES.format(*["Shop Now"] * 5),
    "buttons, German": SHOES.format(*["Jetzt kaufen"] * 5),
    "ages": JOBS.format("3 days ago", "5 days ago", "1 week ago", "1 month ago"),
    "ages, French": JOBS.format("il y a 3 jours", "il y a 5 jours", "il y a 1 semaine", "il y a 1 mois"),
    "one date": "next 3 pack ladies top black, size 6\nSat, Nov 02, 04:33 AM\nCondition: not given\nDelivery: Varies\n"
    "About this item\nItem number: 276702815108\nItem description",
}


@pytest.mark.parametrize("name", LISTS)
def test_fields_of_entries_stay(name: str) -> None:
    """In a text that has no sentence a date or a button is a field of its entries, and nothing stands beside a text."""
    assert clean_text(LISTS[name]).text == LISTS[name].replace("\n", "\n\n")


def test_beside_an_article_they_go() -> None:
    """The same lines go where the text has sentences that they stand beside."""
    assert "Sat, Nov 02, 04:33 AM" in _removed(f"Sat, Nov 02, 04:33 AM\n{MONDAY}\n{TUESDAY}\n{MAYOR}")
    assert _removed(f"{MONDAY}\n{TUESDAY}\n{MAYOR}\nShop Now\nJetzt kaufen")


def test_a_small_text_has_no_edges() -> None:
    """Of a few lines none stands at the edge, where a weak word would be enough."""
    first = "For more on this topic, see our Harbour Notes and Island sections."
    text = f"This is the main part of what we wrote about the ferry.\n\n{first}\n\nWe also have notes on boats."
    result = clean_text(text)
    assert result.text == text
    assert [one.text for one in result.flagged] == [first]


OFFERS = {
    "Learn more": """Boat repair
We mend wooden hulls of up to twelve metres.
Winter storage
Your boat sleeps dry and safe from October on.
Rigging
Masts, sails and ropes, measured and made here.
Licences
Our school takes you to the exam in six evenings.""",
    "Mehr erfahren": """Bootsbau
Wir reparieren hölzerne Rümpfe bis zwölf Meter.
Winterlager
Ihr Boot steht von Oktober an trocken und sicher.
Takelage
Masten, Segel und Taue, hier gemessen und gemacht.
Scheine
Unsere Schule bringt Sie in sechs Abenden zur Prüfung.""",
    "En savoir plus": """Réparation
Nous réparons les coques en bois de douze mètres.
Hivernage
Votre bateau dort au sec dès le mois d'octobre.
Gréement
Mâts, voiles et cordages, mesurés et faits ici.
Permis
Notre école vous mène à l'examen en six soirées.""",
    "詳しくはこちら": """船の修理
十二メートルまでの木造船を直します。
冬の保管
十月から船は乾いた場所で眠ります。
帆と綱
帆も綱もここで測って作ります。
免許
六回の夜の授業で試験まで進みます。""",
}


@pytest.mark.parametrize("call", OFFERS)
def test_calls_of_a_page_of_offers_stay(call: str) -> None:
    """Below each section of a page of offers a call to its own page is the section's."""
    lines = OFFERS[call].splitlines()
    text = "\n\n".join(f"{heading}\n\n{says}\n\n{call}" for heading, says in zip(lines[::2], lines[1::2], strict=True))
    assert clean_text(text).text == text


def test_calls_between_the_sentences_of_an_article_go() -> None:
    """The same calls go from between paragraphs, and from between short sentences without headings."""
    short = "The boat is sold.|A firm breaks it up.|Its bell hangs here.|We ring it once a year.|Nobody knows why."
    for body in (BODY.format(TUESDAY).splitlines(), short.split("|")):
        assert "Learn more" not in clean_text("\nLearn more\n".join(body)).text


SECTIONS = {
    "Contatti": """Orari
Da martedì a domenica, dalle 10 alle 18.
Biglietti
Intero otto euro, ridotto cinque euro.
Come arrivare
Autobus 4 e 7, fermata Porta Nuova.
Accessibilità
L'ascensore e i bagni sono accessibili.
Contatti
Telefono 0541 555 012""",
    "Steun ons": """Kom langs
Op werkdagen staat de deur open van negen tot zes.
Doe mee
Wij zoeken mensen die een middag willen helpen.
Steun ons
Met vijf euro per maand betaal je de soep.
Wat anderen zeggen
Zonder De Linde had ik hier niemand gekend.
Contact
Lindestraat 4, tegenover de bakker.""",
}


@pytest.mark.parametrize("heading", SECTIONS)
def test_headings_of_short_sections_stay(heading: str) -> None:
    """A page of short sections has one that is headed as a button is; between paragraphs that line goes."""
    text = SECTIONS[heading].replace("\n", "\n\n")
    assert clean_text(text).text == text
    assert "Contact" in _removed(f"{MONDAY}\n{TUESDAY}\nContact\n{MAYOR}")
