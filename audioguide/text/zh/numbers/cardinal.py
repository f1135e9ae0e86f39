"""Chinese numerals: cardinals, digit strings, decimals."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿", "万亿")


def spell_digits(text: str, telephone: bool = False) -> str:
    """Digit by digit: ``1702`` → 一七零二; on the telephone 1 is 幺. Other characters are left out."""
    spoken = "".join(DIGITS[int(character)] for character in text if character.isdecimal())
    return spoken.replace("一", "幺") if telephone else spoken


def cardinal(text: str) -> str:
    """A whole number below 10¹⁶: ``12515`` → 一万二千五百一十五, ``2000`` → 两千, ``0`` → 零."""
    number = int(text)
    if number == 0:
        return "零"
    if len(str(number)) > 16:
        return spell_digits(text)
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    spoken = ""
    for index in reversed(range(len(groups))):
        group = groups[index]
        if not group:
            continue
        gap = "零" if spoken and (group < 1000 or not groups[index + 1]) else ""  # 一百亿一千万: full groups need none
        spoken += gap + _speak_thousands(group, leads=not spoken, ten=not spoken or index > 0) + _MYRIADS[index]
    return "两" + spoken[1:] if spoken.startswith(("二万", "二亿")) else spoken


def _speak_thousands(group: int, leads: bool, ten: bool) -> str:
    """Below 10,000; 两 only where the number begins, a bare 十 there or before 万 and 亿."""
    spoken = ""
    zero = False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            zero = bool(spoken)
            continue
        if zero:
            spoken += "零"
            zero = False
        pair = digit == 2 and place > 1 and not spoken and leads
        spoken += (
            "" if ten and digit == 1 and place == 1 and not spoken else "两" if pair else DIGITS[digit]
        ) + _PLACES[place]
    return spoken


def speak_number(text: str) -> str:
    """A number as it is counted with: sign, whole part, decimals; ``.5`` → 零点五."""
    sign = "负" if text[0] in "-−－负" else ""
    integer, point, decimals = text.lstrip("+-−－负").partition(".")
    spoken = cardinal(integer or "0")
    return sign + spoken + ("点" + spell_digits(decimals) if point else "")


def speak_money(text: str) -> str:
    """As ``number``, without the idle zeros of a price: ``14.60`` → 十四点六."""
    return speak_number(text.rstrip("0").rstrip(".") if "." in text else text)
