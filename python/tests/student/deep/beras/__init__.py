from beras.core import Callable, Diffable, Tensor, Variable, Weighted
from beras.gradient_tape import GradientTape
