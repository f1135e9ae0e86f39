"""Words that people put around the text of their own web pages: counters, guest books, browsers, the way back."""

from __future__ import annotations

import re

from .aside_patterns import LICENCE, WEB
from .line_memory import remember_lines
from .patterns import split_sentences

MAX_FURNITURE = 300
"""Characters of the longest line that is looked at."""
_BROWSER = (
    r"(?:netscape|internet explorer|ie ?\d|msie|mozilla|firefox|opera|navigator|\d{3,4} ?[x×*] ?\d{3,4}"
    r"|(?:[12]\d{3}|[68]\d\d) ?(?:pixels?|像素))"
)
_COUNT = r"[#n°º.]* ?\d[\d.,]*"
_DAY = r"\d{1,4}[-./年 ]\s?(?:\d{1,2}|[^\W\d_]{3,10})[-./月 ]?\s?(?:\d{1,4})?[日]?"
_LATIN = re.compile(
    r"(?i:you (?:are|['’]re) (?:the )?(?:visitor|guest|caller|number)(?: (?:number|no\.?|nr\.?))? ?"
    + _COUNT
    + r"(?:\w\w)?"
    r"(?: (?:visitor|guest|to (?:this|my) (?:site|page)|here|since)\b.{0,40})?"
    r"|you are the " + _COUNT + r"(?:st|nd|rd|th) (?:visitor|guest|person)\b.{0,40}"
    r"|(?:visitors|visits|hits|page views|counter|visitor counter)(?: since .{3,30})?\s?:? ?"
    + _COUNT
    + r"(?: since .{3,30})?"
    r"|(?:this )?(?:page|site) (?:has been )?(?:visited|viewed|accessed|hit) " + _COUNT + r" times.{0,30}"
    r"|(?:(?:this|my) )?(?:(?:site|page|pages|website) (?:is |are )?)?(?:best (?:viewed|seen|enjoyed)|optimi[sz]ed"
    r"|designed|looks best)"
    r" (?:with|in|for|at|on|using)\b.{0,40}" + _BROWSER + r".{0,60}"
    r"|(?:this |the )?(?:page|site|website|pages) (?:was |is )?(?:last (?:updated|modified|changed|edited)"
    r"|(?:maintained|designed"
    r"|created|hosted|run) (?:by|with|on|using))\b[^,;]{0,50}"
    r"|(?:last|latest) (?:updated?|modified|change|revision)s?\b\s?(?:on|at|:)? ?.{0,20}\d.{0,24}"
    r"|(?:made|created|built|hosted) (?:with|on|by|at) (?:notepad|frontpage|dreamweaver|geocities|tripod|angelfire"
    r"|freeserve|wordpress"
    r"|html|my own hands).{0,30}"
    r"|(?:(?:click )?here )?(?:(?:to )?(?:go |get )?(?:back|return)|back|return) to (?:my |the "
    r"|our )?(?:home ?page|main page|front page|index(?: page)?"
    r"|top(?: of (?:the |this )?page)?|site map|start page|welcome page|village page|menu)"
    r"|(?:click here )?to go back|click here to .{3,30}|top of (?:the )?page"
    r"|(?:please |do )?(?:sign|view|read|visit)(?: and view)? (?:my|our|the) (?:guest ?book)[!.]?|guest ?book"
    r"|(?:e-?mail|contact|write to|mail) (?:me|us|the webmaster|webmaster|brian)(?: here)?"
    r"|comments\?? (?:e-?)?mail (?:me|us)|webmaster\b.{0,40}"
    r"|(?:this (?:page|site) is )?(?:still )?under construction"
    r"|(?:proud )?member of (?:the )?.{3,40} web ?ring.{0,40}|\[?(?: ?(?:prev(?:ious)?|next|random|list) ?\|?){2,4}\]?"
    r"|vous êtes (?:le|la)? ?(?:visiteur|visiteuse)? ?(?:numéro|n[°o])? ?"
    + _COUNT
    + r"(?:e|ème|er)? ?(?:visiteur|visite)?.{0,30}"
    r"|(?:site|page|pages) optimisée?s? pour .{3,60}|page (?:vue|visitée|consultée) "
    + _COUNT
    + r" fois|(?:nombre de )?visit(?:es|eurs)\s?: ?"
    + _COUNT
    + r"|retour (?:à|au) (?:l['’]accueil|la page (?:d['’]accueil|principale|précédente)|sommaire|menu|début)"
    r"|(?:haut|début) de (?:la )?page"
    r"|(?:signe[rz]|voir|lire)? ?(?:(?:mon|notre|le) )?livre d['’]or|(?:écri(?:re|vez)|contacte[rz])(?:-(?:moi"
    r"|nous))? ?(?:au|le|à)? ?(?:web[- ]?(?:mestre|master))?"
    r"|(?:cette page|ce site) (?:a été|est) (?:mise? à jour|modifiée?|créée?|réalisée?|hébergée?)\b.{0,60}"
    r"|dernière (?:mise à jour|modification)\b.{0,12}\d.{0,20}"
    r"|(?:usted es|eres) (?:el|la)? ?(?:visitante|visita)? ?(?:número|n[°º.o]+)? ?"
    + _COUNT
    + r"(?:[ºª°])? ?(?:visitante)?.{0,30}"
    r"|(?:página|sitio|web) (?:optimizad[oa]|diseñad[oa]|actualizad[oa]|cread[oa]|mejor vist[oa])\b.{0,60}"
    r"|(?:número de )?visitas\s?: ?"
    + _COUNT
    + r"|volver (?:a la (?:página (?:principal|de inicio|anterior)|portada)|al (?:inicio|índice|menú|principio))"
    r"|(?:firma[r]?|ver|lee[r]?)? ?(?:(?:mi|nuestro|el) )?libro de (?:visitas|firmas)"
    r"|(?:contact[ae]r?|escrib[ae]r?) (?:con|a) (?:el |la )?web ?master|última actualización\b.{0,12}\d.{0,24}"
    r"|(?:sie sind|du bist) (?:der |die )?(?:besucher(?:in)?)? ?(?:nr\.?|nummer)? ?"
    + _COUNT
    + r" ?(?:besucher(?:in)?)?.{0,30}"
    r"|(?:(?:diese )?(?:seite|homepage|site) )?(?:ist )?optimiert für .{3,60}|(?:besucher(?:zähler|zahl)?|zugriffe"
    r"|aufrufe)(?: seit .{3,20})?\s?: ?"
    + _COUNT
    + r"|zurück (?:zur? |zum )(?:startseite|hauptseite|übersicht|homepage|anfang|index|hauptmenü)"
    r"|(?:seiten)?anfang|(?:zum|ins|unser|mein)? ?gästebuch"
    r"|(?:diese )?seite wurde (?:zuletzt )?.{0,30}(?:geändert|aktualisiert|erstellt|besucht|aufgerufen).{0,20}"
    r"|letzte (?:aktualisierung|änderung)\b.{0,12}\d.{0,24}"
    r"|(?:e-?mail|mail|nachricht) an (?:den )?webmaster)"
)
_CHINESE = re.compile(
    r"您?是(?:本(?:站|页|网)|我)?的?第?\s?\d{3,}\s?位?(?:[访訪]客|[访訪][问問]者|客人|[来來][访訪]者|朋友)"
    r"|您是(?:本站|本页)?第.{1,14}(?:访客|访问者|位客人|来访者)"
    r"|(?:访问|浏览|在线|来访|点击|参观)(?:人数|人次|次数|量|统计)\s?[:：]?\s?\d[\d,]*.{0,4}"
    r"|(?:本(?:站|页|网站)|建议|推荐|请|最佳)*(?:使用|用|以|采用|在)?.{0,10}(?:(?<![A-Za-z])IE|Netscape|浏览器|分辨率|解析度"
    r"|\d{3,4}\s?[x×X*]\s?\d{3,4}).{0,30}(?:浏览|观看|访问|以上|版本|分辨率|解析度|效果|为佳|最佳)?.{0,20}"
    r"|最佳(?:浏览|显示|观看)效果.{0,30}|(?:本站|本页|本网页|网页|页面|网站)(?:最后|最近|上次)?(?:更新|修改|维护|制作|建设|设计|建立)(?:于|时间|日期|中|[:：]).{0,30}"
    r"|本(?:站|网站|网页|页)由.{2,24}(?:制作|维护|设计|建立|提供).{0,8}|最后(?:更新|修改)(?:时间|日期)?\s?(?:于|[:：])?\s?\d.{0,20}"
    r"|(?:返回|回到?|回)(?:主页|首页|上页|上一页|目录|顶部|页首|页顶|索引)|(?:签写|查看|我的)?留言(?:簿|板|本)?|访客留言|友情链接.{0,40}|(?:网站)?地图|(?:联系"
    r"|写信给)?(?:站长|网站管理员|版主)(?:信箱|邮箱)?.{0,30}"
    r"|欢迎(?:光临|来到|访问)(?:我|本)?的?(?:个人)?(?:主页|网站|网页|小站|本站)|(?:加入|设为)(?:收藏|首页)|(?:网站|页面|网页)?建设中.{0,4}|网站(?:首页|地图|公告)"
)
_MENU = re.compile(
    r"(?i:home(?: ?page)?|main page|index|map|site ?map|links?|guest ?book|e-?mail(?: (?:me|us))?|contact(?: (?:me"
    r"|us))?|news|photos?|gallery|about(?: (?:me|us))?|back|next|prev(?:ious)?"
    r"|top|forum|feedback|faq|help|search|history|accueil|plan(?: du site)?|liens|livre d['’]or|contact|retour"
    r"|suivant|précédent|sommaire|actualités"
    r"|inicio|portada|mapa|enlaces|libro de visitas|contacto|volver|siguiente|anterior|noticias|fotos"
    r"|startseite|übersicht|links|gästebuch|impressum|kontakt|zurück|weiter|aktuelles|datenschutz)"
    r"|首页|主页|目录|链接|友情链接|留言[簿板本]?|联系(?:站长|我们|方式)|论坛|相册|下一页|上一页|回首页|回上页|返回|网站地图|关于(?:本站|我们)|站长信箱"
)
_FIELD_GAP = re.compile(r"[　\t]+| {2,}|\s?[|｜·•»›]\s?|\s[-–—]\s|(?<=[。！？])")
MIN_MENU = 2
"""Words of a menu side by side from which a line is one."""
BRACKETED = re.compile(r"[\[【(（][^\[\]【】()（）]*[\]】)）]")


