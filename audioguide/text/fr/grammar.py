"""French: units, currencies, abbreviations, names and the gender of nouns."""

from __future__ import annotations

import re

from ..latin_base import Grammar
from ..romance import month_names
from ..word_lists import list_words, read_words

MONTHS = list_words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
MONTH_NAMES = month_names(
    MONTHS,
    {
        "janvier": "janv jan",
        "février": "févr fév",
        "avril": "avr",
        "juillet": "juil",
        "septembre": "sept",
        "octobre": "oct",
        "novembre": "nov",
        "décembre": "déc",
    },
)
"""As written → in full, capitals kept."""

SHORT_WEEKDAYS = {
    "lun": "lundi",
    "mar": "mardi",
    "mer": "mercredi",
    "jeu": "jeudi",
    "ven": "vendredi",
    "sam": "samedi",
    "dim": "dimanche",
}
"""Days of the week as written short, without a dot."""

GRAMMAR = Grammar(
    code="fr",
    thousands=" .",
    decimal=",",
    point="virgule",
    to="à",
    by="sur",
    ratio="sur",
    per="par",
    minus="moins",
    percent="pour cent",
    partitive="de ",
    scales={
        "k": "mille",
        "M": "millions",
        "Md": "milliards",
        "Mds": "milliards",
        "mille": "mille",
        "million": "million",
        "millions": "millions",
        "milliard": "milliard",
        "milliards": "milliards",
    },
    months=MONTHS,
    units={
        "km²": ("kilomètre carré", "kilomètres carrés"),
        "km2": ("kilomètre carré", "kilomètres carrés"),
        "m²": ("mètre carré", "mètres carrés"),
        "m2": ("mètre carré", "mètres carrés"),
        "cm²": ("centimètre carré", "centimètres carrés"),
        "m³": ("mètre cube", "mètres cubes"),
        "m3": ("mètre cube", "mètres cubes"),
        "km/h": ("kilomètre heure", "kilomètres heure"),
        "m/s": ("mètre par seconde", "mètres par seconde"),
        "km": ("kilomètre", "kilomètres"),
        "m": ("mètre", "mètres"),
        "cm": ("centimètre", "centimètres"),
        "mm": ("millimètre", "millimètres"),
        "kg": ("kilo", "kilos"),
        "g": ("gramme", "grammes"),
        "µg": ("microgramme", "microgrammes"),
        "µm": ("micromètre", "micromètres"),
        "mg": ("milligramme", "milligrammes"),
        "t": ("tonne", "tonnes"),
        "ha": ("hectare", "hectares"),
        "hab.": ("habitant", "habitants"),
        "l": ("litre", "litres"),
        "L": ("litre", "litres"),
        "hl": ("hectolitre", "hectolitres"),
        "cl": ("centilitre", "centilitres"),
        "ml": ("millilitre", "millilitres"),
        "°C": ("degré Celsius", "degrés Celsius"),
        "° C": ("degré Celsius", "degrés Celsius"),
        "°F": ("degré Fahrenheit", "degrés Fahrenheit"),
        "° F": ("degré Fahrenheit", "degrés Fahrenheit"),
        "°": ("degré", "degrés"),
        "kW": ("kilowatt", "kilowatts"),
        "MW": ("mégawatt", "mégawatts"),
        "V": ("volt", "volts"),
        "W": ("watt", "watts"),
        "ch": ("cheval", "chevaux"),
        "Hz": ("hertz", "hertz"),
        "dB": ("décibel", "décibels"),
        "min": ("minute", "minutes"),
        "mn": ("minute", "minutes"),
        "s": ("seconde", "secondes"),
        "sec": ("seconde", "secondes"),
    },
    feminine=frozenset(("tonne", "livre", "minute", "seconde", "heure", "couronne", "roupie")),
    currencies={
        "€": ("euro", "euros"),
        "$": ("dollar", "dollars"),
        "US$": ("dollar", "dollars"),
        "£": ("livre", "livres"),
        "¥": ("yuan", "yuans"),
        "EUR": ("euro", "euros"),
        "USD": ("dollar", "dollars"),
        "CHF": ("franc suisse", "francs suisses"),
        "F": ("franc", "francs"),
        "FF": ("franc", "francs"),
        "Fr.": ("franc", "francs"),
    },
    abbreviations={
        "MM.": "messieurs",
        "Mme": "madame",
        "Mme.": "madame",
        "Mmes": "mesdames",
        "Mlle": "mademoiselle",
        "Mlles": "mesdemoiselles",
        "Dr": "docteur",
        "Dr.": "docteur",
        "Drs": "docteurs",
        "Pr": "professeur",
        "Pr.": "professeur",
        "Mgr": "monseigneur",
        "Gal": "général",
        "Gén.": "général",
        "Cdt": "commandant",
        "Cne": "capitaine",
        "Vve": "veuve",
        "Sts": "saints",
        "Stes": "saintes",
        "N.-D.": "Notre-Dame",
        "ND": "Notre-Dame",
        "J.-C.": "Jésus-Christ",
        "Cie": "compagnie",
        "Sté": "société",
        "Ets": "établissements",
        "Éts": "établissements",
        "etc.": "et cetera",
        "etc": "et cetera",
        "p. ex.": "par exemple",
        "ex.": "exemple",
        "c.-à-d.": "c'est-à-dire",
        "av. J.-C.": "avant Jésus-Christ",
        "av. JC": "avant Jésus-Christ",
        "av. J.C.": "avant Jésus-Christ",
        "avant J.-C.": "avant Jésus-Christ",
        "apr. J.-C.": "après Jésus-Christ",
        "ap. J.-C.": "après Jésus-Christ",
        "ap. J.C.": "après Jésus-Christ",
        "après J.-C.": "après Jésus-Christ",
        "env.": "environ",
        "bd": "boulevard",
        "Bd": "boulevard",
        "bd.": "boulevard",
        "Bd.": "boulevard",
        "bld": "boulevard",
        "boul.": "boulevard",
        "fg": "faubourg",
        "Fg": "faubourg",
        "fbg": "faubourg",
        "rte": "route",
        "Rte": "route",
        "imp.": "impasse",
        "cf.": "confer",
        "auj.": "aujourd'hui",
        "hab.": "habitants",
        "dép.": "département",
        "arr.": "arrondissement",
        "max.": "maximum",
        "min.": "minimum",
        "tél.": "téléphone",
        "Tél.": "téléphone",
        "tjs": "toujours",
        "éd.": "édition",
        "attr.": "attribué",
        "anc.": "ancien",
        "alt.": "altitude",
        "pers.": "personnes",
        "s.": "siècle",
    },
    counted={
        "n°": "numéro",
        "N°": "numéro",
        "nº": "numéro",
        "no": "numéro",
        "nos": "numéros",
        "n°s": "numéros",
        "p.": "page",
        "pp.": "pages",
        "vol.": "volume",
        "t.": "tome",
        "chap.": "chapitre",
        "sc.": "scène",
        "fig.": "figure",
        "pl.": "planche",
        "inv.": "inventaire",
        "cat.": "catalogue",
        "art.": "article",
        "fol.": "folio",
        "v.": "vers",
        "vs": "versus",
        "ca": "circa",
        "ca.": "circa",
        "c.": "circa",
        "m.": "mort en",
        "env": "environ",
        "km": "kilomètre",
        "#": "numéro",
    },
    symbols={
        "+/-": "plus ou moins",
        "~": "environ",
        "≈": "environ",
        "≥": "au moins",
        "≤": "au plus",
        "‰": "pour mille",
        "²": "au carré",
        "³": "au cube",
        "№": "numéro",
        "&": "et",
        "+": "plus",
        "=": "égale",
        "×": "fois",
        "@": "arobase",
        "<": "inférieur à",
        ">": "supérieur à",
        "±": "plus ou moins",
        "§": "paragraphe",
    },
    address_signs=("point", "barre oblique"),
    time_words=r"[Àà]|[Vv]ers|[Dd]ès|[Jj]usqu'à",
    angle=(("degré", "degrés"), ("minute", "minutes"), ("seconde", "secondes")),
    rate_units={
        "h": ("heure", "heures"),
        "j": ("jour", "jours"),
        "an": ("an", "ans"),
        "tr": ("tour", "tours"),
        "cm³": ("centimètre cube", "centimètres cubes"),
    },
    pairs_decimals=True,
    winds={"N": "nord", "S": "sud", "E": "est", "O": "ouest", "W": "ouest"},
    scale_words=r"[Éé]chelle(?: de| du| au)?|(?:maquette|plan|carte|modèle)(?: est)? (?:au|à)|\bau",
    score_words=(
        r"(?:[Gg]agn|[Pp]erd|[Bb]att|bat|fin|termin|impos|inclin)\w*(?: [\wéèêàç']+){0,4}?|score(?: de)?|victoire"
        r"|nul|défaite|match|finale|résultat"
    ),
    phone_words=(
        r"[Tt]él[ée]phone(?: est le)?|[Tt]él\.?|(?:[Aa]ppel|[Tt]éléphon)\w+(?: l[ea]| au)?(?: numéro)?"
        r"|(?:[Ff]aites|[Cc]omposez|[Cc]omposer) le|[Ff]ax|[Jj]oindre au"
    ),
)

