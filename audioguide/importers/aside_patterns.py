"""Words by which lines that nobody speaks are known: directions, labels, references, web furniture, contacts."""

from __future__ import annotations

import re

from .patterns import SENTENCE_END, SPOKEN_TIME
from .script_notes import READING_REQUEST

NARRATION_WORDS = (
    r"讲解词|解说词|导游词|导览词|講解詞|解說詞|導覽詞|解说文字|解说内容|讲解内容|讲解文字|讲解文稿|语音文稿|文字稿|口播稿|口播|正文|内容|旁白|台词|讲稿"
    r"|(?i:(?:(?:read|view|show|open|hide|see|full|text|the) ){0,3}transcript(?:ion)?|script|narration|narrator"
    r"|commentary|audio ?text|text|spoken text|voice-?over"
    r"|transcription|texte|commentaire|guion|guión|transcripción|locución|texto|transkript(?:ion)?|sprechertext"
    r"|hörtext)"
)
NARRATION_WORDS += r"|(?:讲解|解说|解說|講解|配音)(?=\s*[】\]〕:：])"
NARRATION_LABEL = re.compile(rf"[【\[〔(（]?\s*(?:{NARRATION_WORDS})(?![A-Za-zÀ-ÿ])\s*[】\]〕)）]?\s*[:：]?")
"""A line that only says that narration follows; also before the narration, in brackets or with a colon."""
DIRECTION_WORDS = (
    r"时长|讲解时长|时间|用时|(?:停留|参观|讲解|播放|预计|建议|步行|所需|游览|观看)(?:时间|时长)|位置|地点|所在位置|路线|动线|音乐|音效|配乐|背景音乐|画面|镜头|BGM|bgm"
    r"|景别|互动(?:环节|提问|问答)?|(?:现场|课堂|有奖)(?:提问|问答)|(?:提问|问答)环节|动作|道具|提示|讲解提示|"
    r"注|附注|编者按|注意|注意事项|备注|說明|说明|要点|讲解要点|重点|图片|配图|字幕|灯光|停顿|手势|过渡|转场|出场|时长约|版本|审核|撰稿|作者|编写|日期|时間|時長|位置點"
    r"|(?:[录錄]音|[录錄]制|后期|後製|拍[摄攝]|剪[辑輯]|朗[读讀]|播音|[讲講]解|[导導][览覽]|配音|制作|製作|[导導]演|[舞]台|[场場]景|技[术術]"
    r"|[灯燈]光|音[响響])(?:提示|[说說]明|注意(?:事[项項])?|[备備][注註]|要求)|(?:教师|教師|老师|老師|带队老师|辅导员)(?:提示|用语?|备课|備課|须知|須知|指导|注意|任务|准备"
    r"|参考)(?:事项)?|给(?:老师|教师)(?:的话|的提示)?"
    r"|教学(?:提示|建议|目标|重点|难点|准备|活动|用时)|(?:课前|活动)准备|学习目标|关键词|重点词汇"
    r"|(?i:teachers?[’']?s?[’']? (?:notes?|tips?|guide|prompts?|instructions?)|notes? for (?:teachers?|staff|leaders)"
    r"|(?:for|to) (?:the )?(?:teachers?|staff|group leaders?)|(?:ask|tell) (?:the )?(?:class|pupils|children)"
    r"|key ?words?"
    r"|key vocabulary|vocabulary|learning (?:objectives?|outcomes?|goals?)|curriculum links?|materials needed"
    r"|you will need|pour (?:l['’]enseignant(?:e)?|les enseignants)|notes? pour les enseignants"
    r"|(?:nota )?para (?:el profesorado|docentes)"
    r"|(?:hinweise? )?für (?:lehrkräfte|lehrer(?:innen)?|die lehrkraft)|lehrerhinweise?|schlüsselwörter|mots[- ]clés"
    r"|palabras clave|objectifs pédagogiques|objetivos didácticos|lernziele?)"
    r"|(?i:duration|length|time|running time|location|where|position|music|sound(?: effects?)?|sfx|f/?x|atmos?|bgm"
    r"|image|picture|photo|visual|visuels?|vid[eé]o|vídeo|imágenes|imagen|bild(?:er)?|fotos?|kamera|cámara|caméra"
    r"|screen"
    r"|pantalla|bildschirm|folie|diapositiv[ae]|d[ée]cor|szene|escena|déplacement|desplazamiento|wegbeschreibung|"
    r"scene|action|note(?: to (?:self|guide|speaker|editor|reader|presenter))?|notes|reminder|to ?do|n\.b\."
    r"|direction|directions|cue|props?|lighting|interaction|timing|reading time|playlist|version|author|"
    r"status|last updated|updated|word count|speaker|voice|tone|durée|lieu|musique|remarque|duración|lugar"
    r"|música|nota|dauer|ort|"
    r"musik|hinweis"
    r"|(?:recording|production|director[’']?s|voice|reading|stage|technical|sound) (?:notes?|directions?)"
    r"|indications?(?: de jeu)?"
    r"|bruitages?|ambiances?|effets? sonores?|fond sonore|générique|efectos?(?: de sonido| sonoros?)?|ambiente"
    r"|ruidos?|sonidos?"
    r"|geräusche?|atmo|klang|einspieler|toneffekte?|jingle|transition|transición|übergang"
    r"|consigne|acotación|indicación|regieanweisung|regie|anmerkung"
    r"|(?:notes?|n\.?b\.?|remarque|nota|hinweis|anmerkung) (?:for|to|pour|à|para|al?|für|an) [^:：\n]{2,40}?)"
)
DIRECTION_LABEL = re.compile(rf"[【\[〔]\s*(?:{DIRECTION_WORDS})\s*[】\]〕]\s*[:：]?|(?:{DIRECTION_WORDS})\s*[:：]")
"""【时长】2分钟 / Duration: 2 min: about the narration, not of it."""
SOUND = re.compile(
    r"声(?:音|响)?(?:起|渐|止|停|$)|聲|音乐|音樂|掌声|鼓声|钟声|铃声|歌声|静默|沉默|停顿|停頓|暂停|留白|笑声?$"
    r"|[响響]起|播放|淡[入出]|"
    r"(?i:\b(?:sounds?|noises?) (?:of|effects?|from)|^\W*(?:\w+ )?(?:music|silence|pause|applause|laughter"
    r"|birdsong|footsteps|sfx|fx|thunder|jingle|ambience|beat|"
    r"musique|bruits?|pausa|música|sonidos?|silencio|geräusche?|musik|stille|applaus)\b|\b(?:noise|cheering"
    r"|gulls|waves|crowd|hammering|ticking|crackling|fades?|fading|plays|playing|rings?|ringing|singing|laughs"
    r"|whistles?|chimes?)\b)"
)
FOREIGN_ACTIONS = (
    r"señal(?:ar|e)|esper(?:ar|e)|le(?:er|a) (?:despacio|en voz)|habl(?:ar|e)|girar|gire|camin(?:ar|e)|mostrar|muestre"
    r"|pausa|invit(?:ar|e)|encender|apagar|reproducir|indi(?:car|que)|dirigirse|despacio|hacer una pausa"
    r"|dejar (?:un|que)|montre[rz]|désigne[rz]|pointe[rz]|attend(?:re|ez)|lire (?:lentement|à voix)|parle[rz]"
    r"|tourne[rz]|marche[rz]|avance[rz]|s['’]arrêter|arrête[rz]|laisse[rz] (?:un|une|les|le)|marque[rz] une pause"
    r"|faire une pause|invite[rz]|lentement|doucement|indique[rz]|allume[rz]|éteindre"
    r"|zeigen|warten|langsam|leise|sprechen|vorlesen|innehalten|anhalten|einladen|auf .{2,30} (?:zeigen|deuten)"
)
"""What a direction in Spanish, French or German begins with: an infinitive or a request to the guide."""
ACTION = re.compile(
    r"\s*(?:.{0,12}(?:指向|指着|手指|转身|转向|示意|引导|带领|走向|走到|移步|前行|前往|乘车|上车|下车|步行|等待"
    r"|稍等|让游客|请游客|讲解员|邀请|提问|鞠躬|挥手|微笑|互动)"
    r"(?!.{0,4}[厅馆区室墙柜点廊]$)"
    r"|(?i:(?:walk|turn|point|wait|look|gesture|move|lead|pointing|walking|turning|whisper|press|speak|read"
    rf"|pause|smil|slowly|softly|quietly|loudly|beat)\w*\b|(?:{FOREIGN_ACTIONS})\b))"
)
ANY_BRACKET = re.compile(
    r"(?:\((?P<a>[^()]{1,120})\)|（(?P<b>[^（）]{1,120})）|\[(?P<c>[^\[\]]{1,120})\]|【(?P<d>[^【】]{1,120})】"
    r"|〔(?P<e>[^〔〕]{1,120})〕"
    r"|<(?P<f>[^<>|/]{1,120})>|＜(?P<g>[^＜＞]{1,120})＞|〈(?P<h>[^〈〉]{1,120})〉|\{(?P<i>[^{}|]{1,120})\}"
    r"|｛(?P<j>[^｛｝]{1,120})｝"
    r"|\*{1,2}(?P<k>[^*]{1,120})\*{1,2}|_{1,2}(?P<l>[^_]{1,120})_{1,2}|♪(?P<m>[^♪]{0,120})♪|〖(?P<n>[^〖〗]{1,120})〗"
    r"|［(?P<o>[^［］]{1,120})］)"
)
"""A bracket of any kind and what stands in it."""

