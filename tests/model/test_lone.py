"""Single lines of residue that no phrase names go by their words, place and shape; a text's own last lines stay."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest

from cleaner import Settings, clean_text
from cleaner.model.lines import line_purpose
from cleaner.model.lines.model import shipped_line_model
from cleaner.model.lone import model, stems
from cleaner.page.page import Page, build_page
from cleaner.segment.text import segment
from cleaner.types import Mode

_TEXTS = {
    "sk": "Obec otvorila po dvoch rokoch opráv starú kúpeľňu pri rieke.\n\nNa otvorenie prišlo asi tristo ľudí, "
    "niektorí aj s vnukmi.\n\nStarosta povedal, že vstupné sa do konca leta nezmení.",
    "hr": "Općina je nakon dvije godine radova otvorila staro kupalište uz rijeku.\n\nNa otvorenje je došlo oko tristo "
    "ljudi, neki i s unucima.\n\nNačelnik je rekao da se cijena ulaznice neće mijenjati do kraja ljeta.",
    "lt": "Po dvejų metų remonto savivaldybė atidarė senąją maudyklą prie upės.\n\nĮ atidarymą atėjo apie tris šimtus "
    "žmonių, kai kurie su anūkais.\n\nMeras sakė, kad bilieto kaina iki vasaros pabaigos nesikeis.",
    "bg": "След две години ремонт общината отвори старата баня край реката.\n\nНа откриването дойдоха около триста "
    "души, някои и с внуците си.\n\nКметът каза, че цената на билета няма да се променя до края на лятото.",
    "ca": "Després de dos anys d'obres, l'ajuntament ha obert els antics banys vora el riu.\n\nA la inauguració hi van "
    "anar unes tres-centes persones, algunes amb els nets.\n\nL'alcaldessa diu que el preu no canviarà aquest any.",
    "en": "After two years of work the council opened the old baths by the river.\n\nSome three hundred people came, a "
    "few of them with their grandchildren.\n\nThe mayor said that tickets would cost the same until the autumn.",
}


def _page(text: str) -> Page:
    return build_page(segment(text)[0], Mode.TEXT, source=text)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("sk", "Sledujte nás na sociálnych sieťach"),
        ("hr", "Prijavite se na naš newsletter"),
        ("hr", "Pratite nas na Facebooku i Instagramu"),
        ("lt", "Prenumeruokite mūsų naujienlaiškį"),
        ("bg", "Абонирайте се за нашия бюлетин"),
        ("ca", "Subscriu-te al nostre butlletí"),
    ],
)
def test_a_lone_line_behind_the_text_goes(language: str, line: str) -> None:
    """In languages of few phrases, and nothing of the text with it."""
    text = _TEXTS[language]
    assert text == clean_text(f"{text}\n\n{line}").text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("sk", "Preklep na tabuli si všimla až učiteľka."),
        ("hr", "Novine su o kupalištu pisale samo jednom."),
        ("lt", "Naujienlaiškį apie tai parašė vienas moksleivis."),
        ("bg", "За бюлетина на общината това беше новина."),
        ("ca", "El butlletí municipal en va parlar una sola vegada."),
        ("en", "The newsletter of the council had mentioned it once."),
        ("en", "And the water was cold."),
    ],
)
def test_a_last_sentence_about_such_things_stays(language: str, line: str) -> None:
    """It tells of a newsletter, a misprint or a paper: no reader is asked for anything."""
    text = f"{_TEXTS[language]}\n\n{line}"
    assert text == clean_text(text).text


@pytest.mark.parametrize(
    "lines",
    [
        ("Ingredients", "Two eggs", "500 g of flour", "A pinch of salt"),
        ("Tickets", "Adults: £4.20", "Children: £2.10", "Season ticket: £58"),
        ("Yours faithfully,", "Margaret Bell"),
    ],
)
def test_a_list_at_the_end_stays(lines: tuple[str, ...]) -> None:
    """Things and prices are the text's own, and so is who signs it."""
    text = "\n\n".join((_TEXTS["en"], *lines))
    assert text == clean_text(text).text


def test_it_says_by_which_words_a_line_goes() -> None:
    """A person reads the words and the figure."""
    result = clean_text(f"{_TEXTS['hr']}\n\nPrijavite se na naš newsletter")
    told = [v.evidence for d in result.decisions for v in d.verdicts if v.rule == "LIN002"]
    assert [True] == ["words of residue: " in str(one) and "residue +" in str(one) for one in told]


def test_without_models_it_is_silent() -> None:
    """`Settings.model` switches it off."""
    result = clean_text(f"{_TEXTS['hr']}\n\nPrijavite se na naš newsletter", settings=Settings(model=False))
    assert not any(v.rule == "LIN002" for d in result.decisions for v in d.verdicts)


def test_what_rules_say_of_a_line_is_no_figure_of_its_own() -> None:
    """Only that of its neighbours: the first and the third line differ, the second does not."""
    page = _page(_TEXTS["en"])
    judged = shipped_line_model().judge(page)
    said = stems.said(page, stems.Table.of({}))
    alone, beside = (model.features(judged, said, taken) for taken in ([False] * 3, [False, True, False]))
    columns = [model.NAMES.index(name) for name in ("taken-1", "taken+1", "taken_before", "taken_behind")]
    assert (alone[:, columns] == 0).all()
    assert [[0, 1, 0, 1], [0, 0, 0, 0], [1, 0, 1, 0]] == beside[:, columns].astype(int).tolist()


def test_words_around_a_line_are_figures_of_it() -> None:
    """The sum of what the lines one and two away say."""
    page = _page("One here.\n\nTwo there.\n\nThree more.")
    said = stems.said(page, stems.Table.of({"one": 1.0, "two": 2.0, "three": 4.0}))
    found = model.features(shipped_line_model().judge(page), said, [False] * 3)
    near = [model.NAMES.index(name) for name in ("said", "said-1", "said+1", "said-2", "said+2")]
    assert [[1, 0, 2, 0, 4], [2, 1, 4, 0, 0], [4, 2, 0, 1, 0]] == found[:, near].astype(int).tolist()


def test_a_long_line_is_not_looked_up() -> None:
    """Its words are about its subject."""
    table = stems.Table.of({"share": 3.0})
    assert table.figures("share " * stems.LONGEST)[0] > 0
    assert (0.0, 0.0, 0.0, 0.0) == table.figures("share " * (stems.LONGEST + 1))


def test_figures_of_a_line() -> None:
    """The sum, the highest, the least, and the share of the grams that are known."""
    found = stems.Table.of({"share": 1.5, "share this": 0.5, "story": -1.0}).figures("Share this story")
    assert (1.0, 1.5, -1.0, pytest.approx(3 / 7)) == found


def test_a_table_reads_back() -> None:
    """Written and read, it is the same table; equal tables give equal bytes."""
    table = {"^ share": 1.25, "関連": 0.5}
    packed = line_purpose.table_bytes(table)
    assert table == line_purpose.read_table(packed)
    assert packed == line_purpose.table_bytes(dict(reversed(table.items())))


def test_the_shipped_artefact_fits_the_features() -> None:
    """Every question asks for a column that there is, and all of it is smaller than 500 kB."""
    shipped = model.shipped_lone_model()
    assert int(np.max(shipped.forest.feature)) < len(model.NAMES)
    folder = resources.files("cleaner.model.lone").joinpath("data")
    assert sum(len(one.read_bytes()) for one in folder.iterdir()) < 500_000
