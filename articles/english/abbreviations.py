"""Abbreviations of English news, sorted by what may follow them.

They are in lower case and without the full stop. `sentences` uses them to decide whether the stop
also ends the sentence. `tokens` uses them to keep the stop with its word.
"""

from articles.english.tables import word_set

BEFORE_A_NAME = word_set(
    "mr mrs ms mx dr drs prof rev fr hon messrs mme mlle msgr amb sen sens rep reps gov govs pres "
    "supt insp det gen gens lt lts maj col cols capt capts cmdr cmdrs cpl cpls sgt sgts pvt pfc "
    "adm brig ofc spc comdr cdr flt sqn ldr wg pte eng engr atty asst cllr ven mt ft vs v cf viz "
    "e.g i.e approx"
)
"""Titles, ranks and the like. The sentence always continues after them."""

BEFORE_A_NUMBER = word_set("no nos art sec vol p pp fig figs ch par est al")
"""Abbreviations only before a number. Elsewhere they are words ("He said no.")."""

STATES = word_set(
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb "
    "nev okla ore pa penn tenn tex va vt wash wis wyo ont que alta sask"
)
"""States and provinces, if they begin with a capital. In lower case some are other words."""

OPEN = word_set("inc corp co cos ltd llc plc bros jr sr st ave blvd rd dept univ assn")
"""Abbreviations after which a sentence often ends. The next word decides."""
