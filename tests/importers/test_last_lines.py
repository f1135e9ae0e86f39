"""What closes a document and is no narration: practical sections, credits, lists of books, furniture of web pages."""

from __future__ import annotations

import re

import pytest
from drafting import checked_tour, narration

STOPS = {
    "zh": (
        ("染坊", "这座染坊建于光绪年间，院子里埋着二十八口染缸。蓝靛要发酵七天七夜，匠人每天搅动三次。"),
        ("水碾", "水碾直径三米，一天能碾四百斤稻谷。渠水从上游的石坝引来，冬天也不断流。"),
    ),
    "zh-Hant": (
        ("林家米店", "這家米店開了六十八年，門口的秤到現在還準。老闆娘說，颱風天也沒有關過門。"),
        ("福德祠", "福德祠的樑上刻著捐款人的名字，一共三十七位。廟前的榕樹比廟還要老。"),
    ),
    "en": (
        ("The Forge", "The last blacksmith shod his final horse here in 1954. His bellows hang behind the door."),
        ("The Chapel", "The quarrymen built the chapel in a single summer. They gave one day in seven for it."),
    ),
    "fr": (
        (
            "Le lavoir",
            "Le lavoir date de 1856 et pouvait accueillir vingt femmes. On y apprenait toutes les nouvelles.",
        ),
        (
            "Le four banal",
            "Chaque famille avait son jour pour cuire le pain. La pierre garde les marques des boulangers.",
        ),
    ),
    "es": (
        ("Plaza Mayor", "La plaza se terminó en 1788 y tiene doce arcos. Los martes se vendían aquí las mulas."),
        ("Lavadero", "El lavadero se alimenta de una fuente que nunca se ha secado. Las mujeres venían al amanecer."),
    ),
    "de": (
        ("Der Kohlenhof", "Hier kamen vierzig Waggons Kohle am Tag an. Das Werk verschlang sie bis zum Abend."),
        (
            "Das Retortenhaus",
            "Die Heizer arbeiteten zwölf Stunden am Stück. In den Retorten war es heißer als in jedem Ofen.",
        ),
    ),
}
TITLES = {
    "zh": "青石镇导览",
    "zh-Hant": "鹽埕老街導覽",
    "en": "A Village Stroll",
    "fr": "Promenade au village",
    "es": "Paseo por la villa",
    "de": "Rundgang im Werk",
}
NUMBERS = {"zh": "第{}站 ", "zh-Hant": "", "en": "Stop {}: ", "fr": "{}) ", "es": "Parada {}: ", "de": "Station {}: "}


def write_document(language: str, *foot: str, inner: str = "", top: str = "", is_markdown: bool = False) -> str:
    """A guide of two stops with lines below it, amid it or above its title."""
    mark = "## " if is_markdown else ""
    lines = [top, ("# " if is_markdown else "") + TITLES[language]]
    for n, (title, text) in enumerate(STOPS[language], 1):
        lines += [mark + NUMBERS[language].format(n) + title, text, inner if n == 1 else ""]
    return "\n\n".join(filter(None, (*lines, *foot)))


