"""Titles and other words around the names of people, in lower case and without full stops."""

import re

from articles.english.tables import word_set

TITLES = word_set(
    "mr mrs ms miss dr president minister king queen prince princess pope sir gen general col "
    "colonel lt lieutenant maj major brig brigadier sgt sergeant capt captain admiral adm sen "
    "senator rep representative secretary chancellor judge justice ambassador archbishop cardinal "
    "bishop reverend rev sheikh sheik ayatollah lord lady dame chairman chairwoman chief premier "
    "deputy spokesman spokeswoman spokesperson mayor governor gov commander cmdr officer speaker "
    "professor prof director coach envoy cpl corporal pfc spc pvt private congressman "
    "congresswoman councillor councilor imam mullah rabbi father sister inspector detective "
    "constable analyst economist marshal vice-president sultan emir crown baroness baron count "
    "duke duchess empress emperor comrade señor monsieur herr chef striker midfielder defender "
    "goalkeeper manager founder author actor actress singer attorney prosecutor lawyer "
    "chairperson leader ceo winger principal advocate barrister magistrate sheriff trooper pastor "
    "deacon shri smt datuk datin hon honourable assemblyman lawmaker legislator mla mlc mp warden "
    "aunty patwari tehsildar goalscorer rapper guitarist bassist novelist poet historian "
    "archaeologist negotiator treasurer headmaster headteacher undersecretary under-secretary "
    "vice-chancellor superintendent pol"
)

BEFORE_TITLES = word_set(
    "vice prime foreign finance defense defence interior first assistant acting former commanding "
    "executive managing senior state attorney"
)
"""Words that may come before a title: "vice president", "acting prime minister"."""

PLAIN_TITLES = word_set(
    "president minister director chairman chairwoman chairperson commander secretary spokesman "
    "spokeswoman spokesperson coach captain winger striker midfielder defender governor senator "
    "mayor analyst manager leader ceo professor inspector councillor ambassador lawyer attorney "
    "goalkeeper"
)
"""Titles that are never surnames. A name that contains such a title begins after the title."""

POLITE = word_set("mr mrs ms miss")
"""Titles that do not say what a person does."""

ROLE_NOUNS = TITLES - POLITE - {"dr", "sister", "father"}
"""Nouns that may end the description of a role, such as "deputy commanding general"."""

SUFFIXES = word_set("jr sr ii iii iv")
"""Words that may follow a surname."""

PARTICLES = word_set("de van von der den la le di da del dos bin ibn al el ben ter bint abu")
"""Words that may come before a surname, often in lower case."""

ROLE_ENDS = re.compile(r"[,;:.()\"“”]|\s(?:who|said|says|told|for|at|in|of|on|and|with|was|is)\b")
"""Marks and words that end the description of a role, such as "of" in "deputy mayor of Mosul"."""

DETERMINERS = re.compile(r"^(?:the|a|an|his|her|its|then) ")
"""Words that the description of a role may begin with, such as "the" in "the deputy mayor"."""

BETWEEN_AUTHORS = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
