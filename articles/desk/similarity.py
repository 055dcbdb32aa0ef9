"""Measures how similar two names are: nicknames, initials, middle names, other spellings.

The functions look only at the names. `proposals` also weighs what the archive knows about the two
entities."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from articles.gazetteer import name_key

SAME = 0.9
NICKNAME = 0.85
SPELLING = 0.8
INITIAL = 0.6
SURNAME_ONLY = 0.4
DIFFERENT = 0.0

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "junior", "senior"}
_SHORT_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point"}
# Formal name: its short forms.
_NICKNAMES = """
abigail: abby; abraham: abe; albert: al bert; alexander: alex sandy sasha; alexandra: alex sandra;
alfred: alf fred; andrew: andy drew; anthony: tony; antonio: tony; arthur: art; barbara: barb;
benjamin: ben benny; bernard: bernie; bradley: brad; caroline: carrie; catherine: cathy kate katie;
charles: charlie chuck chas; christina: chris tina; christine: chris; christopher: chris topher;
clifford: cliff; clinton: clint; cynthia: cindy; daniel: dan danny; david: dave davy; deborah: deb
debbie; dennis: denny; dmitry: dima; donald: don donnie; dorothy: dot dottie; douglas: doug;
edward: ed eddie ned ted teddy; edwin: ed; eleanor: ellie nell; elizabeth: beth betsy betty liz
lizzie; emmanuel: manny; eugene: gene; florence: flo; francis: frank; francisco: paco pancho;
franklin: frank; frederick: fred freddie; gabriel: gabe; gerald: gerry jerry; gilbert: gil;
gregory: greg; harold: hal harry; henry: hank harry; herbert: herb bert; ignacio: nacho; isaac: ike;
jacob: jake; jacqueline: jackie; james: jim jimmy jamie; janet: jan; jeffrey: jeff; jennifer: jen
jenny; jessica: jess; john: jack johnny; jonathan: jon; joseph: joe joey; jose: pepe; joshua: josh;
judith: judy; katherine: kate kathy katie; kathleen: kathy; kenneth: ken kenny; lawrence: larry;
leonard: len lenny; leonardo: leo; louis: lou; luis: lucho; margaret: maggie meg peggy; martin:
marty; matthew: matt; maxwell: max; michael: mike mick mickey; mikhail: misha; mitchell: mitch;
mohammed: mo; nathaniel: nate nat; nathan: nate; nicholas: nick nicky; nikolai: kolya;
oliver: ollie; pamela: pam; patricia: pat patty trish; patrick: pat paddy; peter: pete;
philip: phil; phillip: phil;
rachel: rae; randolph: randy; raymond: ray; rebecca: becky; reginald: reg; richard: dick rich rick
ricky; robert: bob bobby rob robbie; rodney: rod; roger: rog; ronald: ron ronnie; rudolph: rudy;
russell: russ; samuel: sam sammy; samantha: sam; sandra: sandy; sergei: seryozha; solomon: sol;
stanley: stan; stephanie: steph; stephen: steve; steven: steve; stuart: stu; susan: sue susie;
theodore: ted teddy theo; theresa: terry; thomas: tom tommy; timothy: tim; tobias: toby; valerie:
val; victor: vic; victoria: vicky; vincent: vince vinny; vladimir: volodya vova; walter: walt wally;
wilfred: wilf; william: bill billy will liam; yevgeny: zhenya; zachary: zach
"""


@cache
def formal_names() -> dict[str, frozenset[str]]:
    """Return a dictionary that maps each short form to the formal names that it may stand for."""
    found: dict[str, set[str]] = {}
    for entry in _NICKNAMES.split(";"):
        formal, _, short = entry.partition(":")
        for name in short.split():
            found.setdefault(name, set()).add(formal.strip())
    return {name: frozenset(formal) for name, formal in found.items()}


@dataclass(frozen=True, slots=True)
class FullName:
    """The given names and the family name of a person. `given` is empty for a bare surname."""

    given: tuple[str, ...]
    family: str

    @classmethod
    @lru_cache(maxsize=100_000)
    def parse(cls, name: str) -> "FullName":
        words = [word for word in name_key(name).split() if word not in _SUFFIXES]
        return cls(tuple(words[:-1]), words[-1] if words else "")

    @lru_cache(maxsize=100_000)  # noqa: B019 - a name is a plain value
    def blocks(self) -> tuple[tuple[str, ...], ...]:
        """Return the blocking keys of the name. Similar full names share at least one key."""
        family = skeleton(self.family)
        given = self.given[0] if self.given else ""
        names = (given, *formal_names().get(given, ()))
        # J and Y, C and K, Q and G write the same sound, so they share a key.
        sounds = {skeleton(name[0]) for name in names if name}
        return tuple((family, sound) for sound in sorted(sounds))


_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"), ("kh|gh|ck|[qgc]", "k"), ("dh", "d"), ("th", "t"), ("sh|sch|z", "s"),
        ("w|v", "v"), ("y|j", "i"),
    )
]  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """Return the consonants of the word as a code that is the same for most of its spellings.

    >>> skeleton("muhammad") == skeleton("mohamed") == "md"
    True
    """
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return _DOUBLE.sub(r"\1", word[:1] + re.sub("[aeiouh]", "", word[1:]))


@lru_cache(maxsize=100_000)
def person_similarity(one: str, other: str) -> float:
    """Return how similar two people's names are, from 0 to 1. The order does not matter."""
    first, second = sorted(
        (FullName.parse(one), FullName.parse(other)), key=lambda name: len(name.given)
    )
    family = _word_similarity(first.family, second.family)
    if not family or not second.given:
        return DIFFERENT
    if not first.given:
        return SURNAME_ONLY if family == 1 else DIFFERENT
    given = _given_similarity(first.given[0], second.given[0])
    if not given or not _middles_agree(first.given[1:], second.given[1:]):
        return DIFFERENT
    return min(given, SPELLING if family < 1 else SAME)