SECTIONS = [
    ("zh", "集合与交通", "地铁2号线青石站C口出，步行五分钟。每周六上午九点集合。"),
    ("zh", "参观须知", "馆内禁止吸烟。每周一闭馆，16:30停止入场。"),
    ("zh", "参观指南", "开馆时间9:00—17:00。凭身份证免费领票。"),
    ("zh", "交通指引", "乘18路公交车到青石桥站下车。停车场在村口。"),
    ("zh", "如何到达", "从高铁站打车约二十分钟。"),
    ("zh", "到达方式", "从高铁站打车约二十分钟。"),
    ("zh", "开放时间", "周二至周日9:00—17:00，周一闭馆。"),
    ("zh", "开放时间及票价", "周二至周日9:00—17:00。成人票20元。"),
    ("zh", "服务设施", "卫生间在停车场东侧。母婴室在游客中心一楼。"),
    ("zh", "入园须知", "请勿携带宠物。园内禁止明火。"),
    ("zh", "预约与咨询", "团队参观请提前三天预约。咨询电话0512-66001234。"),
    ("zh", "预约参观", "团队参观请提前三天预约。"),
    ("zh", "活动安排", "每月第一个周六上午有染布体验。名额二十人。"),
    ("zh", "集合信息", "集合地点为镇政府门口，集合时间为上午九点。"),
    ("zh", "报名方式", "扫描二维码填写姓名和电话。"),
    ("zh", "安全须知", "雨天石板路滑，禁止攀爬栏杆。"),
    ("zh", "游客服务", "轮椅和婴儿车可在前台免费借用。"),
    ("zh", "周边停车", "村口停车场可停四十辆车，每小时五元。"),
    ("zh", "餐饮与厕所", "厕所在祠堂后面。小吃店在村口。"),
    ("zh", "推荐阅读", "《青石镇志》，青石镇地方志办公室编"),
    ("zh", "参考书目", "王力：《江南水乡的染坊》，江南出版社，2009年"),
    ("zh", "延伸阅读", "费孝通《江村经济》\n\n阮仪三《江南古镇》"),
    ("zh", "拓展书单", "费孝通《江村经济》\n\n阮仪三《江南古镇》"),
    ("zh", "图片来源", "封面图由镇文化站提供，其余为作者拍摄。"),
    ("zh", "鸣谢", "感谢镇文化站提供老照片，感谢李师傅口述。"),
    ("zh", "制作团队", "撰稿李明，配音赵芳，后期王磊。"),
    ("zh-Hant", "集合與交通", "捷運二號出口集合，步行五分鐘可達。活動約九十分鐘。"),
    ("zh-Hant", "參觀須知", "館內禁止飲食。每週一休館。"),
    ("zh-Hant", "交通方式", "搭乘公車八十八路至鹽埕站下車。"),
    ("zh-Hant", "開放時間", "週二至週日上午九點到下午五點，週一休館。"),
    ("zh-Hant", "報名資訊", "每場二十人，請於活動三天前報名。"),
    ("zh-Hant", "延伸閱讀", "《鹽埕區志》，高雄市文獻委員會"),
    ("zh-Hant", "票價與開放時間", "全票五十元，每週一休館。"),
    ("zh-Hant", "洗手間與停車", "洗手間在市場二樓。停車請利用公有停車場。"),
    ("en", "Getting there", "Bus 42 stops at the church. There is a car park behind the inn."),
    ("en", "How to get there", "Bus 42 stops at the church. There is a car park behind the inn."),
    ("en", "Getting to the start", "Bus 42 stops at the church."),
    ("en", "Opening hours", "Tuesday to Sunday, ten till five. Closed in January."),
    ("en", "Opening times and admission", "Tuesday to Sunday, ten till five. Adults £4, children free."),
    ("en", "Transport and parking", "Bus 42 stops at the church. Parking is free after six."),
    ("en", "Public transport", "Bus 42 stops at the church every hour."),
    ("en", "Where to eat", "The Plough serves food until nine. The tea room closes on Mondays."),
    ("en", "Facilities", "Toilets are behind the village hall. There is a step at the door."),
    ("en", "Access", "The path is level as far as the chapel. There are three steps at the forge."),
    ("en", "Walk details", "Distance two miles, allow ninety minutes. Stout shoes are advised."),
    ("en", "Guided walks", "Walks leave from the green on the first Sunday of the month at two o'clock."),
    ("en", "Before your visit", "Dogs must be kept on a lead. Bring a torch."),
    ("en", "Meeting point", "The group meets by the war memorial at two o'clock."),
    ("en", "Further reading", "A. Nuttall, Smiths of the Dale (Ravensdale Press, 1988)"),
    ("en", "Books and websites", "A. Nuttall, Smiths of the Dale (Ravensdale Press, 1988)"),
    ("en", "Read more", "A. Nuttall, Smiths of the Dale (Ravensdale Press, 1988)"),
    ("en", "Acknowledgements and credits", "Thanks to the parish archive for the photographs."),
    ("en", "Photo credits", "Forge: County Record Office. Chapel: Brian Hill."),
    ("en", "Tickets", "Adults £4, children free. Tickets from the shop."),
    ("fr", "Comment venir", "Le car 12 s'arrête devant la mairie. Parking gratuit derrière l'église."),
    ("fr", "Accès", "Le car 12 s'arrête devant la mairie. Parking gratuit derrière l'église."),
    ("fr", "Accès et stationnement", "Le car 12 s'arrête devant la mairie. Parking gratuit derrière l'église."),
    ("fr", "Horaires", "Du mardi au dimanche, de 10 h à 17 h. Fermé en janvier."),
    ("fr", "Horaires et tarifs", "Du mardi au dimanche, de 10 h à 17 h. Plein tarif : 4 euros."),
    ("fr", "Visites guidées", "Départ devant la mairie le samedi à 15 h, de mai à septembre."),
    ("fr", "Renseignements", "À la mairie, le mardi et le vendredi matin."),
    ("fr", "Bibliographie", "Perrin, L., Le pain au village, Dijon, 1992"),
    ("fr", "Pour aller plus loin", "Perrin, L., Le pain au village, Dijon, 1992"),
    ("fr", "Lectures conseillées", "Perrin, L., Le pain au village, Dijon, 1992"),
    ("fr", "Rendez-vous", "Le groupe se retrouve devant l'église à 14 h 30."),
    ("fr", "Crédits", "Textes d'Odette Marchand, photographies de la mairie."),
    ("es", "Cómo llegar", "El autobús 3 para en la plaza. Hay aparcamiento junto al río."),
    ("es", "Horario", "De martes a domingo, de diez a dos. Lunes cerrado."),
    ("es", "Horarios y tarifas", "De martes a domingo, de diez a dos. Entrada general: 3 euros."),
    ("es", "Información general", "De martes a domingo, de diez a dos. Lunes cerrado."),
    ("es", "Visitas guiadas", "Los sábados a las doce, desde la puerta del ayuntamiento."),
    ("es", "Punto de encuentro", "La salida es a las doce desde la puerta del ayuntamiento."),
    ("es", "Transporte y aparcamiento", "El autobús 3 para en la plaza. Hay aparcamiento junto al río."),
    ("es", "Para saber más", "García, M., Lavaderos de la sierra, Ávila, 1999"),
    ("es", "Bibliografía recomendada", "García, M., Lavaderos de la sierra, Ávila, 1999"),
    ("es", "Agradecimientos", "A la familia Robles por las fotografías antiguas."),
    ("de", "Anreise", "Die Linie 7 hält vor dem Tor. Parkplätze gibt es am Bahnhof."),
    ("de", "Anfahrt und Parken", "Die Linie 7 hält vor dem Tor. Parkplätze gibt es am Bahnhof."),
    ("de", "So finden Sie uns", "Die Linie 7 hält vor dem Tor."),
    ("de", "Öffnungszeiten", "Dienstag bis Sonntag, zehn bis siebzehn Uhr. Im Januar geschlossen."),
    ("de", "Öffnungszeiten und Eintritt", "Dienstag bis Sonntag, zehn bis siebzehn Uhr. Erwachsene 4 Euro."),
    ("de", "Führungen", "Jeden ersten Sonntag im Monat um 14 Uhr ab Werkstor."),
    ("de", "Treffpunkt", "Die Gruppe trifft sich um 14 Uhr am Werkstor."),
    ("de", "Literatur", "Karl Weber: Kohle und Koks, Essen 1988"),
    ("de", "Literaturhinweise", "Karl Weber: Kohle und Koks, Essen 1988"),
    ("de", "Zum Weiterlesen", "Karl Weber: Kohle und Koks, Essen 1988"),
    ("de", "Barrierefreiheit", "Der Rundgang ist stufenlos. Ein Rollstuhl steht an der Kasse."),
    ("de", "Bildnachweis", "Werksarchiv, Karl Weber, Stadtmuseum"),
]
"""Last sections that visitors read and nobody says: language, heading, text."""
STORIES = [
    ("zh", "交通", "这条路是一九三六年修通的。从前进城要走两天山路，挑夫的号子一路不断。"),
    ("zh", "停车场", "这块空地从前是打谷场。每年秋天，全村人在这里扬谷，孩子们在草垛里捉迷藏。"),
    ("zh", "售票处", "老售票处的窗口只有一尺宽。一九五八年，第一张船票就是从这里卖出去的。"),
    ("zh", "集合地", "抗战时，游击队就在这棵樟树下集合。村里的老人还记得那天夜里的雨。"),
    ("zh", "广播室", "这间广播室是一九七一年建的。每天清晨六点半，全村人都在喇叭声里起床。"),
    ("zh", "开放的窗", "您看这扇窗，三百年来从没有关上过。"),
    ("zh", "厕所", "别笑，这座厕所是明代留下来的。上面的石雕刻着八仙过海。"),
    ("zh-Hant", "公車站", "這個公車站民國四十五年啟用。當年的候車椅，是鎮上木匠一釘一釘做出來的。"),
    ("en", "The Bus Station", "The first bus left here in 1926, with eleven passengers and a goat."),
    (
        "en",
        "Transport",
        "Coal came up the valley by packhorse until 1841. Then the railway took over in a single week.",
    ),
    ("en", "Access", "Nobody could reach the mine before the tunnel was blasted in 1822."),
    ("en", "The Ticket Office", "A clerk sat behind this window for forty years, and he never sold himself a ticket."),
    ("en", "The Car Park", "Beneath your feet lies the Roman bath. It was found in 1962, when the car park was dug."),
    ("en", "Opening Hours", "The night watchman opened the gate at five. Listen, and you can hear his bell."),
    ("en", "The Meeting Place", "The Quakers met in this barn from 1670, in silence and in fear."),
    ("fr", "Le parking", "Sous vos pieds dort l'ancien cimetière, déplacé en 1893."),
    (
        "fr",
        "Rendez-vous",
        "C'est ici que les amoureux se retrouvaient avant la guerre, le dimanche à la sortie de la messe.",
    ),
    ("fr", "Accès", "On n'entrait dans la mine que par ce puits, creusé en 1840."),
    ("es", "El transporte", "El carbón se transportaba en mulas hasta 1890, cuando llegó el tren."),
    ("es", "El horario", "El reloj marcaba el horario de los obreros: en 1912 trabajaban once horas."),
    ("de", "Der Treffpunkt", "Hier trafen sich 1848 die Bürger, um über die Pressefreiheit zu sprechen."),
    ("de", "Die Anfahrt", "Die Lokomotiven wurden 1902 über diese Rampe gezogen."),
    ("de", "Der Parkplatz", "Unter dem Parkplatz liegt der alte Friedhof, der 1871 verlegt wurde."),
]
"""Last stops of such names, which are stops."""
LAST_LINES = [
    ("zh", "广播室"),
    ("zh", "文案：李明　配音：赵芳"),
    ("zh", "青石镇文化站编印，二〇二三年五月印三千册"),
    ("zh", "本讲解词由青石镇文化站提供，未经许可不得转载。"),
    ("zh", "集合时间：周六上午9点，镇政府门口。"),
    ("zh", "集合地点：镇政府门口"),
    ("zh", "城西小学广播室"),
    ("zh", "镇文化站"),
    ("zh", "青石镇讲解组　2023年6月修订"),
    ("zh", "撰稿：李明，每周六上午九点在镇政府门口出发。"),
    ("zh", "本册由青石镇乡贤基金会资助印刷。"),
    ("zh", "（全文共1032字）"),
    ("zh", "讲解完毕。"),
    ("zh", "以上内容由镇文化站整理。"),
    ("zh", "校红领巾广播站"),
    ("zh", "少先队大队部"),
    ("zh", "定期讲解：周六、周日10:00，15:00"),
    ("zh-Hant", "鹽埕社區發展協會　編印"),
    ("zh-Hant", "廣播室"),
    ("zh-Hant", "導覽場次：每週六上午十點，於捷運二號出口集合。"),
    ("zh-Hant", "文／林美玲　圖／許文彥"),
    ("zh-Hant", "鹽埕國小廣播社"),
    ("en", "Printed with the support of the Dunmere Parish Fund. Registered charity 0000417."),
    ("en", "Printed with the support of the Dunmere Parish Fund. Registered charity no. 417."),
    ("en", "Dunmere Valley Railway Trust is a registered charity (no. 1000417)."),
    ("en", "The Dunmere Valley Trust is a registered charity and receives no public money."),
    ("en", "Registered in England and Wales no. 1000417."),
    ("en", "Registered Charity Number 1000417"),
    ("en", "Words: Brian Hill and the history group. Walks leave from the green every Sunday at 2 pm."),
    ("en", "Text by Brian Hill. Guided walks leave the green at 2 pm every Sunday from May."),
    ("en", "Tours daily at 11 am and 2 pm, meeting at the main gate."),
    ("en", "Ravensdale Parish Council"),
    ("en", "Published by Ravensdale Parish Council, 2019"),
    ("en", "Reprinted 2019 with a grant from the Heritage Lottery Fund."),
    ("en", "Design: Blue Door Studio. Printed by Hall & Sons, Bakewell."),
    ("en", "© Ravensdale History Group 2019. No part of this leaflet may be reproduced."),
    ("en", "This leaflet was paid for by the Ravensdale Parish Fund."),
    ("en", "A project of the Ravensdale History Group, funded by the Lottery."),
    ("fr", "Textes : Odette Marchand, avec la chorale. Départ devant la mairie le samedi à 15 h."),
    ("fr", "Textes d'Odette Marchand, avec la chorale. Départ devant la mairie le samedi à 15 h."),
    ("fr", "Départ devant la mairie le samedi à 15 h."),
    ("fr", "Départs tous les dimanches à 14 h 30, place de l'Église."),
    ("fr", "Association loi 1901, siège : mairie de Chanevières."),
    ("fr", "Mairie de Chanevières, service culture"),
    ("fr", "Conception : Odette Marchand. Rendez-vous samedi à 15 h devant l'école."),
    ("fr", "Ouvert du mardi au dimanche de 10 h à 17 h. Entrée libre."),
    ("es", "Concejalía de Turismo"),
    ("es", "Ayuntamiento de Villarejo, Concejalía de Turismo"),
    ("es", "Textos: Ana Ruiz. Salida desde el ayuntamiento los sábados a las 12 h."),
    ("es", "Salidas: sábados a las 12, desde la plaza."),
    ("es", "Visitas guiadas los sábados a las 12:00."),
    ("es", "Oficina de Turismo"),
    ("es", "Edita la Concejalía de Turismo con la ayuda de la Diputación."),
    ("de", "Texte: Karin Brandt und der Heimatverein. Führungen jeden Sonntag um 14 Uhr ab Werkstor."),
    ("de", "Führungen jeden ersten Sonntag im Monat um 14 Uhr ab Werkstor."),
    ("de", "Eingetragener Verein, Amtsgericht Essen VR 417."),
    ("de", "Heimatverein Altenwerk e. V."),
    ("de", "Gedruckt mit Unterstützung der Sparkasse. Eingetragen im Vereinsregister Essen, VR 417."),
    ("de", "Dienstag bis Sonntag 10 bis 17 Uhr, montags geschlossen."),
    ("de", "Stadtverwaltung, Amt für Kultur"),
]
"""A last line that is no narration."""
LAST_SENTENCES = [
    ("zh", "我们的参观到这里就结束了，谢谢大家，再见！"),
    ("zh", "每天清晨六点半，广播室的喇叭准时响起，全村人就醒了。"),
    ("zh", "出门往左走五分钟，就是地铁二号线的出口，欢迎您再来。"),
    ("zh", "如果您还有时间，可以去村口的小店尝一尝米糕。"),
    ("zh", "染坊每年春天开缸，您若是三月来，可以亲手染一块布。"),
    ("zh", "这座桥由乡贤会出资修缮，二〇一九年重新通行。"),
    ("zh", "这里每周六还有集市，从清早一直热闹到中午。"),
    ("zh", "当年，少先队大队部就设在这间屋子里。"),
    ("zh-Hant", "導覽到這裡結束，歡迎您下次再來鹽埕。"),
    ("zh-Hant", "廟前每週六還有布袋戲，從民國五十年演到今天。"),
    ("en", "Thank you for walking with us. The tea room by the green is open until five."),
    ("en", "The charity that runs the chapel was founded in 1842 by a quarryman's widow."),
    ("en", "The bell still rings every Sunday at two, whether or not anybody comes."),
    ("en", "Trains left this platform every day at 7 am, and the whole village set its clocks by them."),
    ("en", "The Parish Fund paid for the new roof in 1931, one penny at a time."),
    ("en", "If you would like to see the forge at work, come back on a Sunday afternoon."),
    ("fr", "Le train partait devant la mairie chaque samedi à 15 h, et toute la classe agitait des mouchoirs."),
    ("fr", "Merci de votre visite, et bonne promenade dans le village."),
    ("fr", "Le samedi, le four est encore allumé : poussez la porte, on vous attend."),
    ("es", "Gracias por su visita, y hasta pronto."),
    ("es", "El tren salía los sábados a las doce, y medio pueblo venía a despedirlo."),
    ("es", "La Concejalía de Turismo ocupa hoy la antigua cárcel, donde en 1809 durmió el general."),
    ("de", "Vielen Dank für Ihren Besuch, und kommen Sie gut nach Hause."),
    ("de", "Jeden Sonntag um 14 Uhr heulte die Sirene, und die Kinder liefen nach Hause."),
    ("de", "Der Heimatverein rettete 1974 die letzte Retorte vor dem Schrott."),
]
"""A last sentence that is spoken, with the same words."""
FURNITURE = [
    ("zh", "您是本站第004417位访客"),
    ("zh", "本站建议使用IE6.0以上浏览器，1024×768分辨率浏览"),
    ("zh", "最后更新：2003年2月3日"),
    ("zh", "最佳浏览效果：1024*768"),
    ("zh", "返回主页"),
    ("zh", "站长信箱：webmaster@qingshi.example"),
    ("zh", "留言簿 | 友情链接 | 联系站长"),
    ("zh", "访问人数：004417"),
    ("zh", "本页最后更新于2003年2月。建议使用IE浏览。"),
    ("zh", "Copyright © 2003 青石镇 All Rights Reserved"),
    ("zh", "本网站由青石镇文化站制作维护"),
    ("zh", "欢迎光临我的主页！"),
    ("zh", "请使用IE5.0以上版本浏览，分辨率800×600。您是第004417位客人。"),
    ("zh", "页面建设中"),
    ("zh", "友情链接：青石小学　水乡论坛"),
    ("zh", "签写留言"),
    ("zh", "在线人数：3"),
    ("zh-Hant", "您是第004417位訪客"),
    ("zh-Hant", "建議使用IE瀏覽器，解析度1024x768"),
    ("zh-Hant", "最後更新日期：2003/2/3"),
    ("zh-Hant", "回首頁"),
    ("zh-Hant", "網站管理員信箱"),
    ("zh-Hant", "瀏覽人次：004417"),
    ("zh-Hant", "回上頁 | 回首頁 | 留言板"),
    ("en", "You are visitor number 004417. Best viewed in Netscape. Back to my home page. Last updated 3/2/2003"),
    ("en", "Best viewed with Netscape Navigator at 800 x 600."),
    ("en", "You are visitor 004417"),
    ("en", "Visitors since 1 May 1999: 004417"),
    ("en", "Last updated 3/2/2003"),
    ("en", "This page was last updated on 3 February 2003 by Brian."),
    ("en", "Back to my home page"),
    ("en", "Return to the index"),
    ("en", "Sign my guestbook!"),
    ("en", "Sign the Guest Book | View the Guest Book"),
    ("en", "Email the webmaster"),
    ("en", "Webmaster: Brian Hill"),
    ("en", "Page maintained by Brian Hill"),
    ("en", "This site is best viewed in 1024x768 resolution with frames enabled."),
    ("en", "Under construction"),
    ("en", "Hits: 4417"),
    ("en", "Hosted by GeoCities"),
    ("en", "[ Home | Map | Links | Guestbook ]"),
    ("en", "Home - Map - Links - E-mail me"),
    ("en", "This page has been visited 4417 times."),
    ("en", "Comments? Mail me!"),
    ("en", "Member of the Peak District Web Ring [ Prev | Next | Random ]"),
    ("en", "Page designed by Brian Hill with FrontPage"),
    ("en", "Made with Notepad."),
    ("en", "Top of page"),
    ("en", "Click here to go back"),
    ("en", "© Brian Hill 2003"),
    ("en", "Copyright 2003 B. Hill. All rights reserved."),
    ("fr", "Vous êtes le visiteur n° 004417"),
    ("fr", "Site optimisé pour Internet Explorer en 800x600."),
    ("fr", "Dernière mise à jour : 3 février 2003"),
    ("fr", "Retour à l'accueil"),
    ("fr", "Signez le livre d'or"),
    ("fr", "Écrire au webmestre"),
    ("fr", "Page vue 4417 fois"),
    ("fr", "Retour à la page d'accueil. Livre d'or. Vous êtes le 4417e visiteur."),
    ("es", "Usted es el visitante número 004417"),
    ("es", "Página optimizada para Netscape a 800x600"),
    ("es", "Última actualización: 3 de febrero de 2003"),
    ("es", "Volver a la página principal"),
    ("es", "Firma el libro de visitas"),
    ("es", "Contacte con el webmaster"),
    ("es", "Volver al inicio"),
    ("es", "Número de visitas: 4417"),
    ("de", "Sie sind der 4417. Besucher"),
    ("de", "Sie sind Besucher Nr. 004417"),
    ("de", "Optimiert für Netscape, 800x600"),
    ("de", "Letzte Aktualisierung: 3.2.2003"),
    ("de", "Zurück zur Startseite"),
    ("de", "Zum Gästebuch"),
    ("de", "Gästebuch | Impressum | Kontakt"),
    ("de", "Stand: 3. Februar 2003"),
    ("de", "Diese Seite wurde zuletzt am 3.2.2003 geändert."),
    ("de", "Zurück zur Übersicht"),
    ("de", "Besucherzähler: 4417"),
]
"""What people put around the text of their own web pages."""
NO_FURNITURE = [
    ("zh", "您是今天的第一批客人，请随意走走。"),
    ("zh", "留言簿里，有一位老兵写下了三页纸。"),
    ("zh", "每年有四十万游客来到这里，最多的一天有六千人。"),
    ("zh", "欢迎光临我的家乡！这里的水是甜的。"),
    ("zh-Hant", "回首這頁歷史，老人家常常落淚。"),
    ("en", "You are the first visitor of the day, so listen: the house is still asleep."),
    ("en", "The guest book lies open by the door; the first name in it is a king's."),
    ("en", "The chapel is best viewed from the bridge, in the evening light."),
    ("en", "The house is best viewed with the sun behind you."),
    ("en", "Four thousand visitors came in the first year."),
    ("en", "Return to the gate, and turn left at the pump."),
    ("en", "Go back to the home of the smith, and look at the lintel."),
    ("en", "The page was last updated by a monk in 1412, and the ink is still black."),
    ("en", "This tower was under construction for forty years."),
    ("fr", "Retournez à l'entrée et regardez la voûte."),
    ("fr", "Le livre d'or du château porte la signature de la reine."),
    ("fr", "Vous êtes le visiteur que l'on attendait ici depuis 1900."),
    ("es", "Vuelva al inicio de la calle y mire la torre."),
    ("es", "En el libro de visitas firmó el rey en 1921."),
    ("de", "Gehen Sie zurück zum Tor und sehen Sie nach oben."),
    ("de", "Im Gästebuch steht der Name des Kaisers."),
    ("de", "Sie sind der Besucher, auf den dieses Haus gewartet hat."),
]
NOTES = [
    ("zh", "本稿共1,032字，语速按每分钟240字计"),
    ("zh", "语速按每分钟220字计算。"),
    ("zh", "翻到第12页给观众看"),
    ("zh", "翻到第3页，给大家看老照片"),
    ("zh", "语速稍慢"),
    ("zh", "此处停顿三秒"),
    ("zh", "全文约1200字，录音约6分钟"),
    ("zh", "本稿用于录音，请勿外传。"),
    ("zh", "字数：1032"),
    ("zh", "时长：5分30秒"),
    ("zh", "本段约300字"),
    ("zh", "配音时长控制在五分钟以内。"),
    ("zh", "（语速放慢，带感情）"),
    ("zh", "语气亲切自然，不要播音腔"),
    ("zh", "拿出照片给游客看"),
    ("zh", "打开平板，展示第5张图"),
    ("zh", "指着墙上的照片说"),
    ("zh", "展示老照片"),
    ("zh", "出示实物"),
    ("zh", "此处播放录音"),
    ("zh", "朗读时注意停顿。"),
    ("zh", "以上为第一稿，待馆长审定。"),
    ("zh", "本稿根据县志整理，数据截至2022年底。"),
    ("zh", "朗读要求：普通话，语速每分钟200字。"),
    ("zh", "本文字数约1500字，预计时长7分钟。"),
    ("zh", "初稿，仅供讨论"),
    ("zh", "举起布样"),
    ("zh", "举起手里的布样给孩子们看"),
    ("zh", "让大家传看染料样品"),
    ("zh", "等全员到齐后再讲"),
    ("zh", "翻页"),
    ("zh", "下一张"),
    ("zh", "放慢语速读诗"),
    ("zh-Hant", "本稿共九百字，語速每分鐘兩百字。"),
    ("zh-Hant", "翻到第十二頁給觀眾看"),
    ("zh-Hant", "語速放慢"),
    ("zh-Hant", "拿出老照片給遊客看"),
    ("zh-Hant", "此處停頓三秒"),
    ("zh-Hant", "本稿僅供導覽使用"),
    ("en", "Read slowly."),
    ("en", "Pause here."),
    ("en", "Read slowly and clearly"),
    ("en", "Pause here for ten seconds."),
    ("en", "Show the photograph."),
    ("en", "Hold up the horseshoe."),
    ("en", "Hand round the photograph."),
    ("en", "Turn to page 12 and show the picture."),
    ("en", "Speak softly here."),
    ("en", "Approx. 450 words, 3 minutes at 150 words per minute."),
    ("en", "450 words"),
    ("en", "Word count 450"),
    ("en", "Wait for the group."),
    ("en", "Wait until everyone has caught up."),
    ("en", "Point to the lintel."),
    ("en", "Next slide"),
    ("en", "Slide 4"),
    ("en", "Long pause."),
    ("en", "Beat."),
    ("en", "This script is for recording only."),
    ("en", "Text not yet checked by the curator."),
    ("en", "Draft 2, not for circulation."),
    ("en", "Ring the bell twice."),
    ("en", "Play track 3."),
    ("en", "Reading speed: 140 words per minute."),
    ("en", "Let the children touch the bellows."),
    ("fr", "Lire lentement."),
    ("fr", "Marquer une pause."),
    ("fr", "Pause de trois secondes."),
    ("fr", "Montrer la photo."),
    ("fr", "Faire passer la photo."),
    ("fr", "450 mots, environ 3 minutes."),
    ("fr", "Débit : 140 mots par minute."),
    ("fr", "Attendre le groupe."),
    ("fr", "Parler doucement."),
    ("fr", "Montrer la page 12."),
    ("fr", "Texte provisoire, à relire."),
    ("es", "Leer despacio."),
    ("es", "Pausa de tres segundos."),
    ("es", "Mostrar la foto."),
    ("es", "Hacer una pausa."),
    ("es", "450 palabras, unos 3 minutos."),
    ("es", "Enseñar la página 12 al público."),
    ("es", "Esperar al grupo."),
    ("es", "Texto provisional, sin revisar."),
    ("es", "Hablar en voz baja."),
    ("de", "Langsam lesen."),
    ("de", "Kurze Pause."),
    ("de", "Foto zeigen."),
    ("de", "Pause machen."),
    ("de", "450 Wörter, etwa 3 Minuten."),
    ("de", "Seite 12 zeigen."),
    ("de", "Drei Sekunden Pause."),
    ("de", "Leise sprechen."),
    ("de", "Text noch nicht geprüft."),
    ("de", "Das Foto herumgeben."),
]
"""Notes to whoever reads the script aloud."""
NO_NOTES = [
    ("zh", "请翻到手册第12页，您会看到这座桥的老照片。"),
    ("zh", "这本家谱一共三十二万字，抄了整整九年。"),
    ("zh", "老人语速很慢，一句话要停三次。"),
    ("zh", "展示在您面前的，是一块明代的布样。"),
    ("zh", "翻过这座山，就是江西了。"),
    ("zh", "他举起手里的火把，照亮了整个山洞。"),
    ("zh", "此处停过三百条船。"),
    ("zh", "这份手稿共一千零三十二字，字字工整。"),
    ("zh", "指着这块石头，老人讲起了当年的洪水。"),
    ("zh", "出示令牌的人，才能走进这道门。"),
    ("zh", "等到天黑，灯一盏一盏亮起来。"),
    ("zh-Hant", "請翻到手冊第十二頁，您會看到這座橋。"),
    ("zh-Hant", "老闆娘語速很快，客人都聽不懂。"),
    ("en", "Pause here for a moment and listen to the water."),
    ("en", "Wait for the bell, and you will hear the whole valley answer."),
    ("en", "Point to any house here, and somebody will tell you who built it."),
    ("en", "The diary has 450 words for snow and none for the sea."),
    ("en", "Turn to page 12 of your leaflet and compare the two windows."),
    ("en", "Hold up your hand against the stone: it is as cold as it was in 1822."),
    ("en", "Show me a smith, they said, and I will show you a rich man."),
    ("en", "Let your eyes get used to the dark."),
    ("fr", "Lisez lentement l'inscription : le maçon s'est trompé de date."),
    ("fr", "Marquez une pause devant la porte et écoutez l'eau."),
    ("fr", "Attendez un instant : l'œil s'habitue à l'ombre."),
    ("es", "Haga una pausa y escuche el agua."),
    ("es", "Lea despacio la inscripción de la puerta."),
    ("de", "Lesen Sie langsam, was über der Tür steht."),
    ("de", "Machen Sie hier eine kurze Pause und hören Sie auf das Wasser."),
    ("de", "Warten Sie einen Augenblick, bis sich die Augen an das Dunkel gewöhnt haben."),
]
MAILS = [
    (
        "en",
        (
            "From: Morag Lindsay",
            "To: Tom Ashe",
            "Date: Tue, 6 Feb 2024",
            "Subject: Script for the walk",
            "Hi Tom,",
            "Here is the final text for the four posts. Could you record it before half term? Ring me about it.",
        ),
        (
            "half term",
            "Hi Tom",
            "final text",
        ),
    ),
    (
        "en",
        (
            "From: Morag Lindsay",
            "To: Tom Ashe",
            "Date: Tue, 6 Feb 2024",
            "Subject: Script for the walk",
            "Hi Tom,",
            "Here is the final text for the two stops, as promised.",
            "Ring me if anything is unclear.",
        ),
        (
            "promised",
            "unclear",
            "Hi Tom",
        ),
    ),
    (
        "en",
        (
            "Hi Tom,",
            "Here is the final text for the four posts. Could you record it before half term?",
            "Thanks,",
            "Morag",
        ),
        (
            "half term",
            "Hi Tom",
            "Morag",
        ),
    ),
    (
        "en",
        (
            "Dear Sue,",
            "Please find below the text for the walk. Let me know if anything needs changing.",
        ),
        (
            "below the text",
            "needs changing",
        ),
    ),
    (
        "fr",
        (
            "De : Odette Marchand",
            "À : Luc Petit",
            "Date : mardi 6 février 2024",
            "Objet : texte de la promenade",
            "Bonjour Luc,",
            "Voici le texte définitif des deux étapes. Peux-tu l'enregistrer avant les vacances ?",
        ),
        (
            "Bonjour Luc",
            "vacances",
            "texte définitif",
        ),
    ),
    (
        "fr",
        (
            "Bonjour Luc,",
            "Voici le texte définitif des deux étapes. Peux-tu l'enregistrer avant les vacances ?",
            "Merci d'avance,",
            "Odette",
        ),
        (
            "Bonjour Luc",
            "vacances",
        ),
    ),
    (
        "es",
        (
            "De: Ana Ruiz",
            "Para: Luis Gil",
            "Fecha: 6 de febrero de 2024",
            "Asunto: texto del paseo",
            "Hola Luis:",
            "Te mando el texto definitivo de las dos paradas. ¿Puedes grabarlo antes de Semana Santa?",
        ),
        (
            "Hola Luis",
            "Semana Santa",
        ),
    ),
    (
        "es",
        (
            "Hola Luis:",
            "Te mando el texto definitivo de las dos paradas. ¿Puedes grabarlo antes de Semana Santa?",
        ),
        (
            "Hola Luis",
            "Semana Santa",
        ),
    ),
    (
        "de",
        (
            "Von: Karin Brandt",
            "An: Uwe Klein",
            "Datum: 6. Februar 2024",
            "Betreff: Text für den Rundgang",
            "Hallo Uwe,",
            "hier ist der endgültige Text für die zwei Stationen. Kannst du ihn vor Ostern aufnehmen?",
        ),
        (
            "Hallo Uwe",
            "Ostern",
        ),
    ),
    (
        "de",
        (
            "Hallo Uwe,",
            "hier ist der endgültige Text für die zwei Stationen. Kannst du ihn vor Ostern aufnehmen?",
        ),
        (
            "Hallo Uwe",
            "Ostern",
        ),
    ),
    (
        "zh",
        (
            "发件人：李明",
            "收件人：赵芳",
            "日期：2024年2月6日",
            "主题：青石镇讲解词",
            "赵老师：",
            "您好！这是定稿，两个站点都改过了。麻烦您在五一前录好，有问题打我电话。",
        ),
        (
            "赵老师",
            "定稿",
            "五一前",
        ),
    ),
    (
        "zh",
        (
            "赵老师，您好：",
            "附上两个站点的定稿，麻烦您在五一前录好。",
        ),
        (
            "赵老师",
            "五一前",
        ),
    ),
    (
        "zh",
        (
            "发件人：李明",
            "收件人：赵芳",
            "日期：2024年2月6日",
            "主题：青石镇讲解词",
            "赵老师您好，讲解词发您，两站的顺序已经按您的意见调过了。",
            "请查收。",
        ),
        (
            "发您",
            "查收",
        ),
    ),
]  # words to one person above the text: language, lines, what is not spoken


