"""Which role of ``voices.yaml`` each speaker gets, so that no two persons have one voice while another is free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..text.han import HAN_CHARACTER

LABELS: dict[str, str] = {
    "narrator": "解说|解說|解说员|解說員|讲解|講解|讲解员|講解員|旁白|画外音|畫外音|播音|播音员|导游|導遊|导览员|導覽員"
    "|NARRATOR|NARRATION|COMMENTARY|COMMENTATOR|VO|V.O.|VOICE-OVER|VOICEOVER|VOICE OVER|GUIDE"
    "|NARRATEUR|NARRATRICE|VOIX OFF|COMMENTATEUR|COMMENTATRICE|NARRADOR|NARRADORA|LOCUTOR|LOCUTORA|GUÍA|VOZ EN OFF"
    "|COMENTARISTA|ERZÄHLER|ERZÄHLERIN|SPRECHER|SPRECHERIN|KOMMENTATOR|KOMMENTATORIN",
    "host": "主持人|主持|主播|记者|記者|问|問|提问|访谈者|采访者|採訪者|问者"
    "|HOST|PRESENTER|MODERATOR|INTERVIEWER|REPORTER|Q|QUESTION|JOURNALISTE|ANIMATEUR|ANIMATRICE|INTERVIEWEUR"
    "|PRESENTADOR|PRESENTADORA|ENTREVISTADOR|ENTREVISTADORA|PREGUNTA|FRAGE|MODERATORIN",
    "interviewee": "答|回答|答者|嘉宾|嘉賓|受访者|受訪者|被访者|村民|居民|观众|觀眾|游客|遊客|学生|學生|孩子"
    "|童声|同学|同學|老人|村长|老师|师傅|传承人"
    "|A|ANSWER|INTERVIEWEE|GUEST|EXPERT|CURATOR|VISITOR|CHILD|SPEAKER|RÉPONSE|RESPUESTA|ANTWORT|VOIX|VOZ|STIMME"
    "|ENFANT|KIND|VISITEUR|VISITEUSE|VISITANTE|BESUCHER|BESUCHERIN",
    "interviewee_male": "男|男声|男聲|男生|男孩|男童|男主持|男主持人|男讲解员|男解说|甲|爷爷|爺爺|爸爸|父亲"
    "|父親|叔叔|大爷"
    "|M|MAN|MALE|BOY|GRANDPA|GRANDFATHER|FATHER|HOMME|HOMBRE|MANN|GARÇON|NIÑO|MALE VOICE|VOICE 1|SPEAKER 1",
    "interviewee_female": "女|女声|女聲|女生|女孩|女童|女主持|女主持人|女讲解员|女解说|乙|奶奶|妈妈|媽媽|母亲"
    "|母親|阿姨|大妈"
    "|F|W|WOMAN|FEMALE|GIRL|GRANDMA|GRANDMOTHER|MOTHER|FEMME|MUJER|FRAU|FILLE|NIÑA|FEMALE VOICE|VOICE 2|SPEAKER 2",
}
"""Role in ``voices.yaml`` → labels that mean it, in capitals where they are Latin, divided by ``|``."""
ROLES = {label: role for role, labels in LABELS.items() for label in labels.split("|")}
WOMEN_NARRATORS = frozenset({"NARRATRICE", "NARRADORA", "LOCUTORA", "ERZÄHLERIN", "SPRECHERIN"})
MEN_NARRATORS = frozenset({"NARRATEUR", "NARRADOR", "LOCUTOR", "ERZÄHLER", "SPRECHER"})
TOGETHER = frozenset(
    "合 齐 齊 众 眾 合唱 全体 全體 男女 男女合 合白 丙 丁 ALL BOTH TOGETHER EVERYONE TOUS TODOS ALLE".split()  # noqa: SIM905
)
"""Several at once, or a third person: the narrator speaks for them, and a person is asked."""
OWN_PERSONS = ("旁白 画外音 畫外音", "讲解员 講解員 解说员 解說員 播音员", "导游 導遊 导览员 導覽員", "GUIDE GUÍA")
"""Labels of the narrator that mean somebody else where those of another line come too."""
SAME_PERSON = (
    "问 問 提问 问者 访谈者 采访者 採訪者 Q QUESTION INTERVIEWER",
    "答 回答 答者 受访者 受訪者 被访者 A ANSWER INTERVIEWEE",
    "主持人 主持 主播 HOST PRESENTER MODERATOR",
    "男 男声 男聲 男生 M MAN MALE",
    "女 女声 女聲 女生 F W WOMAN FEMALE",
    "嘉宾 嘉賓",
    "观众 觀眾",
    "游客 遊客",
    "同学 同學",
)
"""Labels that mean one person where both come."""
FREE_ROLES = {
    "host": ("host", "interviewee_female", "interviewee_male", "interviewee"),
    "interviewee_male": ("interviewee_male", "quoted", "interviewee", "host"),
    "interviewee_female": ("interviewee_female", "host", "interviewee", "interviewee_male"),
    "narrator": ("narrator", "host", "interviewee_male", "interviewee_female", "interviewee"),
    "han": ("interviewee", "interviewee_male", "host", "interviewee_female", "quoted"),
    "latin": ("interviewee", "interviewee_female", "host", "interviewee_male", "quoted"),
}
"""Role → what its second person gets, in turn; for names in Chinese and in Latin letters, of which the interviewee's
usual voice is a woman's and a man's."""


MEN, WOMEN = (
    frozenset({"MR", "SIR", "FATHER", "BROTHER", "GRANDPA", "UNCLE", "HERR", "DON", "SEÑOR", "MONSIEUR"}),
    frozenset({"MRS", "MS", "MISS", "LADY", "SISTER", "GRANDMA", "AUNT", "FRAU", "DOÑA", "SEÑORA", "MME", "MADAME"}),
)
"""Titles before a name."""


def role_of(key: str) -> str:
    """Return the role of a label, or of a word of the table in it (讲解员甲, 男主持人小王); empty for a name."""
    if key in ROLES:
        return ROLES[key]
    if key in TOGETHER:
        return "narrator"
    if HAN_CHARACTER.search(key):
        within = [label for label in ROLES if len(label) >= 2 and label in key]
        return ROLES[max(within, key=len)] if within else ""
    words = key.split()
    title = words[0].rstrip(".") if words else ""
    if title in MEN or title in WOMEN:
        return "interviewee_male" if title in MEN else "interviewee_female"
    return next((ROLES[word] for word in words if word in ROLES and len(word) > 1), "")


def assign_roles(keys: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Return label (``Label.key``) → (role, whether it is its own): persons in turn, each with a voice of its own.

    Where all are taken the one that fewest have comes again.
    """
    roles: dict[str, tuple[str, bool]] = {}
    taken: Counter[str] = Counter()
    persons: dict[str, str] = {}
    for key in keys:
        person = _person_of(key, persons)
        if person in roles:
            roles[key] = roles[person]
            continue
        persons[key] = person
        wanted = _wanted_role(key, roles)
        default = "han" if HAN_CHARACTER.search(key) else "latin"
        free = FREE_ROLES[default if wanted in ("", "interviewee") else wanted]
        role = wanted if wanted and not taken[wanted] else min(free, key=lambda name: taken[name])
        roles[key] = (role, role == wanted or not wanted)
        taken[role] += 1
    return roles


