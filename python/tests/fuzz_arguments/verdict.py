"""Which exceptions are right answers to wrong arguments."""

import re
from typing import Optional

from .values import Refused

#: Python's natural ones, those derived from them, and what hostile objects raise.
NATURAL = (
    *(TypeError, ValueError, IndexError, KeyError, OverflowError, ZeroDivisionError),
    *(MemoryError, OSError, RuntimeError, AttributeError, StopIteration, Refused),
)
#: Programs that went wrong, rather than arguments.
WRONG = (RecursionError, UnboundLocalError)
#: Words of C++, and of the tools that lie between.
FOREIGN = re.compile(
    r"incompatible function arguments|std::|bad_(cast|alloc|function|optional|variant)|nanobind::"
    r"|basic_string|vector::|_M_|\{\.\w+|beras::|Unable to convert function return"
)


def complaint(error: BaseException) -> Optional[str]:
    """What is wrong with an exception, if anything is."""
    if not isinstance(error, NATURAL) or isinstance(error, WRONG):
        return f"unnatural: {type(error).__name__}: {error}"
    try:
        text = str(error)
    except Exception:
        return f"{type(error).__name__} that cannot be printed"
    found = FOREIGN.search(text)
    if found and "Received" not in text[: found.start()]:
        return f"foreign words {found[0]!r}: {text[:300]}"
    return None