def without_spaces(text: str) -> str:
    return "".join(text.split())


def bare_sentences(text: str) -> list[str]:
    return [without_spaces(part) for part in re.split(r"(?<=[。！？.!?])\s*|\n+", text) if len(part.strip()) > 3]


@pytest.mark.parametrize("is_markdown", [False, True])
@pytest.mark.parametrize(("language", "heading", "text"), SECTIONS)
def test_a_last_section_for_the_eye_is_no_stop(language: str, heading: str, text: str, is_markdown: bool) -> None:
    foot = ("## " if is_markdown else "") + heading
    tour = checked_tour(
        write_document(language, foot, text, is_markdown=is_markdown), "a.md" if is_markdown else "a.txt"
    )
    assert [stop.title for stop in tour.stops] == [title for title, _text in STOPS[language]]
    assert not any(part in without_spaces(narration(tour)) for part in (without_spaces(heading), *bare_sentences(text)))


@pytest.mark.parametrize(("language", "heading", "text"), STORIES)
def test_a_last_stop_of_such_a_name_is_spoken(language: str, heading: str, text: str) -> None:
    tour = checked_tour(write_document(language, "## " + heading, text, is_markdown=True), "a.md")
    assert len(tour.stops) == 3
    assert all(part in without_spaces(narration(tour)) for part in bare_sentences(text))


