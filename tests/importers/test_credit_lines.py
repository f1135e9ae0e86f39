"""Who wrote, translated, photographed, paid and published is not spoken, at the foot of a text or below its title."""

from __future__ import annotations

import pytest
from drafting import checked_tour, narration
from test_last_lines import STOPS, bare_sentences, without_spaces, write_document

CREDITS = [
    ("zh", "社区文化小组编"),
    ("zh", "村史编写组编"),
    ("zh", "李明、赵芳整理"),
    ("zh", "李明　编"),
    ("zh", "镇文化站编著"),
    ("zh", "主编　王磊"),
    ("zh", "审校　赵芳"),
    ("zh", "青石镇志编委会（2021年）"),
    ("zh", "封面照片由镇文化站提供"),
    ("zh-Hant", "社區文化小組編"),
    ("zh-Hant", "鹽埕社區發展協會編著"),
    ("zh-Hant", "鹽埕文史工作室編"),
    ("zh-Hant", "陳美玲、許文彥撰稿"),
    ("en", "Edited by Anna Bell and the history group"),
    ("en", "Edited by Anna Bell and the history group."),
    ("en", "Compiled and illustrated by the Ravensdale Society"),
    ("en", "Text and photographs: Brian Hill"),
    ("en", "Photo credits: County Record Office and the Hill family."),
    ("en", "Photographs courtesy of the Hill family and the parish archive."),
    ("en", "Translated from the Welsh by Nia Pugh. Edited by Anna Bell."),
    ("fr", "Crédits photographiques : Office de tourisme de Montclair."),
    ("fr", "Crédit photo : mairie de Chanevières"),
    ("fr", "Texte de Jeanne Petit et Luc Roux"),
    ("fr", "Textes d'Odette Marchand."),
    ("fr", "Traduction de l'occitan : Mireille Fabre"),
    ("fr", "Sous la direction de Jeanne Petit"),
    ("es", "Créditos fotográficos: Archivo Municipal de Villarejo."),
    ("es", "Fotografías: archivo de la familia Robles"),
    ("es", "Textos de Ana Ruiz y Luis Gil"),
    ("es", "Traducción del gallego: Sabela Outeiro."),
    ("es", "Coordinado por Ana Ruiz"),
    ("de", "Bildnachweis: Stadtarchiv Essen, Karl Weber."),
    ("de", "Fotos: Werksarchiv; Karl Weber"),
    ("de", "Herausgegeben von der Gemeinde Altenwerk"),
    ("de", "Zusammengestellt von Karin Brandt"),
    ("de", "Übersetzung aus dem Sorbischen: Hanka Nowak."),
]
"""Below the title and at the foot."""
FEET = [
    ("zh", "二〇二一年初版"),
    ("zh", "版权所有，翻印必究。2021年5月第一版。"),
    ("zh", "苏州市吴江区震泽镇宝塔街12号"),
    ("en", "Printed with the support of the parish council."),
    ("en", "Translated from the Welsh by Nia Pugh. Revised May 2023."),
    ("en", "Second edition, May 2019"),
    ("en", "14 High Street, Bakewell DE45 1AB"),
    ("en", "The Friends of Ravensdale Mill"),
    ("fr", "Office de tourisme, 12 rue de l'Église, 39600 Montclair"),
    ("fr", "12 rue de l'Église, 39600 Montclair"),
    ("fr", "Association des Amis du vieux Montclair"),
    ("fr", "Imprimé avec le soutien du conseil départemental."),
    ("fr", "Publié grâce au concours du conseil régional et de la commune."),
    ("fr", "Texte revu en mai 2023."),
    ("es", "Oficina Municipal de Turismo, Plaza Mayor 1, 05001 Villarejo"),
    ("es", "Impreso con el apoyo de la Diputación Provincial."),
    ("es", "Traducción del gallego: Sabela Outeiro. Revisado en mayo de 2023."),
    ("es", "De martes a domingo, de 10 a 14 h. Lunes cerrado."),
    ("de", "Marktplatz 3, 97070 Altenwerk"),
    ("de", "Tourist-Information Altenwerk"),
    ("de", "Gedruckt mit Unterstützung der Sparkasse."),
    ("de", "Überarbeitet im Mai 2023."),
]
"""At the foot."""
ENDINGS = [
    (
        "fr",
        (
            "Ce parcours a été conçu par les élèves de CM2.",
            "Livret gratuit, ne peut être vendu.",
        ),
    ),
    (
        "fr",
        (
            "Office de tourisme du Pays de Salins",
            "Place des Salines, 39110 Salins-les-Bains",
            "Ouvert toute l'année.",
        ),
    ),
    ("fr", ("Nous remercions M. et Mme Perrin pour le prêt des photographies.",)),
    (
        "fr",
        (
            "Documents : archives départementales du Jura, fonds Perrin.",
            "Photos : D. Roux, L. Petit (2019).",
        ),
    ),
    ("fr", ("Avec le concours de la Région et de la Fondation du patrimoine",)),
    ("fr", ("Document réalisé par l'association Vieilles Pierres, avec l'aide de la commune.",)),
    ("fr", ("Impression : Imprimerie Vuillet, Dole. Ne pas jeter sur la voie publique.",)),
    (
        "fr",
        (
            "Fermé le lundi.",
            "Entrée : 4 €, gratuit pour les enfants.",
        ),
    ),
    ("es", ("Agradecemos a la familia Robles las fotografías antiguas.",)),
    (
        "es",
        (
            "Folleto editado por la Asociación Cultural El Lavadero.",
            "Con la colaboración de la Junta de Castilla y León.",
        ),
    ),
    ("es", ("Oficina de Turismo. C/ Mayor, 4. Tel. 920 555 012",)),
    ("es", ("Horario de invierno: de 10 a 14 h y de 16 a 18 h. Domingos por la tarde, cerrado.",)),
    (
        "es",
        (
            "Fotografía de portada: Luis Gil",
            "Depósito legal: AV-112-2021",
        ),
    ),
    (
        "es",
        (
            "Abierto todo el año.",
            "Lunes no festivos, cerrado.",
        ),
    ),
    ("es", ("Ayuntamiento de Villarejo · Plaza Mayor, s/n · 05001 Villarejo",)),
    ("de", ("Wir danken der Familie Brandt für die Fotografien.",)),
    ("de", ("Herausgeber: Heimatverein Altenwerk e. V., Marktplatz 3, 97070 Altenwerk",)),
    ("de", ("Text und Fotos: Karin Brandt, Layout: Studio Elf",)),
    ("de", ("Das Faltblatt wurde gefördert durch die Sparkasse.",)),
    (
        "de",
        (
            "Montags Ruhetag.",
            "Geöffnet von April bis Oktober.",
        ),
    ),
    ("de", ("2., überarbeitete Auflage 2021",)),
    ("de", ("V.i.S.d.P.: Karin Brandt",)),
    ("en", ("With thanks to Brian Hill and the parish archive for the loan of photographs.",)),
    ("en", ("Ravensdale Tourist Information Centre, The Square, Ravensdale.",)),
    ("en", ("Produced by the Ravensdale Society 2021. All photographs by the author unless otherwise stated.",)),
    ("en", ("Open Tuesday to Sunday, 10 to 4. Closed Mondays.",)),
    (
        "en",
        (
            "Printed on recycled paper by Hall & Sons.",
            "Funded by the Heritage Lottery Fund.",
        ),
    ),
    ("en", ("Written and researched by pupils of Ravensdale School",)),
    ("en", ("Part of the Dales Trails series, no. 4.",)),
    ("en", ("The Society is grateful to the Hill family for permission to use these photographs.",)),
    (
        "zh",
        (
            "青石镇旅游服务中心",
            "青石镇中街18号",
        ),
    ),
    ("zh", ("本册由镇文化站编写，县图书馆协助，特此致谢。",)),
    ("zh", ("文字：李明；摄影：赵芳；设计：王磊",)),
    ("zh", ("周一闭馆，法定节假日照常开放。",)),
    ("zh", ("图文整理：李明",)),
    ("zh", ("（李明　赵芳　王磊）",)),
    ("zh", ("指导单位：青石县文旅局  编印单位：青石镇文化站",)),
    ("zh", ("本讲解词版权归青石镇文化站所有。",)),
    ("zh", ("青石镇文化站、青石小学联合编写",)),
    ("zh", ("2023年6月第三次修订",)),
    (
        "zh-Hant",
        (
            "鹽埕社區發展協會　出版",
            "二〇二三年五月初版一刷",
        ),
    ),
    ("zh-Hant", ("感謝林家米店、福德祠管理委員會提供照片。",)),
    ("zh-Hant", ("撰文：林美玲，攝影：許文彥，美術編輯：陳小姐",)),
    ("zh-Hant", ("每週一休館，國定假日照常開放。",)),
    ("zh-Hant", ("鹽埕旅遊服務中心　大勇路18號",)),
    (
        "fr",
        (
            "Avec l'aimable participation des habitants de Chanevières.",
            "Contact : mairie, 03 84 55 01 02",
        ),
    ),
    ("fr", ("Ce livret est vendu au profit de l'association.",)),
    ("fr", ("Enquête et rédaction : classe de CM1-CM2 de Mme Petit",)),
    ("fr", ("Maison du patrimoine, ouverte le mercredi et le samedi de 14 h à 17 h.",)),
    ("fr", ("Juin 2021",)),
    ("es", ("Con la financiación de la Unión Europea (Next Generation EU).",)),
    ("es", ("Idea original: Ana Ruiz. Grabación: Radio Villarejo.",)),
    ("es", ("Este folleto se imprimió en papel reciclado.",)),
    ("es", ("Villarejo, junio de 2021",)),
    ("es", ("Más información en la oficina de turismo, de lunes a viernes.",)),
    ("de", ("Altenwerk, im Juni 2021",)),
    ("de", ("Ein Projekt der Gemeinde Altenwerk mit Mitteln der Europäischen Union.",)),
    ("de", ("Weitere Informationen im Rathaus, montags bis freitags von 8 bis 12 Uhr.",)),
    ("de", ("Der Eintritt ist frei, Spenden sind willkommen.",)),
    ("de", ("Idee: Karin Brandt · Sprecher: Uwe Klein · Technik: Radio Altenwerk",)),
    ("en", ("Ravensdale, June 2021",)),
    ("en", ("Registered Charity No. 1000417. Donations welcome.",)),
    ("en", ("Leaflets are available from the village shop, price 50p.",)),
    ("en", ("Designed and printed by Hall & Sons, Bakewell, 01629 555 012",)),
    ("en", ("The information in this leaflet was correct at the time of printing.",)),
    ("en", ("We are grateful to all who lent us photographs.",)),
    ("en", ("Other walks in this series: The Mill Walk, The Quarry Walk.",)),
    ("zh", ("内容如有更新，以现场公告为准。",)),
    ("zh", ("二〇二三年五月于青石镇",)),
    ("zh", ("讲解词撰写：青石镇志愿讲解队",)),
    ("zh", ("工本费：3元",)),
    ("zh", ("更多内容请关注青石镇公众号。",)),
    ("zh", ("供稿单位：青石镇人民政府",)),
    ("zh", ("本导览由县文旅局支持制作。",)),
    ("zh", ("参与录音：李明、赵芳、王磊",)),
    ("zh", ("联系人：李明　电话：13800000000",)),
    ("zh", ("（青石镇文化站供稿）",)),
    ("zh", ("摄影／赵芳",)),
    ("zh-Hant", ("策劃：鹽埕社區發展協會　插畫：小安",)),
    ("zh-Hant", ("感謝高雄市立歷史博物館提供老照片。",)),
    ("zh-Hant", ("版權所有　翻印必究",)),
    ("zh-Hant", ("民國一一二年五月初版",)),
]
"""The last lines of leaflets, together."""
FRONTS = [
    (
        "zh",
        (
            "青石镇文化站 编",
            "二〇二三年五月",
        ),
    ),
    (
        "zh",
        (
            "撰稿　李明",
            "审稿　赵芳",
        ),
    ),
    (
        "zh",
        (
            "青石镇文化丛书之三",
            "李明 主编",
        ),
    ),
    (
        "en",
        (
            "by Brian Hill",
            "Second edition",
        ),
    ),
    (
        "en",
        (
            "Ravensdale Society, 2021",
            "Edited by Anna Bell",
        ),
    ),
    (
        "fr",
        (
            "par Odette Marchand",
            "avec les photos de Luc Petit",
        ),
    ),
    (
        "fr",
        (
            "Association Vieilles Pierres",
            "Édition 2021",
        ),
    ),
    (
        "es",
        (
            "Ana Ruiz (coord.)",
            "Ayuntamiento de Villarejo, 2021",
        ),
    ),
    (
        "de",
        (
            "von Karin Brandt",
            "Heimatverein Altenwerk e. V.",
        ),
    ),
    (
        "zh-Hant",
        (
            "鹽埕社區發展協會 編著",
            "民國一一二年五月",
        ),
    ),
    (
        "de",
        (
            "2. Auflage 2021",
            "Hrsg. von der Gemeinde Altenwerk",
        ),
    ),
    (
        "zh",
        (
            "文/李明",
            "图/赵芳",
        ),
    ),
    (
        "zh",
        (
            "编者：青石镇文化站",
            "适用：团队游客",
        ),
    ),
    (
        "zh",
        (
            "青石镇文化站编",
            "2021年初版",
        ),
    ),
    (
        "zh-Hant",
        (
            "林美玲　著",
            "鹽埕社區發展協會　出版",
        ),
    ),
    (
        "en",
        (
            "Written by pupils of Ravensdale School",
            "with drawings by Class 4",
        ),
    ),
    ("en", ("Compiled 2019, revised 2022",)),
    ("en", ("A guide by the Ravensdale Society",)),
    (
        "fr",
        (
            "Texte : Odette Marchand",
            "Dessins : Luc Petit",
        ),
    ),
    ("fr", ("Une promenade proposée par l'association Vieilles Pierres",)),
    (
        "es",
        (
            "Texto: Ana Ruiz",
            "Ilustraciones: Luis Gil",
        ),
    ),
    (
        "es",
        (
            "Edita: Ayuntamiento de Villarejo",
            "1.ª edición, 2021",
        ),
    ),
    (
        "de",
        (
            "Ein Rundgang mit Karin Brandt",
            "Herausgegeben vom Heimatverein Altenwerk e. V.",
        ),
    ),
    (
        "de",
        (
            "Text: Karin Brandt",
            "Stand: Mai 2021",
        ),
    ),
]
"""What stands below titles."""
STORIES = [
    ("zh", "小组编了三天三夜，才把这张竹席编完。"),
    ("zh", "照片由他的孙女提供给了博物馆，您现在看到的是复制品。"),
    ("zh", "宝塔街12号从前是染坊，门牌还在。"),
    ("zh", "这本书二〇二一年初版，印了三千册就卖完了。"),
    ("en", "Edited by hand, the film took a whole year."),
    ("en", "Written by a monk in 1410, the book never left this room."),
    ("en", "Translated from the Latin, the motto says: work."),
    ("en", "The friends of the miller carried him home."),
    ("en", "At 14 High Street a baker lived, and the oven is still warm."),
    ("fr", "Textes de loi et contrats dormaient dans ce coffre."),
    ("fr", "Les amis du moulin chantaient ici jusqu'au matin."),
    ("fr", "Imprimé avec le soutien du roi, le journal parut dix ans."),
    ("fr", "Association des femmes tisserandes, elle fut fondée ici en 1884."),
    ("es", "Revisado en mayo de 1823 por orden del rey, el plano se perdió."),
    ("es", "Las fotografías de la familia colgaban en este pasillo."),
    ("es", "De lunes a domingo sonaba la campana a las 10 h. Nadie la oía ya."),
    ("de", "Fotos von diesem Haus gingen um die Welt."),
    ("de", "Heimatverein und Feuerwehr retteten 1974 die letzte Retorte."),
    ("de", "Herausgegeben von einem Schmied, erschien das Blatt nur im Winter."),
    ("fr", "N'oubliez pas de rendre l'appareil à l'accueil."),
    ("fr", "Avec la participation de tous, le pont fut reconstruit en un été."),
    ("fr", "Ce livret fut imprimé en secret dans cette cave."),
    ("es", "Con la financiación del marqués se levantó la torre."),
    ("de", "Mit Mitteln der Zunft wurde das Dach gedeckt."),
    ("de", "Der Eintritt war frei, doch niemand wagte sich hinein."),
    ("en", "Please return your headset to the desk."),
    ("en", "Leaflets like this were printed here at night, behind the coal."),
    ("en", "By permission of the abbot, the smith sold ale on feast days."),
    ("en", "Printed by candlelight, the leaflets lay under the milk churns."),
    ("zh", "这条路由乡亲们出资修建，一共修了三年。"),
    ("zh", "本村由三个姓氏组成，祠堂却只有一座。"),
    ("zh", "感谢大家一路陪伴，也感谢各位的支持。"),
    ("zh", "感谢李师傅提供的照片，让我们看到了当年的样子。"),
    ("zh", "本书由王先生整理，三百年来传抄不断。"),
    ("zh", "周一闭馆的时候，只有猫还在院子里走来走去。"),
    ("zh-Hant", "感謝您的支持，歡迎再來鹽埕。"),
    ("en", "Thanks to these photographs we know what the hall looked like."),
    ("en", "Thanks to Mary Hill for her photographs, the mill was saved."),
    ("en", "This trail was made by drovers, long before the road."),
    ("en", "Open all year, the inn never once locked its door."),
    ("fr", "Merci à vous tous, et bonne route."),
    ("fr", "Nous vous remercions de votre visite."),
    ("fr", "Entrée : en 1870, il fallait payer deux sous."),
    ("fr", "Ce parcours a été tracé par les contrebandiers, la nuit."),
    ("es", "Gracias a las fotografías de entonces, sabemos cómo era."),
    ("es", "Este recorrido fue abierto por los pastores de la sierra."),
    ("de", "Wir danken Ihnen für Ihren Besuch."),
    ("de", "Dieser Rundgang wurde von Mönchen angelegt, Stein um Stein."),
]
"""Sentences that open with the same words."""
CRAFTS = ("竹编", "草编", "石编竹席", "口述史", "摄影")
"""Titles that end or open like credits."""


