"""Who sent, made or shows something: members of each kind in many languages, and what resembles them and stays."""

from __future__ import annotations

import pytest

from cleaner import clean_text

BODY = {
    "en": "The bath on Mill Lane will stay shut until autumn.\nA pump broke in March.\nThe town has ordered a new one.",
    "de": "Das Bad in der Mühlgasse bleibt bis Herbst zu.\nIm März ging eine Pumpe kaputt.\nDie Stadt hat eine neue.",
    "fr": "La piscine restera fermée jusqu'à l'automne.\nUne pompe a lâché en mars.\nLa ville en a commandé une autre.",
    "es": "La piscina seguirá cerrada hasta el otoño.\nUna bomba se rompió en marzo.\nEl pueblo ha pedido otra.",
    "it": "La piscina resterà chiusa fino all'autunno.\nA marzo si è rotta una pompa.\nIl comune ne ha un'altra.",
    "pl": "Basen będzie zamknięty do jesieni.\nW marcu zepsuła się pompa.\nMiasto zamówiło już nową.",
    "fi": "Uimahalli on kiinni syksyyn asti.\nPumppu hajosi maaliskuussa.\nKaupunki on tilannut uuden.",
    "ru": "Бассейн будет закрыт до осени.\nВ марте сломался насос.\nГород заказал уже новый.",
    "sv": "Badet förblir stängt till hösten.\nEn pump gick sönder i mars.\nKommunen har beställt en ny.",
    "tr": "Havuz sonbahara kadar kapalı kalacak.\nMart ayında bir pompa bozuldu.\nBelediye yenisini ısmarladı.",
    "ja": "プールは秋まで閉まったままだ。\n三月にポンプが壊れた。\n町は新しいものを注文した。",
    "zh": "游泳池将关闭到秋天。\n三月份一台水泵坏了。\n镇上已经订购了一台新的。",
}
GOES = (
    # Whom the press may ask.
    ("it", "Ufficio stampa: Carla Neri, tel. 02 1234567"),
    ("sv", "Kontakt för media: Britta Lind, 070-123 45 67"),
    ("fi", "Lisätietoja: viestintäjohtaja Aino Salo, p. 040 123 4567"),
    ("tr", "Basın iletişim: Cem Ak, basin@tersane.example"),
    ("ja", "報道関係者お問い合わせ先：広報部 佐藤、電話 03-1234-5678"),
    ("de", "Medienkontakt:\nHafenwerk AG\nLena Vogt\nTelefon: 0421 998877"),
    # What the text is, and who sent it.
    ("pl", "Informacja prasowa"),
    ("fr", "Communiqué de presse"),
    ("de", "Original-Content von: Hafenwerk AG, übermittelt durch news aktuell"),
    ("pl", "(PAP) kt/ jm/"),
    ("fr", "Dépêche AFP"),
    ("zh", "新华社记者 李强"),
    ("es", "© EFE 2024. Está expresamente prohibida la redistribución de los servicios de EFE."),
    # Where it stood first, without a subject.
    ("fr", "Reproduit avec l'autorisation du Courrier du Val"),
    ("es", "Publicado por primera vez en El Faro del Norte"),
    ("ru", "Перепечатано с разрешения редакции «Берегового вестника»."),
    ("zh", "本文原载于《灯台日报》"),
    # Who made a recording and its words, and where they end.
    ("es", "Traductor: Marta Gil Revisor: Pedro Sanz"),
    ("sv", "Transkriberad av Britta Lind"),
    ("fi", "Suomennos: Aino Salo, Yle"),
    ("de", "Kamera: Jan Petersen; Schnitt: Uwe Korn"),
    ("zh", "策划：李强 摄像：王芳 剪辑：赵明"),
    ("ja", "構成・文／鈴木花子"),
    ("fr", "Fin de la transcription"),
    ("it", "Questa trascrizione è stata generata automaticamente e può contenere errori."),
    ("tr", "Bu döküm otomatik olarak oluşturulmuştur ve hatalar içerebilir."),
    # Captions by their frame.
    ("de", "(v.l.n.r.) Lena Vogt, Jan Petersen und Uwe Korn bei der Eröffnung"),
    ("pl", "Na zdjęciu: Ewa Bąk z załogą"),
    ("fi", "Vasemmalta: Aino Salo, Eero Koski ja Ida Laine"),
    ("tr", "Fotoğraf altı: Eski iskele"),
    ("zh", "（李强 摄）"),
    ("es", "El viejo muelle con marea baja. PEDRO SANZ"),
)
STAYS = (
    ("en", "Media contact was avoided until the spring, and nobody knew why."),
    ("en", "Contact with the press: none for a week."),
    ("en", "For further information about the family, see the parish register."),
    ("de", "Der Kontakt zur Presse riss nach dem Krieg ab."),
    ("de", "Quelle und Mündung liegen nur zwölf Kilometer auseinander."),
    ("fr", "Le communiqué de presse arriva trop tard."),
    ("es", "El contacto con la prensa se rompió en 1936."),
    ("ru", "Пресс-служба закрылась в полдень."),
    ("fr", "De gauche à droite la route monte."),
    ("it", "Nella foto porta un cappello che nessuno aveva mai visto."),
    ("de", "Von links kam ein Mann mit einem Hund."),
    ("fr", "La traduction lui prit trois ans."),
    ("de", "Das Transkript enthält Fehler, die niemand berichtigt hat."),
    ("en", "Director: Ana Whitlock\n\nCast: Jo Pell\n\nCamera: Tom Birch"),
    ("en", "Translation: three years of work"),
    ("en", "AP or UPI, it was all the same to him."),
)


@pytest.mark.parametrize(("language", "lines"), GOES)
def test_credits_behind_an_article_go(language: str, lines: str) -> None:
    """Nothing else goes with them."""
    body = BODY[language]
    assert body.split("\n") == clean_text(body + "\n" + lines).text.split("\n\n")


@pytest.mark.parametrize(("language", "line"), STAYS)
def test_what_resembles_a_credit_stays(language: str, line: str) -> None:
    """A sentence of the same words."""
    body = BODY[language]
    assert [*body.split("\n"), *line.split("\n\n")] == clean_text(body + "\n" + line).text.split("\n\n")