@pytest.mark.parametrize(("language", "text"), LAST_LINES)
def test_a_last_line_about_the_text_is_not_spoken(language: str, text: str) -> None:
    for is_markdown in (False, True):
        tour = checked_tour(write_document(language, text, is_markdown=is_markdown), "a.md" if is_markdown else "a.txt")
        assert len(tour.stops) == 2
        assert not any(part in without_spaces(narration(tour)) for part in bare_sentences(text))


@pytest.mark.parametrize(("language", "text"), LAST_SENTENCES)
def test_a_last_sentence_to_visitors_is_spoken(language: str, text: str) -> None:
    assert without_spaces(text) in without_spaces(narration(checked_tour(write_document(language, text))))


@pytest.mark.parametrize(("language", "text"), FURNITURE)
def test_furniture_of_a_page_is_not_spoken(language: str, text: str) -> None:
    body = "".join(
        f"<p><b>{NUMBERS[language].format(n)}{title}</b></p><p>{below}</p>"
        for n, (title, below) in enumerate(STOPS[language], 1)
    )
    page = f"<html><body><h1>{TITLES[language]}</h1>{body}<hr><center><font size=1>{text}</font></center></body></html>"
    for tour in (checked_tour(page, "a.html"), checked_tour(write_document(language, text))):
        assert len(tour.stops) == 2
        assert not any(part in without_spaces(narration(tour)) for part in bare_sentences(text))


