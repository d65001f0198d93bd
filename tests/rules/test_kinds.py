"""Kinds of residue behind an article, members in many languages, and what resembles them and stays."""

from __future__ import annotations

import pytest

from cleaner import clean_text

BODY = {
    "en": "The bath on Mill Lane will stay shut until autumn.\nA pump broke in March.\nThe town has ordered a new one.",
    "de": "Das Bad in der Mühlgasse bleibt bis Herbst zu.\nIm März ging eine Pumpe kaputt.\nDie Stadt hat eine neue.",
    "fr": "La piscine restera fermée jusqu'à l'automne.\nUne pompe a lâché en mars.\nLa ville en a commandé une autre.",
    "es": "La piscina seguirá cerrada hasta el otoño.\nUna bomba se rompió en marzo.\nEl pueblo ha pedido otra.",
    "pl": "Basen będzie zamknięty do jesieni.\nW marcu zepsuła się pompa.\nMiasto zamówiło już nową.",
    "ru": "Бассейн будет закрыт до осени.\nВ марте сломался насос.\nГород заказал уже новый.",
    "cs": "Bazén zůstane zavřený do podzimu.\nV březnu se rozbilo čerpadlo.\nMěsto objednalo nové.",
    "tr": "Havuz sonbahara kadar kapalı kalacak.\nMart ayında bir pompa bozuldu.\nBelediye yenisini ısmarladı.",
    "sv": "Badet förblir stängt till hösten.\nEn pump gick sönder i mars.\nKommunen har beställt en ny.",
}
GOES = (
    # Headlines of other articles, short and without a mark or with one.
    ("en", "- Snow closes northern schools\n- Actor denies retirement rumours\n- Airline cancels flights to Lisbon"),
    ("es", "Suben los impuestos locales\nDetenidos dos sospechosos en Lugo\nAvistan un ave rara"),
    ("ru", "Налоги снова вырастут\nЗадержаны двое подозреваемых\nЗамечена редкая птица"),
    # A medium says what it is.
    ("en", "Peak Times: independent news from the hills since 1998"),
    ("fr", "Le Courrier des Collines est un quotidien régional fondé en 1923."),
    ("pl", "Głos Wzgórz to największy portal regionalny na południu kraju."),
    ("tr", "Tepe Gazetesi, şehrin nabzını tutan bağımsız haber sitesidir."),
    # It welcomes its reader, and says what it believes in.
    ("fr", "Bienvenue sur La Vigie du Port, votre source d'informations locales."),
    ("tr", "Liman Postası'na hoş geldiniz, haberlerin bir numaralı adresi."),
    ("es", "En El Faro del Muelle creemos en un periodismo honesto."),
    ("cs", "Přístavní list vám přináší nejnovější zprávy 24 hodin denně."),
    ("en", "Stay informed with The Harbour Post, your partner for news that matters."),
    # Consent, mailings and buttons of forms.
    ("sv", "Du kan avsluta prenumerationen när som helst."),
    ("es", "Al hacer clic en Enviar, aceptas nuestra política de privacidad."),
    ("de", "Felder mit * sind Pflichtfelder.\nNachricht abschicken"),
    # Notices of forums.
    ("cs", "Pro odpověď se musíte přihlásit."),
    ("en", "This thread has been locked by a moderator."),
    ("pl", "Ostatnio zmieniony przez otto, łącznie zmieniany 2 razy."),
    # Who paid for it, and to those who watched.
    ("fr", "Ce reportage a été réalisé avec le soutien de la Fondation Aldwin."),
    ("tr", "Kanala abone olmayı ve beğenmeyi unutmayın!"),
    ("de", "Mit freundlicher Unterstützung der Aldwin-Stiftung"),
    ("es", "Con el apoyo de la Fundación Aldwin"),
    ("ru", "Спонсор публикации — «Северный ветер»"),
    ("cs", "Partnerem článku je Severní vítr"),
    ("tr", "Kuzey Boya'nın katkılarıyla"),
    ("pl", "Sponsorem cyklu jest Wiatr Północny."),
    ("en", "This podcast is made possible by listeners like you."),
    ("en", "Funding for this story was provided by the Aldwin Foundation."),
    ("fr", "Cet article contient des liens d'affiliation."),
    # Who wrote it: a role in place of the name, a trade before it, a year of birth.
    ("de", "Die Autorin leitet das Institut für Wasserkunde."),
    ("fr", "L'autrice vit et travaille à Montval."),
    ("fr", "Correspondante à Bruxelles, Camille Roux suit les questions européennes."),
    ("es", "Lucía Peral (Cádiz, 1982) es autora de tres novelas."),
    ("ru", "Автор окончила факультет журналистики."),
    ("pl", "Autorka jest socjolożką, wykłada w Krakowie."),
    ("en", "Jane is an award-winning reporter who joined the paper in 2016."),
    ("sv", "Malin Ek bevakar kommunpolitik sedan 2012."),
    # The site's builder, under an article of short sentences.
    ("pl", "Projekt i wykonanie: Miedziany Lis"),
    ("ru", "Разработка сайта — Медная Лиса"),
    ("cs", "Vytvořilo studio Měděná liška"),
    ("tr", "Web tasarım: Bakır Tilki"),
    ("sv", "Webbplats av Kopparräv"),
    ("fr", "Conception et réalisation : Renard Cuivre"),
    # A question to the reader and a call to comment.
    ("en", "What about you? Share your thoughts on pumps in the comments."),
    ("de", "Was denkst du über das Bad? Schreib es uns in die Kommentare!"),
    ("ru", "А что вы думаете о мосте? Пишите в комментариях."),
    # The end of a transcript, and sounds in it.
    ("fr", "Merci d'avoir regardé cette vidéo !"),
    ("es", "¡Gracias por ver el video!"),
    ("cs", "Titulky vytvořil Jonáš."),
    ("en", "[Music playing]"),
    ("de", "[Applaus]"),
    ("ru", "[музыка]"),
    # A form and its consent.
    ("sv", "Ange din e-postadress\nPrenumerera"),
    ("cs", "Zadejte svůj e-mail\nOdebírat\nSouhlasím se zpracováním osobních údajů."),
    # Forums.
    ("fr", "Répondre\nMessages : 412\nInscription : 12 janv. 2011"),
    ("ru", "Сообщения: 412\nЗарегистрирован: 12 янв 2011\nВернуться к началу"),
    ("es", "Responder\nMensajes: 412\nRegistrado: 12 Ene 2011"),
    ("de", "Zum Seitenanfang\nForen-Übersicht\nAlle Zeiten sind UTC+01:00"),
)
STAYS = (
    ("de", "Der Autor der Studie arbeitet in Göttingen und hat 2019 vor den Fichten gewarnt."),
    ("de", "Ein pensionierter Redakteur hütet seitdem die Schafe."),
    ("fr", "L'auteur de l'enquête travaille à Lyon et avait prévenu la mairie en 2019."),
    ("es", "La autora de la carta vive en el pueblo vecino."),
    ("ru", "Автор исследования работает в Томске и предупреждал об этом ещё в 2019 году."),
    ("pl", "Autor badania pracuje w Toruniu i ostrzegał już w 2019 roku."),
    ("en", "The writer is dead, and the book is forgotten."),
    ("sv", "Författaren till studien arbetar i Umeå och varnade redan 2019."),
    ("de", "Mit Unterstützung der Nachbarn hob er das Boot aus dem Wasser."),
    ("de", "In Zusammenarbeit mit der Schule entstand ein Garten."),
    ("es", "Con el apoyo de los vecinos levantó el horno."),
    ("ru", "Спонсор команды — пекарь из соседнего села."),
    ("cs", "Sponzorem týmu je pekař ze sousední vsi."),
    ("tr", "Komşuların desteğiyle fırını yeniden kurdu."),
    ("pl", "Partnerem burmistrza jest nauczyciel muzyki."),
    ("en", "Her sponsor: a retired plumber who had never seen the sea."),
    ("en", "Funding for the bridge was provided by the county and a bank."),
    ("fr", "Avec le soutien de ses voisins, elle a reconstruit le four."),
    ("en", "Welcome to the world of night trains, where the news arrives a day late."),
    ("en", "At our school we believe in stories, said the teacher, and in reading them twice."),
    ("fr", "En mer, nous croyons moins à l'information qu'au baromètre."),
    ("es", "En el valle creemos más en el barómetro que en las noticias."),
    ("ru", "Добро пожаловать в долину, где новости приходят на день позже."),
    ("tr", "Köye hoş geldiniz, dedi muhtar, burada haberler bir gün geç gelir."),
    ("de", "Herzlich willkommen war er nirgends, und die Nachrichten über ihn waren schlecht."),
    ("pl", "Projekt basenu narysował w 1961 roku stryj burmistrza."),
    ("ru", "Разработка карьера началась в 1921 году."),
    ("cs", "Bazén vytvořilo v roce 1961 sedm dobrovolníků."),
    ("fr", "La conception du bassin a été confiée à deux sœurs."),
    ("en", "What about the deep end? Nobody could say."),
    ("de", "Was wird aus dem Bad? Das weiß nur die Stadt."),
    ("es", "Gracias por ver a mi madre, le dijo el alcalde."),
    ("en", "(Applause)"),
    ("en", "It is the best news I have had in years."),
    ("en", "The magazine was the best in the land, and nobody bought it."),
    ("fr", "Les champs étaient obligatoirement verts."),
    ("de", "Das Thema war für ihn geschlossen."),
    ("es", "Podía irse cuando quisiera, y no se fue."),
    ("ru", "Он согласился и отправил письмо."),
    ("fr", "Répondre aux lettres prend une heure par jour."),
    ("en", "Copy"),
    ("en", "History"),
)


@pytest.mark.parametrize(("language", "lines"), GOES)
def test_residue_behind_an_article_goes(language: str, lines: str) -> None:
    """Nothing else goes with it."""
    body = BODY[language]
    assert body.split("\n") == clean_text(body + "\n" + lines).text.split("\n\n")


@pytest.mark.parametrize(("language", "line"), STAYS)
def test_what_resembles_it_stays(language: str, line: str) -> None:
    """A sentence that uses the same words, or one such word alone."""
    body = BODY[language]
    assert [*body.split("\n"), line] == clean_text(body + "\n" + line).text.split("\n\n")