def _wanted_role(key: str, roles: dict[str, tuple[str, bool]]) -> str:
    """The role of a label by its words; of a second narrator that of a woman beside a man, or the reverse."""
    role = role_of(key)
    if role == "narrator" and key in WOMEN_NARRATORS and MEN_NARRATORS & roles.keys():
        return "interviewee_female"
    if role == "narrator" and key in MEN_NARRATORS and WOMEN_NARRATORS & roles.keys():
        return "interviewee_male"
    return role


def _person_of(key: str, persons: dict[str, str]) -> str:
    """The first label of the same person; the label itself where it is somebody new."""
    for other in persons:
        if any(key in names.split() and other in names.split() for names in SAME_PERSON):
            return other
        if key in TOGETHER and ROLES.get(other) == "narrator":
            return other
        if ROLES.get(key) == "narrator" == ROLES.get(other) and not _are_two_narrators(key, other):
            return other
    return key


def _are_two_narrators(key: str, other: str) -> bool:
    """Whether two labels of narrators are two persons: of both sexes, or a guide beside a voice from nowhere."""
    own = next((n for n, names in enumerate(OWN_PERSONS) if key in names.split()), -1)
    others = next((n for n, names in enumerate(OWN_PERSONS) if other in names.split()), -1)
    men = {key in MEN_NARRATORS, other in MEN_NARRATORS}
    women = {key in WOMEN_NARRATORS, other in WOMEN_NARRATORS}
    is_guide = max(own, others) >= 2 and own != others
    return (men == women == {True, False}) or (own != others and min(own, others) >= 0) or is_guide