@pytest.mark.parametrize(("language", "text"), CREDITS)
def test_a_credit_below_the_title_is_neither_a_stop_nor_spoken(language: str, text: str) -> None:
    body = write_document(language, is_markdown=True)
    title, _gap, rest = body.partition("\n\n")
    tour = checked_tour(f"{title}\n\n{text}\n\n{rest}", "a.md")
    assert [stop.title for stop in tour.stops] == [name for name, _text in STOPS[language]]
    assert not any(part in without_spaces(narration(tour)) for part in bare_sentences(text))


@pytest.mark.parametrize("is_markdown", [False, True])
@pytest.mark.parametrize(("language", "text"), CREDITS + FEET)
def test_a_credit_at_the_foot_is_not_spoken(language: str, text: str, is_markdown: bool) -> None:
    tour = checked_tour(write_document(language, text, is_markdown=is_markdown), "a.md" if is_markdown else "a.txt")
    assert len(tour.stops) == 2
    assert not any(part in without_spaces(narration(tour)) for part in bare_sentences(text))


@pytest.mark.parametrize(("language", "lines"), ENDINGS)
def test_the_last_lines_of_a_leaflet_are_not_spoken(language: str, lines: tuple[str, ...]) -> None:
    for is_markdown in (False, True):
        tour = checked_tour(
            write_document(language, *lines, is_markdown=is_markdown), "a.md" if is_markdown else "a.txt"
        )
        assert len(tour.stops) == 2
        assert not [line for line in lines if without_spaces(line) in without_spaces(narration(tour))]


