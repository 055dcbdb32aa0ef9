"""Words of reported speech: verbs, their subjects, and what follows. They are in lower case."""

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
"""Verbs next to names that the tagger was trained with."""

SUMMARY_VERBS = word_set("said says told added asked wrote explained argued")
"""Verbs that count in the scores of sentences. The weights were learned with them."""

ACCORDING, TO, SAYING = "according", "to", "saying"

PLAIN = word_set("said says told tells added adds according")
"""Verbs that always report speech. Others may have an object that nobody said."""
ADDRESSING = word_set("told tells")
"""Verbs that are followed by the person who was spoken to."""
READING = word_set("read reads")
"""Verbs that report a statement if they come after its words. Elsewhere somebody reads."""
SPEAKING = PLAIN | READING | word_set("replied wrote explained commented")
PASSIVE = word_set("is are was were be been being when as")
"""Words before a verb that does not report what its subject said: "was told"."""

PRONOUNS = word_set("he she He She")
ADVERBS = word_set("also even later then still once has had have who")
"""Words that may come between subject and verb. Adverbs in "-ly" may too."""
CONJUNCTIONS = word_set("and but")
"""Words before a verb whose subject is that of the sentence: "declined to comment, but said"."""
UNNAMED = word_set("a an one another someone somebody")
"""Beginnings of sentences about somebody without a name."""
NOT_SUBJECTS = word_set("of on in at near")
"""Words after which a name is not a subject."""
AFTER_VERBS = word_set("with by to for from about against that")
"""Words after which a name comes too late in its sentence to be the subject."""
NOT_SPEAKERS = word_set("of about")
"""Words after "said" that do not begin the speaker: "said of the plan"."""

CLAUSE_BEGINS = word_set("the a he she it they there his her this")
"""Words that begin a reported clause without "that"."""
FINITE = word_set("is are was were would will had has have could should can may might did does")
"""Verbs that show a reported clause without "that": "said the bridge is closed"."""
THAT = "that"

ADDITION = re.compile(
    r" (?:of|in|at|from|for) (?:(?!\b(?:is|was|were|has|had)\b)[^,.;:]){2,60}(?:, [^,;:]{3,150},)? "
)
"""The words between a subject and its verb: "Wong of the council, which runs it, said"."""
BEFORE_CLAUSE = re.compile(r"^[\s,:]*(?:(?:[^,.:“\"]{0,90}?\s)?that\s+(?=\S+\s))?")
"""The words between the verb and what is reported: "said on Monday that ..."."""

FIRST_PERSON = word_set("i we my our me us you your")
"""Pronouns of those who speak or are spoken to. They are frequent in quotations and columns."""

MARKS = re.compile('[“”«»"]')
"""Quotation marks."""
PAIRS = {"“": "”", "«": "»", '"': '"”'}
"""Each opening mark, with the marks that may close its quotation."""
CLOSING_MARKS = frozenset('”"»')
