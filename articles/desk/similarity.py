"""How alike two names are: nicknames, initials, middle names, other spellings.

Pure functions over names; what the archive knows of the two is weighed elsewhere."""

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
# Formal name: what it is called for short.
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
    """From each short name to the names that it may be short for."""
    found: dict[str, set[str]] = {}
    for entry in _NICKNAMES.split(";"):
        formal, _, short = entry.partition(":")
        for name in short.split():
            found.setdefault(name, set()).add(formal.strip())
    return {name: frozenset(formal) for name, formal in found.items()}


@dataclass(frozen=True, slots=True)
class FullName:
    """A person's name in parts; `given` is empty for a bare surname."""

    given: tuple[str, ...]
    family: str

    @classmethod
    @lru_cache(maxsize=100_000)
    def of(cls, name: str) -> "FullName":
        words = [word for word in name_key(name).split() if word not in _SUFFIXES]
        return cls(tuple(words[:-1]), words[-1] if words else "")

    @lru_cache(maxsize=100_000)  # noqa: B019 - a name is a plain value
    def blocks(self) -> tuple[tuple[str, ...], ...]:
        """Keys, each once, of which two names share one if they can be alike at all."""
        family = skeleton(self.family)
        given = self.given[0] if self.given else ""
        names = (given, *formal_names().get(given, ()))
        # J and Y, C and K, Q and G: the same sound in other letters, so one block for both.
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
    """The consonants that stay when a name is written in other letters.

    >>> skeleton("muhammad") == skeleton("mohamed") == "mmd"
    True
    """
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return _DOUBLE.sub(r"\1", word[:1] + re.sub("[aeiouh]", "", word[1:]))


@lru_cache(maxsize=100_000)
def people_alike(one: str, other: str) -> float:
    """From 0 to 1, by the names alone; the same whichever comes first."""
    first, second = sorted((FullName.of(one), FullName.of(other)), key=lambda name: len(name.given))
    family = _words_alike(first.family, second.family)
    if not family or not second.given:
        return DIFFERENT
    if not first.given:
        return SURNAME_ONLY if family == 1 else DIFFERENT
    given = _given_alike(first.given[0], second.given[0])
    if not given or not _middles_agree(first.given[1:], second.given[1:]):
        return DIFFERENT
    return min(given, SPELLING if family < 1 else SAME)


@lru_cache(maxsize=100_000)
def places_alike(one: str, other: str) -> float:
    """From 0 to 1, by the names alone."""
    first, second = (_spelt_out(name) for name in (one, other))
    if first == second:
        return SAME
    alike = _words_alike(first, second)
    # Short names share their consonants with many others: the vowels must agree, too.
    return SPELLING if alike > (0.7 if len(skeleton(first)) > 2 else 0.85) else DIFFERENT


def near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two places of one name lie so near (half a degree) that they are one."""
    return abs(one[0] - other[0]) < 0.5 and abs(one[1] - other[1]) < 0.5


def _given_alike(one: str, other: str) -> float:
    if one == other:
        return SAME
    if len(one) == 1 or len(other) == 1:
        names = {one, other, *formal_names().get(one, ()), *formal_names().get(other, ())}
        initial = min(one, other, key=len)
        return INITIAL if sum(name.startswith(initial) for name in names) > 1 else DIFFERENT
    formal = [formal_names().get(name, frozenset()) | {name} for name in (one, other)]
    if formal[0] & formal[1]:
        return NICKNAME
    return SPELLING if _words_alike(one, other) else DIFFERENT


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether no middle name speaks against it; many are left out."""
    return all(
        first[0] == second[0] and (1 in (len(first), len(second)) or _words_alike(first, second))
        for first, second in zip(one, other, strict=False)
    )


@lru_cache(maxsize=100_000)
def _words_alike(one: str, other: str) -> float:
    """1 for the same word, less for another spelling of it, 0 for another word."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < 4 or skeleton(one) != skeleton(other):
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= 0.6 else 0.0


def _spelt_out(name: str) -> str:
    return " ".join(
        _SHORT_WORDS.get(word, word) for word in name_key(name).removeprefix("the ").split()
    )