@pytest.mark.parametrize(("language", "lines"), FRONTS)
def test_lines_below_a_title_are_neither_stops_nor_spoken(language: str, lines: tuple[str, ...]) -> None:
    title, _gap, rest = write_document(language).partition("\n\n")
    tour = checked_tour("\n\n".join((title, *lines, rest)))
    assert (tour.title, len(tour.stops)) == (title, 2)
    assert not [line for line in lines if without_spaces(line) in without_spaces(narration(tour))]


@pytest.mark.parametrize(("language", "text"), STORIES)
def test_a_story_that_opens_like_a_credit_is_spoken(language: str, text: str) -> None:
    for tour in (checked_tour(write_document(language, text)), checked_tour(write_document(language, inner=text))):
        assert without_spaces(text) in without_spaces(narration(tour))


@pytest.mark.parametrize("title", CRAFTS)
def test_a_craft_is_no_author(title: str) -> None:
    text = "这门手艺传了六代，村里的老人闭着眼睛也会做。"
    tour = checked_tour(f"# 青石镇\n\n## {title}\n\n{text}\n\n## 染坊\n\n{STOPS['zh'][0][1]}\n", "a.md")
    assert [stop.title for stop in tour.stops] == [title, "染坊"]


@pytest.mark.parametrize(
    ("byline", "heading", "title"),
    [
        ("撰稿：文化站 老杜 二〇一七年腊月", "第{}站：{}", "渡口"),
        ("作者：杜文", "点位{}：{}", "渡口"),
        ("Author: Brian Hill", "Stop {}: {}", "The Ferry"),
        ("Auteur : Luc Petit", "Étape {} : {}", "Le bac"),
        ("Autora: Ana Ruiz", "Parada {}: {}", "La barca"),
        ("Autor: Uwe Klein", "Station {}: {}", "Die Fähre"),
    ],
)
def test_a_numbered_title_below_a_byline_is_no_field(byline: str, heading: str, title: str) -> None:
    language = {"渡": "zh", "The": "en", "Le ": "fr", "La ": "es", "Die": "de"}.get(title[:3], "zh")
    parts = [(title, STOPS[language][0][1]), ("2", STOPS[language][1][1])]
    body = "\n\n".join(f"{heading.format(n, name)}\n{text}" for n, (name, text) in enumerate(parts, 1))
    tour = checked_tour(f"{title} 1900\n{byline}\n{body}\n")
    assert (tour.stops[0].number, tour.stops[0].title) == ("1", title)


