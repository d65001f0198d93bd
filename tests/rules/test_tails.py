"""Marks of a cut, counts and buttons behind an article, in many languages, and what resembles them and stays."""

from __future__ import annotations

import pytest

from cleaner import clean_text
from cleaner.types import Label

BODY = {
    "en": "The mill on Goose Lane will open in May.\nIts wheel broke in 1961.\nThe village has carved a new one.",
    "de": "Die Mühle am Gänseweg öffnet im Mai.\nIm Jahr 1961 brach das Rad.\nDas Dorf hat ein neues geschnitzt.",
    "fr": "Le moulin ouvrira en mai.\nSa roue s'est brisée en 1961.\nLe village en a taillé une autre.",
    "es": "El molino abrirá en mayo.\nSu rueda se rompió en 1961.\nEl pueblo ha tallado otra.",
    "it": "Il mulino aprirà a maggio.\nLa ruota si ruppe nel 1961.\nIl paese ne ha intagliata un'altra.",
    "nl": "De molen gaat in mei open.\nHet rad brak in 1961.\nHet dorp heeft een nieuw gesneden.",
    "pl": "Młyn otworzy się w maju.\nKoło pękło w 1961 roku.\nWieś wyrzeźbiła już nowe.",
    "cs": "Mlýn se otevře v květnu.\nKolo prasklo v roce 1961.\nVesnice vyřezala nové.",
    "hu": "A malom májusban nyit.\nA kereke 1961-ben tört el.\nA falu újat faragott.",
    "ru": "Мельница откроется в мае.\nКолесо сломалось в 1961 году.\nДеревня вырезала новое.",
    "tr": "Değirmen mayısta açılacak.\nÇarkı 1961 yılında kırıldı.\nKöy yenisini oydu.",
    "pt": "O moinho abre em maio.\nA roda partiu-se em 1961.\nA aldeia talhou outra.",
    "sv": "Kvarnen öppnar i maj.\nHjulet gick sönder 1961.\nByn har snidat ett nytt.",
    "ar": "تفتح الطاحونة أبوابها في مايو.\nانكسرت العجلة عام 1961.\nنحتت القرية عجلة جديدة.",
    "ja": "水車小屋は五月に開きます。\n輪は一九六一年に折れました。\n村は新しい輪を彫りました。",
    "ko": "물레방아는 오월에 문을 연다.\n바퀴는 1961년에 부러졌다.\n마을은 새 바퀴를 깎았다.",
}
GOES = (
    # A feed's mark of a cut, and whose article it is.
    ("pl", "[+1 204 znaków]"),
    ("de", "[+2829 Zeichen]"),
    ("ja", "[+512文字]"),
    ("nl", "Het bericht De oude molen verscheen als eerste op Havenpost."),
    ("tr", "Eski değirmen yazısı ilk önce Liman üzerinde ortaya çıktı."),
    ("ko", "오래된 물레방아 글은 항구일보에 처음 등장했습니다."),
    ("ru", "Запись Старая мельница впервые появилась Порт."),
    ("es", "El cargo El viejo molino apareció primero en El Puerto."),
    # Where to read on.
    ("fr", "Continuer la lecture"),
    ("it", "Prosegui la lettura"),
    ("ru", "Читать всю статью"),
    ("cs", "Přečíst celý článek"),
    ("hu", "A teljes cikk elolvasása"),
    # Other pages of a list.
    ("de", "Ältere Beiträge"),
    ("fr", "Articles plus anciens"),
    ("es", "Entradas más recientes"),
    ("pl", "Starsze wpisy"),
    ("ru", "Старые записи"),
    # Counts of what readers did, and sizes of letters.
    ("pl", "Skomentuj (3)"),
    ("fr", "Réagir (8)"),
    ("es", "Compartido 34 veces"),
    ("de", "Bewertung: 4,3 von 5 (23 Stimmen)"),
    ("nl", "1.204 keer bekeken"),
    ("tr", "1532 görüntüleme"),
    ("ar", "المشاهدات: 1532"),
    ("ja", "いいね 12"),
    ("ko", "조회 1532 추천 12"),
    ("en", "👍 12 👎 3"),
    ("cs", "Velikost písma: A A A"),
    # Pages of a text, and rows of buttons.
    ("en", "1\n2\n3\nNext"),
    ("it", "1 2 3 Successivo »"),
    ("hu", "1. oldal / 3"),
    ("pt", "Gosto\nPartilhar\nComentários (2)"),
    ("sv", "Dela\nSkriv ut\nTill toppen"),
    ("fr", "Précédent\nSuivant"),
    ("pl", "Zwiń"),
    # The margin of a forum's post: its stamp, its member, its buttons.
    ("de", "Beitrag von Seebär » Mo 12. Mär 2014, 10:41"),
    ("fr", "par Loup » 12 mars 2014, 10:41"),
    ("ru", "Отправлено 12 Март 2014 - 10:41"),
    ("hu", "A hozzászólást 2 alkalommal szerkesztették, utoljára Farkas 2014.03.12. 10:41-kor."),
    ("pt", "robolento\nNovato\nMensagens: 2\nCurtidas recebidas: 0"),
    ("it", "Utente Junior\nIscritto il: 14/01/2009\nMessaggi: 6"),
    ("nl", "Berichten: 1.204"),
    ("tr", "Üyelik tarihi: Mar 2009"),
    ("cs", "Nahlásit"),
    ("sv", "Citera"),
    ("es", "Solucionado"),
    ("pl", "Kod: Zaznacz cały"),
    ("en", "_________________\nIf it holds, leave it."),
    ("ar", "غير متصل"),
    ("de", "Thema wurde verschoben nach Haushalt von otter"),
    ("en", "The following 3 users say thank you to otter for this useful post:"),
    # A pointer to the whole text, with a place or a count.
    ("it", "Continua a leggere su La Nazione del Porto →"),
    ("fr", "[Article tronqué – 2 310 caractères restants]"),
    ("ru", "[ещё 812 слов]"),
    ("en", "Click here to view original web page at www.harbour.example"),
    ("nl", "Lees verder na de klik..."),
    ("pl", "Przejdź do pełnej wersji wpisu"),
    ("ja", "残り512文字"),
    # Buttons in languages of which nothing else is known.
    ("en", "Podijeli\nIspiši"),
    ("en", "Сподели\nПринтирай"),
    ("en", "শেয়ার করুন\nপ্রিন্ট করুন"),
)
STAYS = (
    ("en", "The Kestrels won the second half [+12 points]"),
    ("en", "The post of a miller appeared first on the payroll of 1796."),
    ("pl", "Wpis o młynie pojawił się po raz pierwszy w kronice parafialnej."),
    ("fr", "La lecture continuait jusqu'à minuit."),
    ("de", "Ältere Beiträge zur Mühle lagen im Archiv."),
    ("es", "Las entradas más recientes costaban dos euros."),
    ("ru", "Старые записи мельника нашли на чердаке."),
    ("it", "La lettura prosegue fino a notte."),
    ("en", "Votes for: 11\nVotes against: 4"),
    ("ko", "찬성 11표\n반대 4표"),
    ("en", "Yes\nNo"),
    ("en", "Save"),
    ("sv", "Dela brödet medan det är varmt."),
    ("pt", "Gosto do moinho, disse a menina."),
    ("fr", "Vues du moulin, huile sur toile"),
    ("ar", "شارك الخبز قبل أن يبرد."),
    ("nl", "Verder lezen kon ze niet, de lamp was leeg."),
    ("en", "Edited by hand, the map took a year."),
    ("de", "Teilnehmer: 12\nGäste: 3"),
    ("en", "Location: Goose Lane\nRegistered: 1904\nDepth: 12 m"),
    ("en", "Posted by the door at 10:41, the list of 2014 was wet."),
    ("en", "________________\n1 The wheel of 1904."),
    ("ru", "Изменено было лишь колесо в 1903 году."),
    ("ar", "تم تعديل القانون عام 1999."),
    ("de", "Antworten\nDie Mühle steht."),
    ("es", "Solucionado el tejado, quedaba la rueda."),
    ("pl", "Odpowiedz na list, mówiła matka."),
    ("en", "Moderator\nAnna Keller"),
    ("fr", "Membre depuis 1961, le boulanger ne dit rien."),
    ("en", "Read the full story of the mill at the library."),
    ("en", "(He took 148 words with him.)"),
    ("de", "Weiterlesen war im Heim verboten."),
    ("it", "Continua a leggere Manzoni nel mulino."),
    ("es", "Seguir leyendo era su único vicio."),
    ("ru", "Читать дальше она не стала, лампа погасла."),
    ("en", "Users of the mill thanked the smith by post."),
)