@pytest.mark.parametrize(("language", "text"), NO_FURNITURE)
def test_the_same_words_in_a_story_are_spoken(language: str, text: str) -> None:
    for tour in (checked_tour(write_document(language, text)), checked_tour(write_document(language, inner=text))):
        assert without_spaces(text) in without_spaces(narration(tour))


@pytest.mark.parametrize(("language", "text"), NOTES)
def test_a_note_to_the_reader_is_not_spoken(language: str, text: str) -> None:
    for tour in (
        checked_tour(write_document(language, inner=text)),
        checked_tour(write_document(language, text, is_markdown=True), "a.md"),
    ):
        assert len(tour.stops) == 2
        assert without_spaces(text) not in without_spaces(narration(tour))


@pytest.mark.parametrize(("language", "text"), NO_NOTES)
def test_what_a_visitor_is_asked_to_do_is_spoken(language: str, text: str) -> None:
    assert without_spaces(text) in without_spaces(narration(checked_tour(write_document(language, inner=text))))


@pytest.mark.parametrize(("language", "head", "unspoken"), MAILS)
def test_words_to_one_person_above_the_text_are_not_spoken(
    language: str, head: tuple[str, ...], unspoken: tuple[str, ...]
) -> None:
    tour = checked_tour(write_document(language, top="\n\n".join(head)))
    assert len(tour.stops) == 2
    assert not any(without_spaces(part) in without_spaces(narration(tour)) for part in unspoken)