def test_contacts_behind_an_appendix_are_not_spoken() -> None:
    for last in ("附：当日工作联系人", "附件：值班电话", "附：器材清单"):
        tour = checked_tour(write_document("zh", last))
        assert last not in narration(tour)


LETTERHEADS = [
    (
        "es",
        ("AYUNTAMIENTO DE VILLAR DEL PUERTO", "Concejalía de Turismo"),
        "Ruta histórica de Villar",
        "Parada {}: {}",
    ),
    ("fr", ("Mairie de Chanevières",), "Promenade au village", "Étape {} : {}"),
    ("de", ("Gemeinde Altenwerk", "Amt für Kultur"), "Rundgang im Werk", "Station {}: {}"),
    ("en", ("Ravensdale Parish Council",), "A Village Stroll", "Stop {}: {}"),
    ("zh", ("青石镇文化站",), "青石镇讲解词", "第{}站 {}"),
    ("zh-Hant", ("鹽埕區文化局",), "鹽埕老街導覽詞", "第{}站 {}"),
]


@pytest.mark.parametrize(("language", "offices", "title", "heading"), LETTERHEADS)
def test_offices_above_a_bold_title_are_no_title(
    language: str, offices: tuple[str, ...], title: str, heading: str
) -> None:
    stops = "".join(
        f"<p><b>{heading.format(n, name)}</b></p><p>{text}</p>" for n, (name, text) in enumerate(STOPS[language], 1)
    )
    head = "".join(f"<p>{office}</p>" for office in offices)
    tour = checked_tour(f"<html><body>{head}<p><b>{title}</b></p>{stops}</body></html>", "a.html")
    assert tour.title == title
    assert len(tour.stops) == 2


