"""Check digits of Moroccan and international identifiers. Each takes ASCII without separators."""

from __future__ import annotations


def holds_mod97(digits: str) -> bool:
    """The rule of RIB (24 digits) and ICE (15): the whole number is a multiple of 97, and not all zeroes."""
    number = int(digits)
    return number % 97 == 0 and number != 0


def holds_iban(iban: str) -> bool:
    """ISO 7064 mod 97-10 over an IBAN in capitals without separators (ISO 13616); Moroccan ones have 28 characters."""
    if iban.startswith("MA") and not (len(iban) == 28 and iban[2:].isdigit()):
        return False
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1


def holds_luhn(digits: str) -> bool:
    """The rule of payment cards (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def is_card(digits: str) -> bool:
    """First digits and a length that payment networks use; 15 digits are American Express, or else a telephone's."""
    match len(digits):
        case 16:
            return digits[0] in "3456" or 2221 <= int(digits[:4]) <= 2720
        case 15:
            return digits.startswith(("34", "37"))
        case 14:
            return digits.startswith(("30", "36", "38"))
        case 13 | 19:
            return digits[0] in "46"
    return False


__all__ = ["holds_iban", "holds_luhn", "holds_mod97", "is_card"]
