"""Where the time goes: what was called, for how long, at what share of the machine's speed.

```python
with beras.profiler.Profile() as profile:
    model.predict(x)
print(profile)
profile.write_chrome_trace("trace.json")
```
"""

from functools import partial

from beras import _signatures  # noqa: F401  # which `inspect.signature` asks about these
from beras._engine.profiler import Event, Profile, Region, Roofline, Row, roofline

__all__ = ["Event", "Profile", "Region", "Roofline", "Row", "roofline"]
__dir__ = partial(sorted, __all__)