@pytest.mark.parametrize(("language", "lines"), GOES)
def test_a_tail_goes(language: str, lines: str) -> None:
    """Nothing else goes with it."""
    body = BODY[language]
    assert body.split("\n") == clean_text(body + "\n" + lines).text.split("\n\n")


@pytest.mark.parametrize(("language", "lines"), STAYS)
def test_what_resembles_a_tail_stays(language: str, lines: str) -> None:
    """A sentence of the same words, or a line of the text's own."""
    body = BODY[language]
    assert [*body.split("\n"), *lines.split("\n")] == clean_text(body + "\n" + lines).text.split("\n\n")


def test_a_pointer_glued_to_the_last_sentence_goes_alone() -> None:
    """With the mark of the cut before it."""
    body = BODY["en"]
    for pointer in (" […] continue at source", " Read full story here...", " [… read on at harbour.example]"):
        assert clean_text(body + pointer).text.split("\n\n") == body.split("\n")


@pytest.mark.parametrize("mark", ["[+2829 chars]", "[+2829 Zeichen]", "[+512文字]"])
def test_a_feeds_mark_says_that_the_text_is_cut(mark: str) -> None:
    """In whatever language the feed counts."""
    result = clean_text(BODY["de"] + " " + mark)
    assert [label.label for label in result.labels] == [Label.TRUNCATED]
