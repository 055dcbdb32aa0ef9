"""Words that show reported speech: verbs such as "said", and words around their subjects."""

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
"""Verbs with which news reports what somebody said."""

TAGGED_VERBS = word_set(
    "said says say told tells added adds asked replied explained wrote argued insisted noted "
    "recalled warned stated announced claimed declared"
)
"""The reporting verbs that the tagger was trained to look for next to names."""

SUMMARY_VERBS = word_set("said says told added asked wrote explained argued")
"""The reporting verbs that affect the scores of sentences in summaries. The weights for the scores
were learned with this list."""

ACCORDING, TO, SAYING = "according", "to", "saying"

PLAIN = word_set("said says told tells added adds according")
"""Words that always report speech. Other verbs may have an object that is not speech."""
ADDRESSING = word_set("told tells")
"""Verbs that are followed by the person spoken to ("told reporters")."""
READING = word_set("read reads")
"""Verbs that report speech only after a quotation: “We will wait,” the statement read."""
SPEAKING = PLAIN | READING | word_set("replied wrote explained commented")
PASSIVE = word_set("is are was were be been being when as")
"""Words that show, before a verb, that the subject of the verb did not speak ("was told")."""

PRONOUNS = word_set("he she He She")
ADVERBS = word_set("also even later then still once has had have who")
"""Words that, like adverbs in "-ly", may stand between subject and verb ("she also said")."""
CONJUNCTIONS = word_set("and but")
"""Words that link a subject to a second verb ("She would not comment, but said")."""
UNNAMED = word_set("a an one another someone somebody")
"""Openings of sentences about a person without a name ("One man said")."""
NOT_SUBJECTS = word_set("of on in at near")
"""Words that show that the name directly after them is not a subject ("of Ann Marsh")."""
AFTER_VERBS = word_set("with by to for from about against that")
"""Words, such as "against", that show that the names after them are not the subject."""
NOT_SPEAKERS = word_set("of about")
"""Words that show, after a reporting verb, that no speaker follows ("said of the plan")."""

CLAUSE_BEGINS = word_set("the a he she it they there his her this")
"""Words that begin a reported clause without "that" ("said the bridge is closed")."""
FINITE = word_set("is are was were would will had has have could should can may might did does")
"""Verbs that show that a clause without "that" is reported ("said the bridge is closed")."""
THAT = "that"

ADDITION = re.compile(
    r" (?:of|in|at|from|for) (?:(?!\b(?:is|was|were|has|had)\b)[^,.;:]){2,60}(?:, [^,;:]{3,150},)? "
)
"""The words between a subject and its distant verb, such as those between "Wong" and "said" in
"Wong of the council, which runs it, said"."""
BEFORE_CLAUSE = re.compile(r"^[\s,:]*(?:(?:[^,.:“\"]{0,90}?\s)?that\s+(?=\S+\s))?")
"""The words between a reporting verb and what it reports, such as "on Monday that"."""

FIRST_PERSON = word_set("i we my our me us you your")
"""Pronouns of the first and second person, which are frequent in quotations and columns."""

MARKS = re.compile('[“”«»"]')
"""A pattern for one quotation mark."""
PAIRS = {"“": "”", "«": "»", '"': '"”'}
"""A dict that maps each opening quotation mark to the marks that may close the quotation."""
CLOSING_MARKS = frozenset('”"»')
