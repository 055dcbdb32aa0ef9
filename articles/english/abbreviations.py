"""Abbreviations in English news, grouped by what may follow them.

The abbreviations are in lower case and without the full stop. `sentences` uses them to decide
whether a full stop ends a sentence. `tokens` uses them to keep the full stop with its word.
"""

from articles.english.tables import word_set

BEFORE_A_NAME = word_set(
    "mr mrs ms mx dr drs prof rev fr hon messrs mme mlle msgr amb sen sens rep reps gov govs pres "
    "supt insp det gen gens lt lts maj col cols capt capts cmdr cmdrs cpl cpls sgt sgts pvt pfc "
    "adm brig ofc spc comdr cdr flt sqn ldr wg pte eng engr atty asst cllr ven mt ft vs v cf viz "
    "e.g i.e approx"
)
"""Abbreviated titles, ranks and the like ("Mr", "Gen"), after which the sentence continues."""

BEFORE_A_NUMBER = word_set("no nos art sec vol p pp fig figs ch par est al")
"""Words that are abbreviations only before a number: "No. 5", but not "He said no."."""

STATES = word_set(
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb "
    "nev okla ore pa penn tenn tex va vt wash wis wyo ont que alta sask"
)
"""Abbreviated states and provinces. Without a capital, some are other words, such as "miss"."""

OPEN = word_set("inc corp co cos ltd llc plc bros jr sr st ave blvd rd dept univ assn")
"""Abbreviations that often end a sentence ("Inc", "Jr"). The next word decides whether they do."""
