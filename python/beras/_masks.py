"""How masks go through layers."""

from __future__ import annotations

from typing import Any

from beras._calls import engine_method, is_mask_name, overridden, signature
from beras._tensor import Tensor


class MaskPasser:
    """Passes the mask of its input on to its output, where its class says so."""

    _engine: Any

    @property
    def supports_masking(self) -> bool:
        """True if masks go through it: that of its input is right for its output.

        Set it in `__init__`; a class that defines `compute_mask` supports masking.
        """
        return self._engine.supports_masking()

    @supports_masking.setter
    def supports_masking(self, value: bool) -> None:
        self.__dict__["_engine_supports_masking"] = bool(value)
        self._engine.set_supports_masking(bool(value))

    @engine_method
    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """The mask of the output for inputs and their mask, each of which may be None."""
        return previous_mask

    def _engine_compute_mask(self, inputs: list[Tensor], masks: list[Any]) -> list[Any]:
        names = [name for name in signature(type(self)).names if not is_mask_name(name)]
        if len(names) > 1 or len(inputs) == 1:  # those of the first argument
            computed = self.compute_mask(inputs[0], masks[0] if masks else None)
        else:
            computed = self.compute_mask(inputs, masks or [None] * len(inputs))
        return list(computed) if isinstance(computed, (list, tuple)) else [computed]

    def _engine_attach(self, engine: Any) -> Any:
        if "compute_mask" in overridden(type(self)):
            engine.set_supports_masking(True)
        return super()._engine_attach(engine)  # type: ignore[misc]