BORDER_ACTION = re.compile(
    r"(?i:(?:stand|hold|hand|give|show|raise|lower|open|close|knock|ask|invite|stay|keep|take|start|stop|begin"
    r"|continue"
    r"|light|lights|switch|put|bring|pick|gather|usher|step|sit|enter|exit|leave|go|let|allow|visitors?"
    r"|the guide|guide"
    r"|presenter|the group|face|cross|follow|remain|repeat|count|clap|bow|video|slide|powerpoint|ppt)\b)"
    r"|(?:可|请|再|先|然后)?(?:站在|面向|面对|拿起|打开|关闭|开灯|关灯|展示|出示|切换|配合|放映|翻页|灯光|全体"
    r"|合影|众人|齐读|视频|投影"
    r"|走到|走进|退后|递给|传看|触摸|试|点亮)"
    r"|PPT"
)
"""What a bracket that stands between sentences tells the guide to do; amid a sentence it may be a remark."""


def bracket_content(match: re.Match[str]) -> str:
    """Return what stands in a bracket of any kind."""
    return next((group for group in match.groups() if group is not None), "").strip()


def opens_with_direction(text: str) -> bool:
    """Whether a line opens with a bracket that names a sound or an action."""
    match = ANY_BRACKET.match(text)
    return match is not None and is_direction_content(bracket_content(match))


