"""Lines that name who wrote, translated, photographed or paid, and where they work, at the edge of a text.

社区文化小组编, Crédits photographiques : …, Edited by …, 12 rue de l'Église, 39600 Montclair: behind the opening words
are nothing but names. A word that no name has, above all a verb, makes narration of a line.
"""

from __future__ import annotations

import re

from .line_memory import remember_lines
from .lone_labels import SURNAMES

MAX_NAMES = 90
"""Characters of the longest list of names."""
MAX_NAME_WORDS = 16

_SMALL_WORDS = re.compile(
    r"(?i:avec|of|the|and|for|at|in|by|from|with|de|du|des|d|l|la|le|les|et|en|au|aux|à|sur|del?|los|las|el|y|e|con"
    r"|para|por"
    r"|von|vom|der|die|das|den|dem|und|für|am|im|zu|zur|bei|sowie|ex|s/n|no|nr|núm|bis|ter|[a-z])"
)
"""Small words amid names."""
_OFFICES = re.compile(
    r"(?i:(?:the )?(?:authors?|families|family|societ(?:y|ies)|group|club|trust|council|parish|county|town|village"
    r"|archives?"
    r"|museum|librar(?:y|ies)|collections?|private|local|history|records?|office|school|members?|volunteers?|project"
    r"|fund"
    r"|community|board|committee|department|unless|otherwise|stated|all|other|others|national|regional|park|heritage"
    r"|auteure?s?|familles?|mairie|commune|communauté|communes|musée|médiathèque|bibliothèque|fonds|collections?"
    r"|privée?s?"
    r"|particuli(?:er|ère)s?|municipa(?:l|le|ux|les)|départementa(?:l|le|ux|les)|régiona(?:l|le|ux|les)|office|tourisme"
    r"|syndicat|initiative|service|culture|culturel(?:le)?s?|patrimoine|conseil|général|région|département|ville"
    r"|village"
    r"|association|amis|comité|bénévoles|école|habitants|parc|naturel|intercommuna(?:l|le)|ministère|direction|droits"
    r"|réservés"
    r"|autor(?:es|as?)?|familias?|archivos?|ayuntamiento|diputación|provincia(?:l|les)?|museo|biblioteca|colecci(?:ón"
    r"|ones)"
    r"|particular(?:es)?|vecin[oa]s|oficina|turismo|concejalía|consejería|cultura|patrimonio|asociaci(?:ón|ones)"
    r"|amigos|junta"
    r"|gobierno|escuela|parque|natural|voluntari[oa]s|pueblo|villa|comarca|comarcal|fundación|propi[oa]s?|privad[oa]s?"
    r"|rue|place|avenue|boulevard|chemin|quai|route|impasse|allée|cours|calle|plaza|avda|avenida|paseo|street|road|lane"
    r"|square|terrace|vieux|vieille|ancien(?:ne)?s?|old|antigu[oa]s?|alten?|loi|régie"
    r"|habitants|inhabitants|vecinos|élèves|pupils|alumnos|schüler(?:innen)?n?|aide|cm\d|ayuda|apoyo|hilfe|help|soutien"
    r"|privat|evangelische[ns]?|katholische[ns]?|städtische[ns]?|örtliche[ns]?|e\. ?v))"
)
"""Common words in the names of offices, houses and owners, written small."""
_PARTS_OF_WORK = (
    r"textes?|texts?|textos?|words|script|documents?|sources?|quellen|fuentes|v\.? ?i\. ?s\. ?d\. ?p\.?|hrsg\.?"
    r"|photos?|photograph(?:y|s|ies?)|fotos?|fotograf(?:ías?|ien?)|pictures?|images?"
    r"|imágenes|bilder|abbildungen|illustrations?|ilustraci(?:ón|ones)|illustrationen|drawings|dessins?|dibujos"
    r"|zeichnungen"
    r"|aufnahmen|maps?|cartes?|mapas?|karten?|iconographie|rédaction|redacción|redaktion|conception|coordinat(?:ion|or)"
    r"|coordinación|koordination|édition|edición|edition|editors?|éditeur|editora?|compilation|documentation"
    r"|documentación"
    r"|recherches?|research|investigación|recherchen?|relecture|revisión|corrección|corrections?|lektorat|proofreading"
    r"|mise en page|maquette|graphisme|maquetación|diseño|design|layout|gestaltung|satz|grafik|voix|voz|voices?"
    r"|stimmen?"
    r"|traducci(?:ón|ones)(?: del? \w+)?|traductions?(?: (?:du |de l['’]|de )\w+)?|translations?(?: from (?:the )?\w+)?"
    r"|übersetzung(?:en)?(?: aus dem \w+)?|translated from (?:the )?\w+"
)
_PICTURES = (
    r"(?:photo(?:graph(?:y|ic)?)?|picture|image|illustration|cover)s?(?: (?:photo|image))?s? (?:credits?|sources?"
    r"|courtesy)"
    r"|(?:cover|title) (?:photo(?:graph)?|image|picture)|crédits?(?: (?:photo(?:graphique)?|iconographique|image"
    r"|illustration)s?| des (?:photos|images))?|(?:photo|image|illustration) de couverture|sources iconographiques"
    r"|créditos?(?: (?:fotográfico|gráfico)s?| de (?:las )?(?:fotos|fotografías|imágenes))?|(?:foto"
    r"|imagen) de (?:la )?portada"
    r"|(?:procedencia|origen) de las (?:fotos|fotografías|imágenes)|(?:bild|foto|abbildungs|karten)(?:nachweise?"
    r"|quellen?"
    r"|rechte)|titel(?:bild|foto)"
)
_LABELLED_NAMES = re.compile(
    rf"(?i:(?:{_PICTURES}|(?:{_PARTS_OF_WORK})(?:(?:,| and| &| et| y| e| und) (?:{_PARTS_OF_WORK})){{0,3}}))"
    r"\s*[:：]\s*(?P<names>\S.*)"
)
"""Photos et textes : …"""
_WORK = (
    r"produced|published|edited|compiled|collected|written|researched|illustrated|photographed"
    r"|translated(?: from (?:the )?\w+)?|drawn"
    r"|prepared"
    r"|designed|printed|revised|narrated|recorded|transcribed"
)
_AUTHORED = re.compile(
    rf"(?i:(?:{_WORK})(?:(?:,| and| &) (?:{_WORK}))? by"
    r"|(?:all )?(?:texts?|words|photos|photographs|pictures|drawings|maps?)(?: (?:and|&) \w+)? (?:by|courtesy of)"
    r"|(?:textes?|photos|photographies|dessins|illustrations|cartes?)(?: et \w+)? (?:de|du|des|par)\b"
    r"|(?:textes?|photos|photographies|dessins)(?: et \w+)? d['’]|sous la direction (?:de|du|d['’])"
    r"|(?:écrit|rédigé|coordonné|illustré|recueilli|réuni|établi|conçu|édité|traduit(?: d[eu] (?:l['’])?\w+)?)e?s? par"
    r"|(?:textos?|fotos|fotografías|dibujos|ilustraciones|mapas?)(?: y \w+)? (?:del?|por)\b"
    r"|(?:editad|escrit|redactad|coordinad|ilustrad|recopilad|elaborad|traducid|diseñad)[oa]s?(?: del? \w+)? por"
    r"|(?:texte?|fotos|bilder|zeichnungen|karten?)(?: und \w+)? von"
    r"|(?:herausgegeben|hrsg\.|zusammengestellt|verfasst|bearbeitet|illustriert|gezeichnet|gesammelt"
    r"|übersetzt|aus dem \w+(?: übersetzt)?) von)\s*(?P<names>\S.*)"
)
"""Edited by …, texte de …, herausgegeben von …"""
_SUPPORTED = re.compile(
    r"(?i:(?:(?:re)?printed|published|produced|made|created|translated|realised)(?: in \d{4})? with (?:the )?"
    r"(?:kind |generous |financial )?(?:support|help|assistance|aid|contribution) (?:of|from)"
    r"|(?:by (?:kind )?permission|with the (?:kind )?(?:permission|participation|cooperation)) of"
    r"|avec (?:l['’]|la |le )?(?:(?:aimable|précieu(?:x|se)|généreu(?:x|se)) )?(?:participation|autorisation"
    r"|contribution"
    r"|collaboration|soutien|financement) (?:financi(?:er|ère) )?d(?:e la|es?|u|e l['’]|['’])"
    r"|con (?:el |la )?(?:financiación|autorización|participación|contribución|aportación) del?"
    r"|mit (?:freundlicher |finanzieller )?(?:genehmigung|förderung|mitteln) (?:der|des|von)"
    r"|(?:a project|un projet|un proyecto|ein projekt) (?:of|by|de|du|des|del|der|des|von)"
    r"|(?:imprimé|publié|édité|réalisé|financé|traduit|tiré)e?s? (?:avec|grâce (?:à|au))(?: le| la| l['’])? ?"
    r"(?:soutien|aide|concours|participation|collaboration|appui)(?: financi(?:er|ère))? d(?:e la|es?|u|e l['’]|['’])"
    r"|(?:impres|publicad|editad|realizad|financiad|traducid)[oa]s? (?:con|gracias a)(?: el| la)? (?:apoyo|ayuda"
    r"|colaboración|patrocinio|aportación)(?: económic[oa])? del?"
    r"|(?:gedruckt|erschienen|herausgegeben|entstanden|realisiert|übersetzt) mit (?:(?:freundliche|finanzielle)[rn]? )?"
    r"(?:unterstützung|hilfe|förderung|mitteln) (?:der|des|von|durch|vom))\s*(?P<names>\S.*)"
)
"""Imprimé avec le soutien du conseil départemental."""
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avr|mai|juin|juil|août|déc|ene|abr|ago|dic"
    r"|mär|okt"
    r"|dez)[a-zéûä]*\.?|spring|summer|autumn|winter|printemps|été|automne|hiver|primavera|verano|otoño|invierno"
    r"|frühjahr|sommer|herbst"
)
_REVISED = re.compile(
    r"(?i:(?:(?:last )?(?:revised|updated|reviewed|corrected|reprinted)|(?:texto )?(?:revisad|actualizad|corregid"
    r"|reimpres)[oa]"
    r"|(?:texte )?(?:révisé|revu|mise? à jour|corrigé|réimprimé)e?|(?:überarbeitet|aktualisiert|durchgesehen"
    r"|nachgedruckt)"
    r"|(?:first |second |third |new |revised )?(?:published|edition)|(?:première|deuxième|seconde|nouvelle|\d(?:e"
    r"|ère)) édition"
    r"|(?:primera|segunda|tercera|nueva|\d\.ª) edición|(?:(?:erste|zweite|\d\.),? )?(?:(?:überarbeitete|erweiterte"
    r"|durchgesehene) )?auflage)\s*[:,]?"
    rf"(?: (?:in|on|en|el|le|im|am|vom))?(?: \d{{1,2}}(?:\.|er|st|nd|rd|th)?)?(?: de)?(?: (?:{_MONTH}))?(?: de| del|,)?"
    r" (?:19|20)\d\d)"
)
"""Revisado en mayo de 2023, Second edition, May 2019."""
_NUMBER_ZH = r"[\d〇零○一二三四五六七八九十]"
_EDITION_ZH = re.compile(
    rf"(?:{_NUMBER_ZH}{{4}}|民国{_NUMBER_ZH}{{1,3}})年(?:{_NUMBER_ZH}{{1,2}}月)?(?:{_NUMBER_ZH}{{1,3}}日)?"
    rf"(?:初|再|第?{_NUMBER_ZH}|修订|增订|新)版(?:第?{_NUMBER_ZH}次?[刷印](?:刷)?)?|(?:翻印|翻版|侵权|盗版)必究"
)
"""二〇二一年初版"""
_BODY_ZH = (
    r"(?:[小课剧]?组|[协学商研总]?会|社|馆|队|[站局]|校|[小中大]学|室|中心|部|处|所|院|公司|团|班"
    r"|编委|文史委|村委|政府|基金)"
)
_VERB_ZH = (
    r"编著|编撰|编写|编辑|主编|汇编|选编|编译|编绘|编制|编印|编纂|整理|撰稿|撰文|撰写|执笔|审校|审定|审订|校订|校对"
    r"|口述"
    r"|采写|采编|供稿|供图|翻译|摄影|绘图|绘制|插图|合编|合著"
)
_NAME_ZH = rf"(?:欧阳|司马|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
_NAMES_ZH = rf"{_NAME_ZH}(?:[、，,／/和与 　]+{_NAME_ZH})*(?:等人?)?"
_AUTHORED_ZH = re.compile(
    rf"(?:[\u4e00-\u9fff（）()·]{{1,20}}{_BODY_ZH}[ 　]*(?:{_VERB_ZH}|编|撰|著|译)|{_NAMES_ZH}[ 　]*(?:{_VERB_ZH})"
    rf"|{_NAMES_ZH}[ 　]+(?:编|撰|著|译|绘|校|文|图|摄)"
    rf"|(?:主编|编著|编者|编写|整理|撰稿|撰文|审校|审定|校订|口述|翻译|摄影|绘图)[ 　]+{_NAMES_ZH}"
    rf"|[\u4e00-\u9fff（）()·]{{2,20}}(?:编写组|编委会|编辑部|编辑组|编审委员会))"
    rf"(?:[ 　,，]*[（(]?{_NUMBER_ZH}{{4}}年(?:{_NUMBER_ZH}{{1,2}}月)?[)）]?)?"
)
"""社区文化小组编, 李明、赵芳整理, 主编　王磊."""
_PICTURES_ZH = re.compile(
    r"(?:(?:本[册书文页]|文中|封面|书中|部分|其余|所有|历史|老)?(?:图片|照片|插图|图)(?:均|皆|系"
    r"|都)?由[^，。]{2,24}(?:提供|供图|拍摄|绘制))"
    r"|(?:图片|照片|插图|封面|老照片)(?:来源|提供|版权|摄影|绘制)?(?:单位|者)?\s*[:：]\s*[^。！？]{2,40}"
)
_LEAFLET_CREDIT = re.compile(
    r"(?i:(?:(?:ce|cette|le|la|este|esta|el|this|the|das|dieses|diese|die|der|dieser) )?"
    r"(?:livret|dépliant|document|brochure|parcours|audioguide|circuit|folleto|cuaderno|guía|audioguía|recorrido"
    r"|itinerario"
    r"|faltblatt|heft|broschüre|rundgang|hörführung|leaflet|booklet|trail|guide)"
    r"(?: (?:a été|est|(?:ha|han) sido|fue|es|is|was|has been|wurde|ist))?"
    r" (?:(?:conçu|réalisé|édité|rédigé|financé|élaboré)e?|(?:editad|realizad|elaborad|financiad|impres|redactad)[oa]"
    r"|written|produced|made|designed|printed|erstellt|gefördert|herausgegeben|gestaltet|finanziert)"
    r" (?:par|por|by|von|vom|durch)) (?P<names>[^.!?]+)"
)
"""Ce livret a été réalisé par …"""
_MATERIAL = (
    r"(?:photo(?:graphie)?s|photographs|pictures|images|documents|prêt|archives|fotos|fotografías|imágenes|documentos"
    r"|préstamo|fotografien|bilder|unterlagen|leihgaben?|permission|loan)\b[^.!?,]{0,40}"
)
_WHO = r"\b(?:[^.!?]|\b(?:M|Mme|Mr|Mrs|Dr|Sr|Sra|St)\.){3,80}\b"
_THANKS_FOR_MATERIAL = re.compile(
    r"(?i:(?:nous remercions|(?:les )?(?:auteurs|amis) remercient|agradecemos|damos las gracias a|wir danken"
    rf"|(?:we|the (?:authors?|society|trust|group|council)) (?:are|is) grateful to|(?:we )?thank){_WHO}{_MATERIAL}"
    r"|(?:merci à|remerciements à|gracias a|(?:with )?thanks to|our thanks (?:go )?to|dank an)"
    rf"{_WHO}(?:pour|por|for|für)\b[^.!?,]{{0,30}}\b{_MATERIAL})"
    r"|(?:感谢|鸣谢|致谢)(?![^。]*(?:[您你]|大家|各位|我们|聆听|收听|参观))[^。！？]{2,40}(?:提供|支持|协助"
    r"|供图)[^。！？]{0,6}"
)
"""Thanks for photographs and papers; thanks to those who listen are for them."""
_ENTRY = re.compile(
    r"(?i:(?:entrée|tarifs?|entrada|eintritt|admission|horarios?|horaires?|öffnungszeiten|opening (?:times|hours)"
    r"|führungen)(?: [\w’' ]{1,30})?\s*:\s*(?=[^\n]*(?:€|£|euros?\b|\d ?h\b|uhr\b|[ap]\.?m\b|gratuit|libre|frei\b"
    r"|free\b|\d[.:]\d\d))"
    r"(?![^\n]*\b1\d{3}\b)[^\n!?]{2,100}"
    r"|(?:ouverte?|abierto|abierta|geöffnet|open) (?:toute l['’]année|todo el año|ganzjährig|all year(?: round)?)"
    r"|ganzjährig geöffnet|(?:mon|diens|donners|frei|sams|sonn)tags? ruhetag|mittwochs? ruhetag"
    r"|(?:der )?eintritt (?:ist )?frei(?:, spenden[^.!?]{3,30})?"
    r"|(?:donations|spenden|les dons)(?: (?:are|sind|sont))?(?: \w+)? (?:welcome|willkommen|erbeten|(?:les )?bienvenus)"
    r"|(?:(?:this|ce|cette|este|dieses|diese) (?:leaflet|booklet|brochure|livret|dépliant|folleto|faltblatt|broschüre"
    r"|heft)"
    r" (?:est|se|is|ist) (?:not |kostenlos |nicht )?(?:vendue?|gratuite?|disponible|imprimée?|imprime|vende|sold"
    r"|available"
    r"|printed|erhältlich|gedruckt|zum verkauf)|este folleto se (?:imprimió|publicó))\b[^.!?]{0,60}"
    r"|(?:(?:further|more) )?(?:leaflets|copies) (?:are )?available (?:from|at)\b[^!?]{3,60}"
    r"|(?:the )?(?:information|details|times)[^.!?]{0,30} (?:was|were|is|are) correct at the time of (?:printing"
    r"|going to press|writing)"
    r"|(?:further|more) (?:information|details) (?:is |are )?(?:available )?(?:from|at"
    r"|in)\b(?![^.!?]*\byou)[^.!?]{3,60}"
    r"|(?:plus d['’]|pour plus d['’])?(?:informations?|renseignements) (?:à|au|auprès)\b[^.!?]{3,60}"
    r"|más información en\b[^.!?]{3,60}|(?:weitere|nähere) informationen (?:im|in|bei|am|unter|gibt)\b[^.!?]{3,70}"
    r"|(?:other|more) (?:walks|trails|titles|leaflets|tours) in this series\s*:[^!?]{3,90}"
    r"|(?:dans la même collection|en la misma colección|in derselben reihe|in dieser reihe)\b[^.!?]{0,20}:[^!?]{3,90}"
    r"|(?:lunes|martes|domingos?)(?: \w+){0,4}, cerrado|livret gratuit\b[^.!?]{0,40}"
    r"|(?:part of|no\.? ?\d{1,3} (?:of|in)|number \d{1,3} (?:of|in)) (?:the )?[^.!?]{3,40} series"
    r"(?:, (?:no\.?|number) ?\d{1,3})?)"
    r"|(?:每?[周星][期]?[一二三四五六日末天](?:[、和及至到][周星]?[期]?[一二三四五六日末天])*(?:全天)?(?:闭馆|休馆"
    r"|公休|开放|休息|不开放))"
    r"(?:[，,](?:法定|国定|国家)?(?:节?假日|节日)[^，。]{0,10})?"
    r"|本[^，。]{1,8}版权[归属][^，。]{2,24}|本(?:手?册|书|折页|讲解词|(?:语音)?导览|音频|项目|稿)由[^。！？]{2,24}"
    r"(?:(?:资助|补助|赞助|支持|出资)(?:印制|制作|出版|编印)?|编写|编印|编制"
    r"|印制|整理|撰写)"
    r"(?:[，,][^。！？，]{0,16}(?:协助|致谢|供图|提供|资助|支持|印[刷制]|出版|审定|参与)[^。！？，]{0,6}){0,3}"
    r"|(?:图文|文字|资料|文稿|图片)?(?:整理|编排|统筹|编辑)(?:者|人|单位)?\s*[:：]\s*[\u4e00-\u9fff、 　]{2,16}"
    rf"|(?:参与|协助)?(?:录音|配音|朗读|制作|策划|插画)(?:者|人员?|单位)?\s*[:：]\s*{_NAMES_ZH}"
    r"|工本费\s*[:：]?[^。]{1,12}|(?:内容|信息|时间|线路|开放时间)(?:如有[^，。]{1,8}[，,])?(?:请)?以[^。，]{2,12}为准"
)
"""Fares, days of rest, series and rights."""
_STREETS = (
    r"\d{1,4}(?: bis| ter)?,? (?:rue|place|avenue|boulevard|chemin|quai|route|impasse|allée|cours)\b[^.!?]{2,40}"
    r"|(?:calle|c/|plaza|plza\.?|avda\.?|avenida|paseo|travesía|cuesta)[^.!?\d]{2,40}(?:,? (?:n\.?[ºo] ?)?\d{1,4}"
    r"|,? s/n)"
    r"|[\wäöüß. -]{3,30}(?:straße|strasse|str\.|gasse|platz|markt|weg|allee|ring|hof) \d{1,3}[a-z]?"
    r"|\d{1,4} [\w’' -]{3,40} (?:street|road|lane|avenue|square|terrace|close|row|hill|green|st\.?|rd\.?)"
)
_ADDRESS = re.compile(
    rf"(?i:(?:{_STREETS})(?:,? (?:d-|f-|e-)?\d{{4,5}} [\w’' ()-]{{2,40}})?(?:, [\w’' ,-]{{2,50}})?"
    r"|[^.!?:]{3,60},? (?:d-|f-|e-)?\d{5} (?-i:[A-ZÀ-Ý])[\w’' ()-]{2,40})"
    r"|[^.!?:]{3,70},? [A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}"
    r"|(?:[\u4e00-\u9fff]{2,8}[省市区县州])+[\u4e00-\u9fff]{1,16}(?:路|街|巷|弄|道|村|镇"
    r"|大院)\d{1,4}[号弄](?:[\u4e00-\u9fff\d]{0,12})"
)
"""A house in a street, or a place with its postal code."""
_FRIENDS = re.compile(
    r"(?i:(?:les |los |las |the |die )?(?:(?:amis|amigos|freunde|friends)\b|association|asociación"
    r"|syndicat d['’]initiative"
    r"|office (?:de|du) tourisme|oficina (?:municipal )?de turismo|tourist[- ]?(?:info(?:rmation)?"
    r"|office)(?: cent(?:re|er))?"
    r"|visitor cent(?:re|er)|(?:bürger|kultur|museums|heimat|förder|verschönerungs)verein|fremdenverkehrsamt"
    r"|tourismusbüro"
    r"|verkehrsamt|fundación|patronato|fondation|stiftung)(?P<names>.*))"
)