def test_an_institution_above_bold_stops_is_the_title() -> None:
    stops = "".join(f"<p><b>{name}</b></p><p>{text}</p>" for name, text in STOPS["zh"])
    tour = checked_tour(f"<html><body><p>青石镇文化馆</p>{stops}</body></html>", "a.html")
    assert [stop.title for stop in tour.stops] == [name for name, _text in STOPS["zh"]]


REQUESTS = [
    ("en", "Read slowly what the mason cut above the door."),
    ("en", "Speak softly here, because the bats are asleep."),
    ("en", "Read aloud the names on the stone."),
    ("en", "Speak softly, or the owls will wake."),
    ("en", "Speak softly; sound carries far under the dome."),
    ("en", "Read slowly by the light of the window."),
    ("zh", "请慢慢走，台阶很滑。"),
    ("zh", "请放慢脚步，听一听水声。"),
    ("zh", "请放慢速度，看看两边的老墙。"),
]
"""Words to visitors that only open like directions."""
READINGS = [
    ("en", "Read aloud by two children."),
    ("en", "Speak clearly into the microphone."),
    ("en", "Read slowly, pausing after each name."),
    ("zh", "请放慢语速"),
    ("zh", "请慢速朗读"),
    ("zh", "提问环节：这口井有多深？"),
    ("zh", "互动提问：谁见过石磨？"),
    ("zh", "现场问答：染缸一共几口？"),
]


@pytest.mark.parametrize(("language", "text"), REQUESTS)
def test_a_request_with_an_object_or_a_reason_is_spoken(language: str, text: str) -> None:
    assert without_spaces(text) in without_spaces(narration(checked_tour(write_document(language, inner=text))))


@pytest.mark.parametrize(("language", "text"), READINGS)
def test_how_a_text_is_read_and_asked_is_not_spoken(language: str, text: str) -> None:
    assert without_spaces(text) not in without_spaces(narration(checked_tour(write_document(language, inner=text))))