def is_direction_content(text: str) -> bool:
    """Whether the content of a bracket is a sound or something to do, and no remark that belongs to a sentence."""
    words = len(text.split())
    short = len(text) <= 30 if re.search(r"[\u3400-\u9fff]", text) else words <= 9
    return short and bool(SOUND.search(text) or ACTION.match(text))


OPEN_QUESTION = re.compile(
    r"待(?:核[实實对對查]|[查考补補定]|确认|確認|完善|更新)|存疑|[需要](?:再?核[实實对對]|确认|確認|补充|補充)"
    r"|[?？]{2,}"
    r"|\b(?:TBC|TBD|TBA|TODO)\b|(?i:\bto (?:be )?(?:check|confirm|verif)"
    r"|^(?:please )?(?:check|confirm|verify) |à (?:vérifier|confirmer|compléter)"
    r"|por (?:confirmar|verificar|completar)|(?:noch )?zu (?:prüfen|klären|ergänzen))"
)
"""What an author still has to find out, in a bracket of the text: 哪一年砌的？待核实, TBC, à vérifier."""


def is_border_action(text: str) -> bool:
    """Whether the content of a bracket that stands between sentences is something to do, show or play."""
    return len(text) <= 80 and bool(BORDER_ACTION.match(text))


INSTRUCTION = re.compile(
    r"(?i:(?:speak|say|read|pause|wait|slow(?:ly)?|note(?: to (?:speaker|guide|reader|actor))?|narrator|guide"
    r"|walk|turn|point|let|allow|"
    r"check|todo|editor|play|do not|don't|repeat|softly|whisper|smile|louder|faster|tone"
    rf"|{FOREIGN_ACTIONS})\b)"
    r"|(?:请?讲解员|语速|语气|停顿|稍停|此处|注意|提示|放慢|等待|让观众|让游客|编者按|备注)"
)
CREDIT_FIELD = (
    r"(?i:textes?|textos?|texts?|scénario|guion|guión|drehbuch|voix|voz|voces|stimmen?|sprecher(?:in)?"
    r"|réalisation|realización"
    r"|dirección|regie|r[eé]dacti(?:on|e)|redacción|redaktion|traduction|traducción|übersetzung|prise de son"
    r"|sonido|ton|enregistrement"
    r"|grabación|aufnahme|musique|música|musik|lecture|lectura|script|words|written|voices?|narration|narrator"
    r"|director"
    r"|producer|production|recording|editor|translation|research|revisión|relecture|lektorat|durée"
    r"|duración"
    r"|dauer|duration|version|versión|fassung|stand|date|fecha|datum|mise à jour"
    r"|(?:revisad|corregid|traducid|grabad|escrit|redactad|realizad|locutad)[oa] por|(?:relu|écrit|traduit"
    r"|enregistré|lu|réalisé) par"
    r"|(?:geschrieben|übersetzt|gesprochen|gelesen|aufgenommen|geprüft|erstellt) von)\s*[:：]\s*"
    r"(?:[^\W\d_][\w’'-]*(?:\.(?=[ \w]))?|[&+]|\d[\d:./’'\"]*)(?:[ ,]{1,2}(?:\d[\d:./]*|[\w’'-]+(?:\.(?=\w))?"
    r"|[A-Z]\.|&)){0,5}"
)
"""Texte : Yann Le Goff, Duración: 6 min: who wrote it and how long it is."""
PRODUCTION = re.compile(
    rf"[(（]?{SPOKEN_TIME}[)）]?\.?|"
    r"(?:片[头頭尾]|[开開][场場]|主[题題]|背景|[过過][场場渡]|[转轉][场場]|[间間][隔奏])音[乐樂]"
    r"(?:[响響]?起|[渐漸][强弱起止停]|停|止|淡[入出])?"
    r"|(?i:(?:intro|outro|theme|closing|opening|background) music"
    r"|(?:music|musique|música|musik) (?:in|out|up|under|off|ends?|fin|fuera)"
    r"|(?:musique|música|musik) (?:de fin|d['’]intro(?:duction)?|de cierre|de fondo|zum schluss)"
    r"|(?:anfangs|schluss)musik)|"
    r"(?:[-*] )?(?:\[[ xX✓]\]|[☐☑☒])[ \t]\S[^\n]{0,160}|[□☐☑☒][ \t　]*[^\d\s][^\n]{0,160}"
    r"|[^\n]{0,160}[?？:：)）][ \t　]*[_＿]{4,}[\s。.]*"
    r"|[\u4e00-\u9fff·（）()]{2,24}(?:编印|編印|编制|印制|监制|監製|出品|编著|主编|供稿|编辑部|编写组)"
    rf"|(?i:{READING_REQUEST})"
    r"|请(?:讲解员|朗读者|播音员)[^\n]{0,40}"
    r"|请(?:慢|放慢|缓慢)[点些地速一]{0,2}(?:[读念讲说播录]|朗读|语速|速度|节奏)(?![^\n]*[看听摸走])[^\n]{0,18}"
    r"|[(（【\[]?\s*(?:全程|总|預計|预计|讲解|建议|录音)?(?:时长|用时|讲解时间|时间)[^。\n]{0,20}?(?:分钟|分鐘"
    r"|秒|小时)[^。\n]{0,12}[)）】\]]?"
    r"|(?i:(?:(?:total )?running time|playlist|reading time|total (?:duration|length|time))\b[^.\n]{0,60})"
    r"|(?i:(?:duration|length|time)(?:\s*[:：=(–—-][^.\n]{0,60}|\s+(?:\w+\s+)?\d[^.\n]{0,60}|\s*))"
    r"|(?i:(?:durée|duración|gesamtdauer|dauer|laufzeit|hördauer|tiempo|temps)(?: [\w’']+){0,3}\s*[:：][^.\n]{0,60})"
    rf"|(?:{CREDIT_FIELD})(?:\s*[-–—·|/,;]\s*(?:{CREDIT_FIELD}))*"
    r"|(?:[出登]场|[出登]場|主要|剧中|劇中)?(?:人物|角色|演员|演員|配音)(?:表|介绍|介紹|列表)?\s*[:：]"
    r"[^。！？!?\n]{1,30}[，；、,;/][^。！？!?\n]{1,90}"
    r"|(?i:characters|cast|dramatis personae|personnages|personajes|reparto|personen|figuren|rollen)"
    r"\s*[:：][^.!?\n]{1,40}[,;/][^.!?\n]{1,90}"
    r"|(?i:(?:version|draft|revised|last updated|copyright)\b[^\n]{0,60}(?<!,))"
    r"|(?i:stand(?:\s*[:：]|\s+(?:\w+\s+){0,2}\d)[^\n]{0,60})"
    r"|(?i:(?:(?:written|recorded|read|narrated|voiced|produced|translated|compiled|prepared|edited|checked|approved"
    r"|researched|typed|drafted|transcribed|proofread|collected|retyped)(?: and \w+)?|script|research)"
    r" by (?!hand|candle|[^\n]*, (?:the|its?|this|he|she|they) )[^\n]{2,60})"
    r"|(?i:revisad|corregid|traducid|grabad|escrit|redactad|locutad)[oa] por [A-ZÀ-Ý][^.\n]{2,60}"
    r"|(?i:relu|écrit|traduit|enregistré|réalisé) par [A-ZÀ-Ý][^.\n]{2,60}"
    r"|(?i:geschrieben|übersetzt|gesprochen|aufgenommen|geprüft|erstellt) von [A-ZÀ-Ý][^.\n]{2,60}"
    r"|(?:本?(?:讲解[稿词]|解说[稿词]|导[游览]词|文稿|文案|文字|稿件|脚本|表格?))?(?:撰写|撰稿|执笔|编写|编制|[录錄]入|打字|[誊謄][写寫抄]|抄[录錄]|[录錄]文"
    r"|制表|填表|供稿"
    r"|审核|审定|审稿|校对|更新|修改|统筹|摄制|出品)(?:人员?|者|单位|日期|时间)?\s*[:：][^。！？\n]{1,60}"
    r"|(?i:(?:subtitles?|captions?|captioned|subtitled|transcript(?:ion)?|transcribed|translation)\s?(?:by"
    r"|:)\s?[^\n]{2,60})"
    r"|(?:制作|製作|主[办辦]|承[办辦]|[协協][办辦]|指[导導]|策[划劃]|[发發]行|[编編]印|[录錄]制|錄製|[赞贊]助"
    r"|撰[写寫]|[编編][写寫]|[审審]核|校[对對])"
    r"(?:单位|單位|[团團][队隊]|人[员員]|者)\s*[:：][^。！？\n]{1,60}"
    r"|(?:指导|指導|辅导|輔導|带队|帶隊)(?:老师|老師|教师|教師|单位)\s*[:：][\u4e00-\u9fff·、 　]{2,20}"
    r"|(?:朗读|朗讀|配音|演播|录制|錄製|后期|後製)(?:者|员|員|制作)?\s*[:：][\u4e00-\u9fff·、 　]{2,12}"
    r"|(?:录音|录制|拍摄|采访|排练|播出|整理)(?:时间|地点|日期)\s*[:：][^！？\n]{2,60}"
    r"|[^。！？.!?\n]{1,40}[:：]\s*[_＿]{3,}[^。！？\n]{0,80}"
    r"|字幕(?:制作|翻译|校对|组|提供|时间轴)\s*[:：]?[^。\n]{1,30}"
    r"|[(（【\[]?\s*(?:(?:录音|讲解|解说|导览|播放|全文|正文|本段)(?:到此)?(?:结束|完毕|完)"
    r"|[（(]?[完终][)）]?)\s*[)）】\]。]?"
    r"|(?i:[(\[]?\s*(?:(?:the )?end of (?:the )?(?:recording|trail|walk|route|guide"
    r"|audio ?guide|visit|track|script|tour|audio|stop|transcript)"
    r"|fin de l(?:['’]enregistrement|a piste|a grabación"
    r"|a pista|a locución)|fin du? (?:morceau|texte)|fin del? (?:texto|audio)|ende (?:der )?(?:aufnahme|tonspur"
    r"|ansage|des textes))\s*[.)\]]*)"
    r"|(?:初稿|终稿|定稿|第[一二三四五\d]稿|修订稿|送审稿|征求意见稿)[^。\n]{0,20}"
)
ATTACHED = re.compile(
    r"附(?:件|录|錄)?[\d一二三]?\s*[:：][^。！？\n]{2,40}|(?i:(?:attached|appendix|annexe?|anexo|anlage)\b[^.\n]{0,60})"
)
"""附：石门水库讲解词, above the text itself."""
REFERENCES = re.compile(
    r"[【\[]?\s*(?:(?:主要)?[参參]考(?:[资資]料|[文图圖][献獻书書]|[书書](?:目|籍|[单單])?)(?:目[录錄])?|[书書]目"
    r"|[资資]料[来來]源|引用|引用来源|注释|註釋|注解|脚注|尾注|(?:延伸|推[荐薦]|[参參]考|[拓扩]展|相关|相關)(?:[阅閱][读讀]|[书書](?:[目单單籍]|[刊]))(?:书目|書目)?"
    r"|想?(?:了解|知道)更多|[书書][单單]"
    r"|相关链接|外部链接|出处"
    r"|(?i:references?|sources?|notes|footnotes|endnotes|(?:select(?:ed)? )?bibliography|literature|citations?"
    r"|(?:further|suggested|recommended|more) (?:reading|books)|read more|reading list|find out more"
    r"|(?:further )?(?:books|reading)"
    r"(?: (?:and|&) (?:web ?sites|links|sources|articles))?|external links|works cited|références"
    r"|bibliographie(?: .{3,20})?"
    r"|à (?:lire|consulter)|pour (?:en savoir plus|aller plus loin|approfondir)|(?:lectures|ouvrages) (?:conseillé"
    r"|recommandé)e?s"
    r"|referencias|fuentes|notas|bibliografía(?: (?:recomendada|básica))?|lecturas (?:recomendadas|sugeridas)"
    r"|para saber más"
    r"|quellen(?:verzeichnis|angaben)?"
    r"|literatur(?:verzeichnis|hinweise|tipps|auswahl)?|(?:weiterführende|ausgewählte) literatur|zum weiterlesen"
    r"|lesetipps|anmerkungen"
    r"|fußnoten|einzelnachweise))"
    r"\s*[】\]]?\s*[:：]?"
)
REFERENCE = re.compile(
    r"《|https?:|www\.|出版|日报|学报|县志|主编|编著|引自|参见|转引|第\s?\d+\s?[页期卷]|(?i:\bpp?\.\s?\d"
    r"|\bvol\.|\beds?\.|\bibid|press\b"
    r"|journal|edition|archive|university|isbn|doi|minutes|retrieved|accessed)"
    r"|[A-Z][\w’'-]+, [A-Z]\.|\(\d{4}[a-z]?\)|[,，.。] ?\d{4}(?:年(?:版)?)?[。.,，)]?\s*$"
)
"""Signs of a bibliography."""
CITATION = re.compile(
    r"\[\^?\d{1,3}(?:\s?[-–—,，、]\s?\d{1,3})*\](?!\()|〔\d{1,3}(?:[-–—,，、]\d{1,3})*〕|【\d{1,3}】"
    r"|\[\^[\w-]{1,20}\]"
    r"|\[(?i:citation needed|better source needed|who\?|when\?|clarification needed|according to whom\?"
    r"|note \d{1,2}|[a-z])\]"
    r"|\[(?:来源请求|來源請求|需要引用|注\s?\d{1,2}|注释\s?\d{1,2}|註\s?\d{1,2})\]"
    r"|(?<=[\u4e00-\u9fff，。；：！？、”’》）a-z.,;:!?’”)])[①-⑳⓪]"
    r"|(?<=[\u4e00-\u9fff。，；！？”》）a-z.,;!?”)])[¹²³⁴-⁹⁰]{1,3}(?![\w/])"
)
"""[1], [2-3], [^1], [citation needed], ① behind a word: marks of notes."""
UNIT_BEFORE = re.compile(r"(?<![A-Za-z])(?:[kcmd]?m|平方|立方|in|ft|s)$")
MAX_UNIT_CHARS = 4
"""Characters that show whether a unit stands before a place: one, and the letter that it must not be part of."""
NOTE_MARK = re.compile(r"(?:\[\^?(?P<n>\d{1,3})\]|〔(?P<h>\d{1,3})〕|(?P<c>[①-⑳])|(?P<s>[¹²³⁴-⁹]))[:：.]?\s*(?=\S)")
"""A note itself, at the start of its line."""
WEB = re.compile(
    r"(?:当前位置|您(?:现在)?(?:的|所在的?)位置|您的位置|目前位置)\s*[:：>].*"
    r"|(?:发布|发表|更新|刊发|时间|日期)(?:时间|日期)?\s*[:：]\s*\d{4}[-年./]\d{1,2}.*"
    r"|\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?(?:[ 　]*\d{1,2}:\d{2}(?::\d{2})?)?[ 　|]*(?:来源|作者|浏览|阅读|点击"
    r"|编辑|发布|出处).{0,80}"
    r"|.{0,20}(?:点击(?:数|量|率)|浏览(?:次数|量)?|阅读(?:次数|量|数)?|访问量)\s*[:：]?\s*\d.*"
    r"|(?:来源|稿源|信息来源|文章来源)\s*[:：].{1,40}"
    r"|(?:责任编辑|编辑|审核|校对|责编|作者|记者|通讯员|供稿|撰稿|图文|图/文|文/图|文字|图片|策划|文|图|摄影"
    r"|排版|监制|值班编辑"
    r"|美编|初审|复审|终审|编审)\s*[丨｜|/／:：].{1,60}"
    r"|(?:撰文|文案|采写|绘图|插图|插画|美术|译文|校订|执笔|统稿)\s*[丨｜|/／:：][^。！？\n]{1,60}"
    r"|最[后近]一?次?(?:更新|修改|编辑|修订)(?:时间|日期|于)?\s*[:：]?\s*\d[^。！？\n]{3,40}"
    r"|(?i:(?:last (?:modified|edited|reviewed|revised|saved)|(?:zuletzt|letztmals) (?:geändert|aktualisiert|bearbeitet"
    r"|überarbeitet|geprüft)|letzte (?:änderung|aktualisierung|bearbeitung)|dernière (?:mise à jour|modification"
    r"|révision)|modifiée? le|última (?:actualización|modificación|revisión))\b[^.!?\d\n]{0,24}\d.{3,60})"
    r"|(?:上一篇|下一篇|上一页|下一页|上一条|下一条|相关链接|相关文章|相关推荐|相关阅读|推荐阅读|相关新闻"
    r"|往期回顾|延伸阅读|热门推荐|猜你喜欢)\s*[:：]?.{0,60}"
    r"|.{0,12}(?:点击|长按|扫描|识别|微信扫一扫).{0,12}(?:蓝字|关注|二维码|公众号|阅读原文|小程序).{0,20}"
    r"|.{0,30}(?:扫一扫|关注我们|关注该公众号|点个?在看|点赞|转发|分享到|分享至)(?:[^。]{0,20})"
    r"|.{0,16}(?:点个|点亮|戳)[“\"「]?(?:在看|赞|小红心|这里).{0,20}"
    r"|您是第[^。]{1,14}(?:访问者|访客|位客人)|阅读原文|(?:—+\s*)?(?:END|The End|完|全文完)(?:\s*—+)?"
    r"|[-–—_\s>]*(?:原始邮件|转发邮件|转发的邮件|轉寄郵件|原始郵件)(?:信息)?\s*[:：]?[-–—_\s]*"
    r"|(?:发自|發自|来自|來自)我的.{2,20}|(?:下载|收听|播放|点击播放|點擊播放)(?:本段|本站)?(?:音频|语音|录音"
    r"|音檔)(?:文件)?.{0,10}"
    r"|【?字体\s*[:：].{0,12}|(?:打印|关闭|收藏|返回顶部"
    r"|返回首页|回到顶部)(?:[\s|｜·本页窗口]*(?:打印|关闭|收藏|返回)?.{0,6})"
    r"|(?:首页|返回首页)(?:\s*[|>›»·].*)"
    r"|.{0,20}(?:版权所有|备案号|ICP备|公网安备|技术支持|主办单位|承办单位)\s*[:：]?.{0,80}"
    r"|(?:[#＃](?!\d)[^\s#＃]{1,20}[\s　]*){1,10}"
    r"|[^。！？\n]{0,40}(?:[转轉][载載][请請须須]|[请請]注明(?:出处|出處|来源)|未[经經](?:[许許]可|授[权權]))[^。！？\n]{0,40}[。—–-]*"
    r"|(?i:(?:fragen\?|questions ?\?|des questions ?\?|¿(?:alguna )?(?:preguntas?|dudas?)\?)[^.!?\n]{0,50}[.!]?)"
    r"|(?i:(?:play|listen|écouter|escuchar|anhören|abspielen|hören)(?: \w+){0,3}"
    r"\s*[(（][^()（）]{0,20}\d[^()（）]{0,20}[)）])"
    r"|(?:收听|播放|试听)[^。！？\n]{0,10}[(（][^()（）]{0,12}\d[^()（）]{0,12}[)）]"
    r"|(?i:(?:skip to (?:main )?content|back to top"
    r"|back to (?:the )?(?:index|list|contents|start|map|tour|overview|home)|read more|show more"
    r"|share (?:this|on).{0,60}|print this page"
    r"|sign up (?:for|to).{0,60}"
    r"|subscribe.{0,60}|follow us.{0,60}|accept (?:all )?cookies.{0,60}|we use cookies.{0,200}|this (?:site"
    r"|website) uses cookies.{0,200}"
    r"|manage (?:cookies|preferences).{0,40}|all rights reserved.{0,80}|©.{0,120}|\(c\) \d{4}.{0,80}"
    r"|copyright .{0,100}"
    r"|home\s*[/>›»|].{0,120}|you (?:may|might) also like.{0,40}|related (?:articles|stops|content).{0,60}"
    r"|previous(?: stop| page)?:?.{0,60}"
    r"|next(?: stop| page):?.{0,60}|download (?:the )?(?:app|pdf|transcript|audio).{0,60}|log ?in|search|menu"
    r"|(?:play|pause|listen)(?: (?:audio|track|now|to (?:the |this )?(?:audio|track|stop)))?[\s\d:/]*|"
    r"\[?pg\.? ?\d{1,4}\]?|page \d{1,4}(?: of \d{1,4})?|loading.{0,20}|(?:facebook|twitter|instagram|email"
    r"|whatsapp)(?:[ ,|·]+(?:facebook|twitter|instagram|email|whatsapp|youtube|pinterest))*"
    r"|(?:published|posted|updated|publicado|actualizado|publié|mis à jour|veröffentlicht|aktualisiert)(?: on"
    r"| el| le| am)?\b.{0,50}\d{4}.{0,40}"
    r"|by [^|\n]{2,40}\|.{0,80}|powered by .{0,40}|(?:\d+|no) comments?|leave a (?:comment|reply).{0,40}"
    r"|filed under.{0,60}|tags?: .{0,80}"
    r"|(?:0?0?:?\d{1,2}:\d{2}\s*[/|]\s*)(?:\d{1,2}:)?\d{1,2}:\d{2}.{0,30}"
    r"|(?:télécharger|écouter|descargar|escuchar|reproducir|herunterladen|anhören|abspielen)\b.{0,60}(?:mp3|mo"
    r"|mb|pdf|audio\w*|piste|pista|station|datei)\b.{0,20}"
    r"|download.{0,20}(?:mp3|m4a|pdf|zip).{0,20}"
    r"|(?:(?:den|die|das|diesen?|als) )?(?:audio\w*|mp3|hörtext|tonspur|hörstück|pdf)\b.{0,20}(?:herunterladen"
    r"|anhören|abspielen)"
    r"|(?:audio|mp3) (?:download|file|player|abspielen)\b.{0,20}"
    r"|(?:sent|envoyé|enviado|gesendet|inviato) (?:from|de|depuis|desde|von|da) (?:my|mon|mi|meinem|mio) .{2,40}"
    r"|von meinem .{2,30} gesendet|get outlook for .{2,20}"
    r"|[-–—_\s>]*(?:begin )?(?:forwarded|original) message\s?:?[-–—_\s]*"
    r"|[-–—_\s>]*(?:weitergeleitete|ursprüngliche) (?:nachricht|mail)\s?:?[-–—_\s]*"
    r"|[-–—_\s>]*(?:message (?:transféré|d['’]origine)|mensaje (?:reenviado|original))\s?:?[-–—_\s]*"
    r"|soumis par .{0,60}\d{4}.{0,20}|enviado por .{0,60}\d{4}.{0,20}|eingereicht von .{0,60}\d{4}.{0,20}"
    r"|submitted by .{0,60}\d{4}.{0,20}"
    r"|nous utilisons des cookies.{0,200}|tous droits réservés.{0,60}|partager.{0,60}|retour en haut.{0,20}"
    r"|utilizamos cookies.{0,200}|todos los derechos reservados.{0,60}|compartir.{0,60}"
    r"|alle rechte vorbehalten.{0,60}|wir verwenden cookies.{0,200}))",
    re.DOTALL,
)
"""Furniture of web sites, as a line of its own."""
LICENCE = re.compile(
    r"(?i:(?:text|content|image|photo)?[^.\n]{0,40}(?:licen[sc]ed under|creative commons|CC[ -]BY).{0,120})"
    r"|本(?:文|作品|内容)采用.{0,60}许可.{0,20}"
)
CONTACT = re.compile(
    r"(?:联系电话|服务电话|咨询电话|预约电话|电话|手机|热线|联系人|联系方式|邮箱|邮编|地址|网址|官网|微信(?:号"
    r"|公众号)?|公众号|传真|门票|票价|开放时间|参观时间|"
    r"营业时间|開放時間|電話|門票|交通|公交|地铁|自驾|乘车路线|停车(?:场)?|洗手间|卫生间|卫生間|厕所|无障碍"
    r"|寄存|.{0,6}(?:电话|热线|网站|官网|公众号|邮箱|电邮))\s*[:：].{2,}"
    r"|(?:更多|详细|了解).{0,12}(?:信息|详情|资讯|内容|介绍).{0,12}(?:关注|访问|请看|见|扫|登录|微信|网站"
    r"|公众号).{0,40}"
    r"|(?:欢迎|请)?(?:关注|扫码关注|搜索).{0,16}(?:公众号|微博|抖音|视频号|小红书).{0,30}"
    r"|(?i:(?:for|to) (?:bookings?|book|more|further|information|enquiries|tickets?|reservations?"
    r"|details)\b.{0,80}(?:call|visit|see|e-?mail|contact|www|http|phone|ring).{0,80})"
    r"|(?i:(?:visit|see|call|e-?mail|contact) (?:us )?(?:at |on )?(?:https?:|www\.|[\w.]+@|\+?\d[\d ]{6,}).{0,80})"
    r"|(?i:(?:tel|phone|telephone|call us|e-?mail|fax|web(?:site)?|address|opening hours|opening times|hours"
    r"|admission|tickets?|"
    r"how to get here|by (?:bus|car|train|tram|bike)|toilets?|parking|buses|refreshments|distance|start|finish"
    r"|accessibility|wheelchair access|dogs|cloakroom|lockers|getting (?:here|there)|bookings?|contact"
    r"|téléphone|adresse|horaires|tarif|teléfono|dirección|horario|entrada|telefon"
    r"|öffnungszeiten|eintritt|anschrift)\s*[:：].{2,})"
    r"|(?i:open (?:daily|tuesday|monday|wednesday|thursday|friday|every day|from|tues?|mon|tue|wed)\b.{0,80})"
    r"|(?i:(?:closed on|ouvert (?:du|tous)|abierto (?:de|todos)|geöffnet)\b.{0,80})"
)
DIALLED = re.compile(
    r"https?://|www\.|[\w.]+@[\w-]+\.\w|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"
    r"|(?<!\d)1\d{2}[ -]?\d{4}[ -]?\d{4}(?!\d)|\+\d{2}[\d ]{8,}"
    r"|(?i:\b(?:tel|phone|call|ring|fax)\b)[^\d\n]{0,16}\d[\d ()-]{6,}"
    r"|(?i:\b(?:t[eé]l[eé]f[oó]n[eo]?|t[eé]l[eé]phone|tél|fon|móvil|rufnummer|hotline)\b)[^\d\n]{0,9}"
    r"(?!\d{4}\s?[-–/]\s?\d{4}\b)\d[\d ()/-]{6,}|(?:电话|热线|致电|拨打)[^\d\n]{0,8}\d[\d -]{6,}"
)
"""A web address, a mail address, a number to dial."""
HAS_CONTACT = re.compile(DIALLED.pattern + r"|\d{3,4}[- ]?\d{7,8}|\d{1,2}[:：]\d{2}\s*[-–—~至]")


