"""Chinese numerals: cardinals, digit strings, decimals."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿", "万亿")


def digits(text: str, telephone: bool = False) -> str:
    """Digit by digit: ``1702`` → 一七零二; on the telephone 1 is 幺. Other characters are left out."""
    said = "".join(DIGITS[int(character)] for character in text if character.isdecimal())
    return said.replace("一", "幺") if telephone else said


def cardinal(text: str) -> str:
    """A whole number below 10¹⁶: ``12515`` → 一万二千五百一十五, ``2000`` → 两千, ``0`` → 零."""
    number = int(text)
    if number == 0:
        return "零"
    if len(str(number)) > 16:
        return digits(text)
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for index in reversed(range(len(groups))):
        group = groups[index]
        if not group:
            continue
        gap = "零" if said and (group < 1000 or not groups[index + 1]) else ""  # 一百亿一千万: full groups need none
        said += gap + _thousands(group, leads=not said, ten=not said or index > 0) + _MYRIADS[index]
    return "两" + said[1:] if said.startswith(("二万", "二亿")) else said


def _thousands(group: int, leads: bool, ten: bool) -> str:
    """Below 10,000; 两 only where the number begins, a bare 十 there or before 万 and 亿."""
    said = ""
    zero = False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            zero = bool(said)
            continue
        if zero:
            said += "零"
            zero = False
        pair = digit == 2 and place > 1 and not said and leads
        said += ("" if ten and digit == 1 and place == 1 and not said else "两" if pair else DIGITS[digit]) + _PLACES[
            place
        ]
    return said


def number(text: str) -> str:
    """A number as it is counted with: sign, whole part, decimals; ``.5`` → 零点五."""
    sign = "负" if text[0] in "-−－负" else ""
    whole, point, decimals = text.lstrip("+-−－负").partition(".")
    said = cardinal(whole or "0")
    return sign + said + ("点" + digits(decimals) if point else "")


def money(text: str) -> str:
    """As ``number``, without the idle zeros of a price: ``14.60`` → 十四点六."""
    return number(text.rstrip("0").rstrip(".") if "." in text else text)