@lru_cache(maxsize=100_000)
def place_similarity(one: str, other: str) -> float:
    """Return how similar the names of two places are, from 0 to 1."""
    first, second = (_spell_out(name) for name in (one, other))
    if first == second:
        return SAME
    alike = _word_similarity(first, second)
    # Many short names have the same consonants, so their vowels must agree too.
    return SPELLING if alike > (0.7 if len(skeleton(first)) > 2 else 0.85) else DIFFERENT


def are_near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Return whether two points are less than half a degree apart in latitude and in longitude.

    Places with the same name at two such points are considered the same place."""
    return abs(one[0] - other[0]) < 0.5 and abs(one[1] - other[1]) < 0.5


def _given_similarity(one: str, other: str) -> float:
    if one == other:
        return SAME
    if len(one) == 1 or len(other) == 1:
        names = {one, other, *formal_names().get(one, ()), *formal_names().get(other, ())}
        initial = min(one, other, key=len)
        return INITIAL if sum(name.startswith(initial) for name in names) > 1 else DIFFERENT
    formal = [formal_names().get(name, frozenset()) | {name} for name in (one, other)]
    if formal[0] & formal[1]:
        return NICKNAME
    return SPELLING if _word_similarity(one, other) else DIFFERENT


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether the middle names agree, ignoring those that only one of the names has."""
    return all(
        first[0] == second[0]
        and (1 in (len(first), len(second)) or _word_similarity(first, second))
        for first, second in zip(one, other, strict=False)
    )


@lru_cache(maxsize=100_000)
def _word_similarity(one: str, other: str) -> float:
    """Return 1 for equal words, from 0.6 to 1 for two spellings of one word, else 0."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 4 or skeleton(one) != skeleton(other):
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= 0.6 else 0.0


def _spell_out(name: str) -> str:
    return " ".join(
        _SHORT_WORDS.get(word, word) for word in name_key(name).removeprefix("the ").split()
    )
