"""Numbers as they are said, for the tests: the opposite of what the product does, written independently."""

from __future__ import annotations

_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def say(value: int, *, thousand: str = "nghìn", odd: str = "lẻ", billion: str = "tỷ") -> str:
    """`value` below 10^12 in words, every place said ("không trăm lẻ năm" within a longer number)."""
    if value == 0:
        return _ONES[0]
    groups = []
    scales = ("", f" {thousand}", " triệu", f" {billion}")
    for index, scale in enumerate(scales):
        group = value // 1000**index % 1000
        if group:
            is_first = value < 1000 ** (index + 1)
            groups.append(_say_group(group, is_first, odd) + scale)
    return " ".join(reversed(groups))


def _say_group(group: int, is_first: bool, odd: str) -> str:
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    words = [] if is_first and not hundreds else [_ONES[hundreds], "trăm"]
    if tens == 0:
        if ones:
            words += [odd, _ONES[ones]] if words else [_ONES[ones]]
    elif tens == 1:
        words += ["mười", *(["lăm"] if ones == 5 else [_ONES[ones]] if ones else [])]
    else:
        ones_words = {0: [], 1: ["mốt"], 5: ["lăm"]}.get(ones, [_ONES[ones]])
        words += [_ONES[tens], "mươi", *ones_words]
    return " ".join(words)