def is_contact(text: str) -> bool:
    """Whether a short line is for the eye: an address, hours, prices, a number to dial."""
    if len(text) > 200:
        return False
    unended = not SENTENCE_END.search(text)
    return bool(CONTACT.fullmatch(text) or DIALLED.search(text) or (unended and HAS_CONTACT.search(text)))


CAPTION = re.compile(
    r"(?:图|圖|图片|照片|插图|配图|题图|上图|下图|左图"
    r"|右图)\s*[0-9一二三四五六七八九十]{0,3}(?:[-–.]\d{1,2})?\s*[:：.、\s　](?=\S).{1,70}"
    r"|(?:图|圖)\s?\d{1,3}(?:[-–.]\d{1,2})?(?=[\u4e00-\u9fff]).{1,60}"
    r"|(?:图|圖|摄影|攝影|供图|图片来源|照片提供)\s*[:：/].{1,40}"
    r"|(?i:(?:fig(?:ure)?|photo(?:graph)?|image|picture|illustration|plate|abb(?:ildung)?|photographie|foto"
    r"|ilustración)\.?\s*\d{1,3}(?:[-–.]\d{1,2})?\s*[:.–—-].{1,120})"
    r"|(?i:(?:photo(?:graph)?|image|picture|credit|illustration|foto|fotografía|bild|abbildung|crédit)s?"
    r"\s*(?:credit|by|courtesy of|©|:|：)\s*.{2,80})"
    r"|[▲△▼▽↑↓]\s?.{2,60}"
    r"|[^。！？，]{2,30}[ 　/／]+[\u4e00-\u9fff]{2,4}\s?[/／]?\s?(?:摄|攝|供图)"
    r"|[^。！？，]{2,40}\s*[|｜丨/／—–-]+\s*(?:摄影|攝影|摄|攝|图片?|圖片?|供图|供圖|(?i:photo(?:graph)?s?"
    r"|image|foto|bild|credit|©))"
    r"[ 　:：/／|｜]*(?:by |de |von )?[^。！？，\n]{2,30}"
    r"|.{2,40}[(（](?:[^()（）]{0,12}(?:摄|攝|供图|供圖|供稿|资料图|[图圖][源自]|图片来源|photo|Photo"
    r"|©))[^()（）]{0,12}[)）]"
)
CREDIT = re.compile(r"摄[)）]?$|摄影|供图|图片来源|©|(?i:photo(?:graph)?(?:s)?(?: by|:)|courtesy|credit)")
CONTENTS_HEADING = re.compile(
    r"[【\[]?\s*(?:P\d+\s*)?(?:目\s*录|目\s*錄|目\s*次|(?i:(?:table of )?contents|table des matières|sommaire"
    r"|índice|contenido|inhalt(?:sverzeichnis)?|in this guide))\s*[】\]]?\s*[:：]?"
)
CONTENTS_LINE = re.compile(r".{1,60}?(?:[.．…·‥_ \t　]{2,}|\t)\s*\d{1,3}\s*")
SLIDE = re.compile(
    r"[【\[〔]\s*(?:P|p|第(?=\s?\d{1,3}\s?[页頁张張])|Slide |slide |SLIDE |幻灯片|页)\s?\d{1,3}\s?(?:页|頁"
    r"|张|張)?\s*[:：.]?\s*(?P<title>[^】\]〕]{0,40})[】\]〕]"
)
"""【P3 村情概况】: a slide of a presentation pasted as text; the number is the page's."""
SECTION_NAME = re.compile(
    r"[【\[〔]?\s*(?:编\s*后\s*语?|结\s*[语語]|结束语|結束語|尾声|后记|前言|序言?|引言|开场白?|开头|导语|导入"
    r"|结尾|总结|欢迎词?|告别|离馆|"
    r"(?i:introduction|welcome|conclusion|epilogue|prologue|farewell|closing|opening|bienvenue|conclusion"
    r"|bienvenida|despedida|willkommen|einführung|schluss))\s*[】\]〕]?[:：]?"
)
"""What a section of any tour may be called."""
CLOSING_SLIDE = re.compile(
    r"(?:谢谢|感谢|多谢|謝謝|感謝)(?:您|你|各位|大家|的|观看|聆听|欣赏|指导|光临|收听|参观|來|觀看|聆聽|！|!|，"
    r"|支持){0,6}"
    r"|(?:敬请|欢迎)?(?:批评)?指[正导][！!]?|再见[！!]?|全?剧?[终完]|致谢|鸣谢|参考资料|联系我们|提问(?:环节)?|问答"
    r"|(?i:(?:the )?end|thank(?:s| you)\b[^.]{0,30}|credits|picture credits|acknowledg\w+|(?:any )?questions\??"
    r"|q ?(?:&|and) ?a|contact(?: us)?|sources|references|fin|merci\b[^.]{0,30}"
    r"|(?:muchas )?gracias\b[^.]{0,30}|créditos|crédits|danke\b[^.]{0,30})"
)
"""What the last slide says to the audience."""
COVER = re.compile(r"封面|封底|首页|扉页|(?i:cover|title(?: page| slide)?)")