FEMININE_NAMES = read_words(__file__, "feminine_names.txt")

_FEMININE_NOUNS = read_words(__file__, "feminine_nouns.txt")
_MASCULINE_NOUNS = read_words(__file__, "masculine_nouns.txt")
_FEMININE_ENDING = re.compile(
    r"(?:ante|ente|inte|ale|èse|arde|sse|use|ute|yse|nite|che|lle|tion|sion|xion|aison|ison|ité|té|tié|ette|esse|ence|ance|ense|ure|ude|ade|aille|eille|ille|elle|enne|onne|ienne|ine"
    r"|ière|erie|ie|ée|aie|oie|ue|rice|euse|ôte|otte|ousse|asse|ise|ose|ase|ique|ogne|agne|igne|erre|ouche|iche|ache|oche|ave|ive|uve|ade|ande|ende|onde|ine|ane|une|ène|aine|oupe|ampe|appe)$"
)
_MASCULINE_ENDING = re.compile(
    r"(?:amme|sme|stre|aste|phone|mme|yle|yte|hore|tre|bre|tère|rme|age|ège|isme|asme|ment|eau|oir|ien|ier|er|in|on|ot|et|al|el|il|ol|ul|ard|art|ent|ant|and|is|us|as|ais|ois|ou|eu|i|o|a|um|our|ond|ort"
    r"|aire|acle|icle|ogue|ome|ôme|ème|ble|scope|phone|graphe|mètre|cide|at|it|ut|ac|ic|oc|ec|eur|é|u|ts?|d|c|f|g|k|l|m|n|p|r|s|t|b|x|z)$"
)


def is_feminine(noun: str) -> bool | None:
    """Whether a French noun, singular or plural, is feminine; None where neither a list nor its ending tells."""
    noun = noun.lower()
    for singular in (noun, noun.removesuffix("s"), noun.removesuffix("x")):
        if singular in _MASCULINE_NOUNS:
            return False
        if singular in _FEMININE_NOUNS:
            return True
    singular = noun.removesuffix("s")
    if singular.endswith("aux"):
        return False
    if _FEMININE_ENDING.search(singular):
        return True
    if _MASCULINE_ENDING.search(singular):
        return False
    return None