@remember_lines
def is_page_furniture(text: str) -> bool:
    """Whether a line holds nothing but furniture of a web page; ``text`` is in simplified characters."""
    text = text.strip(" \t　*-–—")
    if BRACKETED.fullmatch(text):
        text = text[1:-1].strip()
    if not text or len(text) > MAX_FURNITURE:
        return False
    if _is_furniture_part(text):
        return True
    fields = [field.strip(" []") for field in _FIELD_GAP.split(text)]
    fields = [field for field in fields if field]
    if len(fields) >= MIN_MENU and all(_MENU.fullmatch(field) for field in fields):
        return True
    parts = [part.strip() for field in fields for part in _split_parts(field)]
    own = sum(_is_own(part) for part in parts)
    return own > 0 and all(_is_furniture_part(part) or _MENU.fullmatch(part.rstrip(".!。！")) for part in parts)


def _split_parts(field: str) -> list[str]:
    """The sentences of a field; one cut behind Nr. or before a figure is joined again."""
    joined: list[str] = []
    for sentence in split_sentences(field):
        before = joined[-1].strip() if joined else ""
        if re.search(r"\b(?:[Nn]r|[Nn]o|n|der \d+)\.$", before) or (before and sentence.strip()[:1].isdigit()):
            joined[-1] = f"{before} {sentence.strip()}"
        elif sentence.strip():
            joined.append(sentence)
    return joined


def _is_own(part: str) -> bool:
    bare = part.strip(" \t　").rstrip(".!。！ ")
    return bool(_LATIN.fullmatch(bare) or _CHINESE.fullmatch(bare))


def _is_furniture_part(part: str) -> bool:
    return _is_own(part) or bool(WEB.fullmatch(part.rstrip(".。 ")) or LICENCE.fullmatch(part))
