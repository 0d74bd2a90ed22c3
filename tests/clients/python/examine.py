"""What the libraries have in common: the cases, and whether an answer is as a case expects it."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable

FILE = json.loads((Path(__file__).parent.parent / "cases.json").read_text(encoding="utf-8"))
CASES, SHAPES = FILE["cases"], {name: set(keys.split()) for name, keys in FILE["shapes"].items()}
IDS = SimpleNamespace(**FILE["ids"])

STEP = re.compile(r"\[[^\]]*\]|[^.\[\]]+")


def attempt_each(calls):
    """The outcome of each call: what it returned, or what it raised."""
    for call in calls:
        try:
            yield call()
        except Exception as error:
            yield error


@dataclass
class Library:
    """A library as the cases see it."""

    name: str
    # For each call of the cases, a function that takes their parameters.
    calls: dict[str, Callable[..., Any]]
    # Calls and cases that the library does not have or cannot do, by reason.
    lacks: dict[str, list[str]]
    # An error of the library as what it tells of `http`, `code` and `message`.
    refusal: Callable[[Exception], dict]
    # An answer of the library as dictionaries and lists.
    plain: Callable[[Any], Any] = lambda answer: answer
    # Cases whose answer looks different in this library, with what they give instead.
    otherwise: dict[str, dict] = field(default_factory=dict)
    # What the library does not hand on: cases with paths.
    forgets: set = frozenset()
    # Whether answers are given as classes of the library, so that the keys of rows tell nothing about the server.
    typed: bool = False
    attempt_each: Callable = attempt_each

    def examine(self):
        """Calls everything; returns how many cases passed, and a line for each that did not."""
        missing = {name for names in self.lacks.values() for name in names}
        wanted = {case: case.split(", ")[0] for case in CASES}
        wanted = {case: call for case, call in wanted.items() if not missing & {case, call}}
        unknown = {*missing, *self.calls, *self.otherwise} - set(CASES) - {case.split(", ")[0] for case in CASES}
        failures = [f"{name}: there is no such case" for name in sorted(unknown)]
        failures += [f"{case}: not called" for case, call in wanted.items() if call not in self.calls]
        wanted = {case: call for case, call in wanted.items() if call in self.calls}

        def prepared(case, call):
            return lambda: self.calls[call](**CASES[case].get("with", {}))

        outcomes = self.attempt_each([prepared(*names) for names in wanted.items()])
        for case, outcome in zip(wanted, outcomes):
            failures += [f"{case}: {fault}" for fault in self.faults(case, outcome)[:1]]
        faulty = {failure.split(": ")[0] for failure in failures}
        return len(wanted.keys() - faulty), [f"{self.name}: {failure}" for failure in failures]

    def faults(self, case, outcome):
        """What is wrong with the outcome of a case."""
        refusal = CASES[case].get("refuses")
        if isinstance(outcome, Exception):
            if refusal is None:
                return [f"{type(outcome).__name__}: {shortened(outcome)}"]
            told = self.refusal(outcome)
            return [f"refused with {told}"] if not told or told.items() - refusal.items() else []
        if refusal is not None:
            return ["not refused"]
        answer, expected = self.plain(outcome), self.otherwise.get(case, CASES[case].get("gives"))
        faults = [fault(answer, *pair) for pair in expected.items() if self.can_tell(case, *pair)]
        return [text for text in faults if text]

    def can_tell(self, case, path, expected):
        """Whether what is expected at a path reaches the users of the library."""
        is_shape = isinstance(expected, dict) and "shape" in expected
        return (case, path) not in self.forgets and not (self.typed and is_shape)


def below(path, method, names):
    """Calls below a path, by name: `method` finds the function, whose name has an underscore where the path has a slash."""
    return {f"{path}/{name}": method(name.replace("/", "_")) for name in names.split()}


def shortened(value):
    text = str(value)
    return text if len(text) < 200 else f"{text[:200]}…"


def fault(answer, path, expected):
    """What is wrong at a path of an answer, if anything."""
    try:
        value = at(answer, STEP.findall(path))
    except (KeyError, IndexError, TypeError, StopIteration):
        return f"{path} is missing"
    return None if holds(value, expected) else f"{path} is {shortened(value)}, not {expected}"


def at(value, steps):
    """The value at a path: keys, indices, `[key=value]` for a row, `[]` for all rows, `length` for their number."""
    for place, step in enumerate(steps):
        if step == "[]":
            return [at(row, steps[place + 1 :]) for row in value]
        if step.startswith("["):
            key, wanted = step[1:-1].split("=", 1)
            value = next(row for row in value if isinstance(row, dict) and str(row.get(key)) == wanted)
        elif isinstance(value, list):
            value = len(value) if step == "length" else value[int(step)]
        else:
            value = value[step]
    return value


def holds(value, expected):
    """Whether a value is the expected one, or as the wishes in its place want it."""
    if isinstance(expected, dict):
        return all(WISHES[name](value, wish) for name, wish in expected.items())
    if isinstance(expected, list):
        return isinstance(value, list) and len(value) == len(expected) and all(map(holds, value, expected))
    return value == expected and isinstance(value, bool) == isinstance(expected, bool)


def each(value):
    return value if isinstance(value, list) else [value]


WISHES = {
    "at least": lambda value, least: all(number >= least for number in each(value)),
    "falling": lambda value, _: all(higher >= lower for higher, lower in zip(value, value[1:])),
    "has": lambda value, some: all(wanted in value for wanted in some),
    "lacks": lambda value, some: not any(unwanted in value for unwanted in some),
    "only": lambda value, some: all(found in some for found in value),
    "same": lambda value, all_of_them: sorted(value) == sorted(all_of_them),
    "shape": lambda value, name: all(set(row) == SHAPES[name] for row in each(value)),
    "starts": lambda value, text: value.startswith(text),
}
