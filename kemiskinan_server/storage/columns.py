"""The few column types that the tables are made of."""

from typing import Any

from sqlalchemy import BigInteger, DateTime, LargeBinary, Text
from sqlmodel import Field


def text_key(**options: Any) -> Any:  # what sqlmodel.Field itself takes and answers
    """A code or id: text in byte order, which compares faster and alike everywhere."""
    return Field(sa_type=Text(collation="C"), **options)


def plain_text(**options: Any) -> Any:
    """Text of any length."""
    return Field(sa_type=Text, **options)


def whole(**options: Any) -> Any:
    """A whole number of 64 bits; a counter of records never fits in 32 for ever."""
    return Field(sa_type=BigInteger, **options)


def moment(**options: Any) -> Any:
    """An aware moment."""
    return Field(sa_type=DateTime(timezone=True), **options)


def octets(**options: Any) -> Any:
    """Bytes as they were received."""
    return Field(sa_type=LargeBinary, **options)
