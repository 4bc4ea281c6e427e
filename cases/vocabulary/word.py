"""What every word list is made of."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self


class Word(StrEnum):
    """A stored value with the Japanese word that stands for it on screens and papers."""

    label: str

    if not TYPE_CHECKING:  # the type checker would ask for both words at every look-up by value

        def __new__(cls, value: str, label: str) -> Self:
            word = str.__new__(cls, value)
            word._value_ = value
            word.label = label
            return word
