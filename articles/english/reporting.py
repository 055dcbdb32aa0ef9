"""Reported speech: verbs, who their subjects may be, and what follows. Lower case."""

import re

from articles.english.tables import word_set

VERBS = word_set(
    "said says told tells added adds asked asks replied replies explained explains wrote writes "
    "argued argues insisted insists noted notes recalled recalls warned warns stated states "
    "announced announces claimed claims declared declares saying continued admitted admits "
    "acknowledged acknowledges predicted predicts testified complained complains joked jokes "
    "stressed stresses emphasised emphasized conceded concedes concluded concludes observed "
    "observes remarked remarks suggested suggests tweeted posted responded responds answered "
    "answers laughed shouted whispered promised promises vowed vows denied denies confirmed "
    "confirms estimated estimates believes thinks reckons commented comments commenting clarified "
    "clarifies reflected quipped pressed recounted lamented reiterated reiterates maintained "
    "maintains contended contends indicated underlined urged urges assured agreed emphasises "
    "emphasizes affirmed affirms hoped asserted asserts mused cautioned cautions"
)
"""Verbs with which news reports what someone said."""

TAGGED_VERBS = word_set(
    "said says say told tells added adds asked replied explained wrote argued insisted noted "
    "recalled warned stated announced claimed declared"
)
"""Those that the tagger sees beside names; it was trained with these."""

SUMMARY_VERBS = word_set("said says told added asked wrote explained argued")
"""Those that a sentence is scored by; the weights were learned with these."""

ACCORDING, TO, SAYING = "according", "to", "saying"

PLAIN = word_set("said says told tells added adds according")
"""They always report; others may have an object that nobody said."""
ADDRESSING = word_set("told tells")
"""What follows them is who was spoken to."""
READING = word_set("read reads")
"""They are said of a statement after its words, and else of readers."""
SPEAKING = PLAIN | READING | word_set("replied wrote explained commented")
PASSIVE = word_set("is are was were be been being when as")
"""Before a verb of these nobody's words follow: "was told"."""

PRONOUNS = word_set("he she He She")
ADVERBS = word_set("also even later then still once has had have who")
"""What may stand between subject and verb, beside adverbs in "-ly"."""
CONJUNCTIONS = word_set("and but")
"""Before a verb they point to the subject of the sentence: "declined to comment, but said"."""
UNNAMED = word_set("a an one another someone somebody")
"""A sentence that begins with them is about somebody without a name."""
NOT_SUBJECTS = word_set("of on in at near")
"""A name after them is no subject."""
AFTER_VERBS = word_set("with by to for from about against that")
"""A name after them comes too late in its sentence to be its subject."""
NOT_SPEAKERS = word_set("of about")
"""After "said" they begin something else than the speaker."""

CLAUSE_BEGINS = word_set("the a he she it they there his her this")
FINITE = word_set("is are was were would will had has have could should can may might did does")
"""A verb, "the" and one of these soon after: a clause is reported, also without "that"."""
THAT = "that"

ADDITION = re.compile(
    r" (?:of|in|at|from|for) (?:(?!\b(?:is|was|were|has|had)\b)[^,.;:]){2,60}(?:, [^,;:]{3,150},)? "
)
"""Between a subject and its verb: "Wong of the council, which runs it, said"."""
BEFORE_CLAUSE = re.compile(r"^[\s,:]*(?:(?:[^,.:“\"]{0,90}?\s)?that\s+(?=\S+\s))?")
"""Between the verb and what is reported: "said on Monday that ...", "told a paper that ..."."""

FIRST_PERSON = word_set("i we my our me us you your")
"""Who speaks or is spoken to: a mark of quotations and columns."""

MARKS = re.compile('[“”«»"]')
"""Quotation marks."""
PAIRS = {"“": "”", "«": "»", '"': '"”'}
"""Each opening mark with those that may close what it opened."""
CLOSING_MARKS = frozenset('”"»')