@remember_lines
def is_credit_line(text: str) -> bool:
    """Whether a sentence names who wrote, translated or photographed, and no more.

    ``text`` is in simplified characters.
    """
    text = text.strip(" .。*_")
    if _AUTHORED_ZH.fullmatch(text) or _PICTURES_ZH.fullmatch(text):
        return True
    match = _LABELLED_NAMES.fullmatch(text) or _AUTHORED.fullmatch(text)
    return match is not None and are_names(match["names"])


@remember_lines
def is_closing_credit(text: str) -> bool:
    """Whether a sentence behind the narration names who paid, when it was printed, an office or an address."""
    text = text.strip(" .。*_")
    plain = (_REVISED, _EDITION_ZH, _THANKS_FOR_MATERIAL, _ENTRY)
    if is_credit_line(text) or any(pattern.fullmatch(text) for pattern in plain):
        return True
    if (leaflet := _LEAFLET_CREDIT.fullmatch(text)) is not None and are_names(leaflet["names"]):
        return True
    if (supported := _SUPPORTED.fullmatch(text)) is not None and are_names(supported["names"]):
        return True
    if (friends := _FRIENDS.fullmatch(text)) is not None and are_names(friends["names"]):
        return True
    return _ADDRESS.fullmatch(text) is not None and are_names(re.sub(r"\d+", "", text))


def are_names(text: str) -> bool:
    """Whether a text is made of names: words with a capital, small words amid them, and words of offices."""
    if len(text) > MAX_NAMES or re.search(r"[!?！？。]", text):
        return False
    words = re.findall(r"[^\W\d_][\w-]*", text)
    if len(words) > MAX_NAME_WORDS:
        return False
    return all(
        not word[0].islower() or bool(_SMALL_WORDS.fullmatch(word) or _OFFICES.fullmatch(word)) for word in words
    )
