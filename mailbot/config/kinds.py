"""The site's own model of kinds in its file, `kinds.json`: written by `mailbot train`, checked whenever it is read."""

from __future__ import annotations

import json
import math
import os
from array import array
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mailbot.casework.learning import MOST_FEATURES
from mailbot.casework.linear import KINDS, Model, Origin
from mailbot.config.errors import Problem

FILE = "kinds.json"
FORMAT = 2
LARGEST = 8 * 1024 * 1024  # bytes
AGAIN = "run `mailbot train` to make it anew, or delete it: then the rules decide alone"
NAMES = [kind.value for kind in KINDS]


def load_model(folder: Path) -> tuple[Model | None, tuple[Problem, ...]]:
    """The model of a `config/` folder; (None, ()) when there is none, (None, problems) when it cannot be used."""
    file = folder / FILE
    try:
        if file.stat().st_size > LARGEST:
            return None, (Problem(str(file), 0, "", f"has {file.stat().st_size} bytes, at most {LARGEST}: {AGAIN}"),)
        return _model(json.loads(file.read_text(encoding="utf-8"))), ()
    except FileNotFoundError:
        return None, ()
    except OSError as error:
        return None, (Problem(str(file), 0, "", f"cannot be read: {error.strerror}"),)
    except _BrokenError as error:
        return None, (Problem(str(file), 0, error.key, f"{error.reason}: {AGAIN}"),)
    except (ValueError, RecursionError):  # no JSON, no UTF-8
        return None, (Problem(str(file), 0, "", f"is no JSON: {AGAIN}"),)


def save_model(folder: Path, model: Model) -> Path:
    """Write the file whole or not at all: a daemon may read it at any moment."""
    file = folder / FILE
    fresh = file.with_name(f".{FILE}.new")
    fresh.write_text(json.dumps(_table(model), ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    os.replace(fresh, file)  # noqa: PTH105 - as atomic as rename(2)
    return file


def _table(model: Model) -> dict[str, Any]:
    features = {
        name: [round(value, 4) for value in (model.idf[place], *(row[place] for row in model.weights))]
        for name, place in model.places.items()
    }
    return {
        "format": FORMAT, "kinds": NAMES, "bias": list(model.bias), "temperature": model.temperature,
        "believed_from": model.limit,        "made_of": asdict(model.origin), "features": features,
    }  # fmt: skip


class _BrokenError(ValueError):
    """What is wrong with a file, at which key."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key, self.reason = key, reason


def _model(table: Any) -> Model:
    if not isinstance(table, dict) or table.get("format") != FORMAT:
        raise _BrokenError("format", f"is not {FORMAT}, the only one that this mailbot reads")
    if table.get("kinds") != NAMES:
        raise _BrokenError("kinds", f"is not {NAMES}")
    features = table.get("features")
    if not isinstance(features, dict) or not 0 < len(features) <= MOST_FEATURES:
        raise _BrokenError("features", f"is not a table of 1 to {MOST_FEATURES} features")
    rows = [_numbers(f"features.{name[:40]}", row, 1 + len(NAMES)) for name, row in features.items()]
    idf, *weights = (array("d", column) for column in zip(*rows, strict=True))
    (temperature,) = _numbers("temperature", [table.get("temperature")], 1)
    if temperature <= 0:
        raise _BrokenError("temperature", "is not above 0")
    (limit,) = _numbers("believed_from", [table.get("believed_from")], 1)
    if not 0 <= limit <= 1:
        raise _BrokenError("believed_from", "is no probability")
    bias = _numbers("bias", table.get("bias"), len(NAMES))
    places = {name: place for place, name in enumerate(features)}
    return Model(places, idf, tuple(weights), tuple(bias), temperature, limit, _origin(table.get("made_of")))


def _numbers(key: str, found: Any, size: int) -> list[float]:
    if not isinstance(found, list) or len(found) != size:
        raise _BrokenError(key, f"is not a list of {size} numbers")
    if not all(isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in found):
        raise _BrokenError(key, "holds something that is no number")
    return [float(one) for one in found]


def _origin(found: Any) -> Origin:
    try:
        return Origin(**found)
    except TypeError:
        raise _BrokenError("made_of", "does not say what the model was made of") from None
