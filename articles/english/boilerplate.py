"""Patterns that find boilerplate of English-language sites: offers, labels, links, credits.

`articles.layout.boilerplate` uses the patterns to find lines that do not belong to an article, and
`articles.summaries.fitness` to find sentences that are unfit for a summary. The patterns match text
in lower case.
"""

from articles.english.tables import Pattern

_NEWS = (
    r"(?:articles?|stories|story|content|topics?|tags|links?|coverage|news|posts?|reading|reports?)"
)
_SITE = (
    r"(?:facebook|twitter|x|google\+|flipboard|buffer|pin|mix|messenger|stumbleupon|instagram"
    r"|linkedin|whatsapp|telegram|youtube|tiktok|pinterest|reddit|e-?mail|print|copy link|save"
    r"|share|tweet)"
)

OFFERS = (
    # Subscriptions.
    Pattern(r"sign ?up (?:for|to|here|now|today|below)\b", "Sign up for our morning briefing"),
    Pattern(r"sign ?up\s*:", "Sign up: the week in ten stories"),
    Pattern(r"register (?:for free|here|now)\b", "Register now to read three articles a month"),
    Pattern(r"subscribe (?:to|now|here|today)\b", "Subscribe to The Harbour Post"),
    Pattern(
        "get (?:the|our|more) .{0,60}(?:newsletter|inbox|e-?mail)",
        "Get the day's news in our newsletter",
    ),
    Pattern(r"get (?:full |unlimited )?access to\b", "Get full access to the archive"),
    Pattern(
        r"join (?:our\b|[\d,.]+ (?:readers|subscribers|members))",
        "Join our community of readers",
    ),
    Pattern(r"(?:already|not yet) an? (?:subscriber|member)\?", "Already a subscriber?"),
    Pattern("(?:start|begin) your (?:free )?(?:trial|sub)", "Start your free trial"),
    Pattern(
        "this (?:article|story|content) is (?:only )?(?:available )?(?:for"
        r"|to) (?:\w+ )?(?:sub|memb)",
        "This article is only available to our subscribers",
    ),
    Pattern(r"you must be (?:logged|signed) in\b", "You must be logged in to post"),
    Pattern(
        "(?:thank you|thanks) for (?:signing up|subscribing|reading)",
        "Thank you for signing up",
    ),
    Pattern(r"by (?:signing up|subscribing)\b", "By subscribing, I accept the terms"),
    Pattern(
        "i agree (?:that|to) .{0,80}(?:newsletter|terms|e-?mail|privacy|send)",
        "I agree to receive the newsletter",
    ),
    # Support.
    Pattern(r"if you value our\b", "If you value our work, help us"),
    Pattern(
        "please consider (?:supporting|subscribing|making|becoming|a donation)",
        "Please consider supporting local reporting",
    ),
    Pattern(r"your support (?:\w+ )?(?:makes|helps)", "Your support makes this work possible"),
    Pattern(r"help us (?:keep|continue|grow)\b", "Help us keep this site free"),
    # More news.
    Pattern(r"never miss (?:an?|out)\b", "Never miss a story"),
    Pattern("(?:enable|allow|turn on) .{0,20}notific", "Turn on desktop notifications"),
    Pattern(r"to get more (?:stories|news)\b", "To get more stories like this, follow us"),
    Pattern(r"(?:read|catch) all the latest\b", "Read all the latest on the vote"),
    Pattern(
        "for (?:more|(?:all )?the latest) (?:news|stories|updates"
        r"|on)\b.{0,60}\b(?:follow|click|sign up|subscribe|download)\b",
        "For more news on the vote, click below",
    ),
    # Terms, rights, comments.
    Pattern(r"by continuing to use\b", "By continuing to use this site, you agree to our terms"),
    Pattern("this (?:web)?site uses cookies", "This website uses cookies"),
    Pattern("accept (?:all )?cookies", "Accept all cookies"),
    Pattern(
        r"\(?this (?:story|article) has not been edited",
        "(This story has not been edited by our staff)",
    ),
    Pattern(
        r"this (?:\w+ )?(?:article|story|post|piece|essay|column|report) (?:was |is "
        r"|has been )?(?:(?:originally |first )(?:published|appeared|posted|ran)|republished)\b",
        "This article was originally published by The Harbour Post",
    ),
    Pattern(r"disclaimer\s*[:–—-]", "Disclaimer: prices may have changed"),
    Pattern(r"our standards\s*:", "Our standards: the principles of this agency"),
    Pattern(
        "the (?:views|opinions) (?:and opinions )?expressed (?:here|(?:in|on) th(?:is"
        "|e) (?:article|column|site|piece))",
        "The views expressed in this article are the author's own",
    ),
    Pattern(
        r"(?:\S+ ){1,4}is not responsible for the content\b",
        "The Harbour Post is not responsible for the content of other sites",
    ),
    Pattern(r"your e-?mail address will not\b", "Your email address will not be published"),
    Pattern(r"(?:this conversation|comments) (?:is|are) moderated\b", "Comments are moderated"),
)
"""Openings that mark a line as boilerplate, even a line as long as a paragraph."""

PLEAS = (
    # Other articles.
    Pattern(
        r"(?:read|see|learn|find out|hear) more(?:\s*[:|»>–—]| (?:about|at|on|from|here|in our)\b)",
        "Read more about the harbour",
    ),
    Pattern(
        r"(?:also read|read also|see also|watch also|read|related|recommended|don['’]t miss)\s*:",
        "Also read: the mayor's letter",
    ),
    Pattern("also on .{0,40}:", "Also on the harbour front: new cranes"),
    Pattern(r"read the full (?:story|article|report|interview|text)\b", "Read the full story"),
    Pattern(r"get .{1,40} delivered\b", "Get the headlines delivered every morning"),
    Pattern(r"get the day['’]s\b", "Get the day’s headlines"),
    Pattern("(?:write to|e-?mail) .{0,60}@", "Write to Ann Marsh at ann@example.org"),
    Pattern("(?:story|article) continues(?: below)?", "Story continues below"),
    Pattern("continue reading", "Continue reading"),
    Pattern(r"scroll (?:down )?(?:for|to)\b", "Scroll down for the table"),
    Pattern(r"(?:click|tap) here\b", "Click here to read it"),
    Pattern(r"click to\b", "Click to enlarge"),
    Pattern(r"this slideshow requires\b", "This slideshow requires JavaScript"),
    # Company on other sites.
    Pattern(r"stay connected\b", "Stay connected with us"),
    Pattern("join the conversation", "Join the conversation"),
    Pattern(
        "(?:follow|like|find|connect with|join) (?:us|me) (?:on|at|@)",
        "Follow us on the usual sites",
    ),
    Pattern("follow (?:@|.{1,30} on twitter)", "Follow @harbourpost"),
    Pattern(r"(?:download|get) (?:the|our) .{0,20}app\b", "Download our free app"),
    Pattern(
        "(?:share|tweet) this (?:article|story|post|page|information|on|via)",
        "Share this article with a friend",
    ),
    Pattern(r"sharing is caring\b", "Sharing is caring"),
    # Support.
    Pattern(
        r"support (?:our|independent|quality) (?:\w+ )?(?:journalism|work|newsroom|reporting)",
        "Support independent journalism",
    ),
    Pattern(r"donate (?:now|today|to (?:us|this|our))\b", "Donate today"),
    Pattern("become a (?:member|patron)", "Become a member"),
    Pattern(
        r"if you (?:enjoyed|liked) this article\b",
        "If you enjoyed this article, tell a friend",
    ),
    # Readers' letters and comments.
    Pattern(
        r"(?:note: )?we are (?:\w+ )?moderating\b",
        "Note: We are closely moderating this page",
    ),
    Pattern(r"community rules apply\b", "Community rules apply to all comments"),
    Pattern(r"(?:send us|tell us) (?:your|what)\b", "Tell us what happened to you"),
    Pattern(
        r"have (?:a|any) (?:tip|story|question)s?\b.{0,80}(?:e-?mail|contact|tell us"
        "|reached|touch)",
        "Have a tip? Email the desk",
    ),
    Pattern(r"(?:like|love|enjoy(?:ed)?) this (?:story|article|post)\?", "Enjoyed this story?"),
    Pattern(r"share your thoughts\b", "Share your thoughts below"),
    Pattern("comments? (?:are closed|via|policy|are subject)", "Comments are closed"),
    Pattern("be the first to comment", "Be the first to comment"),
    Pattern(r"as you comment\b", "As you comment, please be kind"),
    Pattern(r"(?:report|spotted|found|see|notice) an? (?:typo|error|mistake)\b", "Spotted a typo?"),
    Pattern(r"got an? (?:tip|story|news)\b", "Got a tip for us?"),
    Pattern(
        r"(?:what do you think|have your say|let us know)\b.{0,30}(?:comments?|below)",
        "What do you think? Write in the comments",
    ),
    Pattern(r"have your say\W*$", "Have your say"),
    Pattern("we (?:want to hear from|welcome) you", "We want to hear from you"),
    Pattern(
        r"\w+ can be reached (?:at|on|via) \S+[@\d]",
        "Marsh can be reached at ann@example.org",
    ),
    Pattern(
        r"reach (?:the (?:writer|reporter|author)|him|her|them) (?:at|on)\b",
        "Reach the reporter at 555 0100",
    ),
    Pattern(
        "stay (?:informed|up to date|in the loop) (?:on|with)",
        "Stay up to date with the vote",
    ),
    Pattern(
        "please (?:be respectful|check the|log in|sign in|enable (?:javascript|cookies))",
        "Please log in to continue",
    ),
    # Rights, terms, errors.
    Pattern("note: this (?:story|article) has been updated", "Note: This story has been updated"),
    Pattern(r"copyright\W*(?:\d{4}|\(c\)|©)", "Copyright 2017 The Harbour Post"),
    Pattern("©", "© The Harbour Post"),
    Pattern(r"\(c\) ?(?:\d{4}|copyright)", "(c) 2017 The Harbour Post"),
    Pattern(
        "this (?:material|content|article) may not be (?:published|reproduced|copied)",
        "This material may not be published or rewritten",
    ),
    Pattern("this copy is for your personal", "This copy is for your personal use"),
    Pattern("we use cookies", "We use cookies to count visits"),
    Pattern("privacy (?:policy|notice)", "Privacy policy"),
    Pattern("an error (?:has )?occurred", "An error has occurred"),
    Pattern("there was an error", "There was an error sending the form"),
    Pattern(r"\((?:ap )?(?:file )?(?:photo|image|picture)\b", "(AP Photo/Ann Marsh)"),
)
"""Openings that mark a line as boilerplate, even if the line is a sentence."""

PHRASES = (
    Pattern(r"our (?:[\w-]+ ){0,3}newsletters?", "Read it first in our weekly harbour newsletter"),
    Pattern("(?:to|in|at|on) your inbox", "News to your inbox"),
    Pattern("unsubscribe at", "Unsubscribe at any time"),
    Pattern("opt-in box", "Tick the opt-in box"),
    Pattern("no spam", "There is no spam"),
    Pattern("affiliate commission", "We earn affiliate commission on sales"),
    Pattern("earn an? .{0,20}commission", "We may earn a small commission"),
    Pattern("all rights reserved", "All rights reserved"),
    Pattern("our community (?:guidelines|standards)", "Please follow our community guidelines"),
    Pattern("use of this site constitutes", "Use of this site constitutes consent"),
    Pattern("not be reproduced", "It may not be reproduced"),
    Pattern("links to (?:online )?retail(?:ers| stores)", "It has links to online retailers"),
    Pattern("subscription (?:of|to) our", "A subscription to our paper"),
)
"""Phrases that mark a line as boilerplate, even if the line is a sentence."""

LABELS = (
    Pattern(
        "read (?:the )?(?:full|original|whole) (?:article|story|report|post|text)",
        "Read the full article",
    ),
    Pattern(r"republish\b", "Republish this piece"),
    Pattern(r"(?:originally )?published (?:at|on|in|by) \S+$", "Published on example.org"),
    Pattern(r"powered by\b", "Powered by a machine"),
    Pattern(r"view all posts\b", "View all posts by Ann Marsh"),
    Pattern("like loading", "Like loading..."),
    Pattern(r"(?:sign|log) in to\b", "Log in to comment"),
    Pattern(r"more (?:to (?:read|explore|watch)|in \w+)\W*$", "More to read"),
    Pattern(r"further reading\W*$", "Further reading"),
    Pattern("join the (?:discussion|conversation)", "Join the discussion"),
    Pattern("start the conversation", "Start the conversation"),
    Pattern(
        r"(?:hide|see|show|load|loading|view) (?:all )?(?:comments|captions?|photos|gallery)\W*$",
        "View all photos",
    ),
    Pattern(r"pin it\W*$", "Pin it"),
    Pattern("print this", "Print this page"),
    Pattern(r"reprints\W*$", "Reprints"),
    Pattern("related (?:internet )?links", "Related links"),
    Pattern(r"advertise\b", "Advertise with us"),
    Pattern(r"advertisement\b", "Advertisement"),
    Pattern(r"\((?:ani|pti|ians|xinhua|afp|ap|upi|reuters|agencies)\)$", "(Reuters)"),
    Pattern(r"support us\W*$", "Support us"),
    Pattern(r"buy me a\b", "Buy me a coffee"),
    Pattern(r"donate\W*$", "Donate"),
    Pattern("make a donation", "Make a donation"),
    Pattern(r"must[ -]reads?\W*$", "Must read"),
    Pattern(r"in pics\W*$", "In pics"),
    Pattern("in case you missed it", "In case you missed it"),
    Pattern(r"icymi\b", "ICYMI: the vote"),
    Pattern(r"read\s*\|", "Read | The mayor's letter"),
    Pattern("get breaking news", "Get breaking news by text"),
    Pattern("(?:explore|discover) more", "Explore more"),
    Pattern("link copied", "Link copied"),
    Pattern("gift this", "Gift this article"),
    Pattern(r"bookmark\W*$", "Bookmark"),
    Pattern(r"save (?:article|story|for later)\W*$", "Save for later"),
    Pattern("send (?:us )?(?:a tip|feedback)", "Send us a tip"),
    Pattern(r"want (?:more|to read more)\?", "Want more?"),
    Pattern("unlock this", "Unlock this article"),
    Pattern("opens? in (?:a )?new (?:window|tab)", "Opens in a new window"),
    Pattern(r"(?:ap |file |stock )?photo\W*$", "File photo"),
    Pattern(r"featured? (?:image|photo)\s*:", "Featured image: the pier"),
    Pattern(r"tagged(?: with)?\s*:", "Tagged with: harbours"),
    Pattern("return to (?:the )?(?:homepage|top)", "Return to homepage"),
    Pattern(r"sponsored by\b", "Sponsored by a bank"),
    Pattern("(?:paid|promoted|partner) content", "Paid content"),
    Pattern("(?:more )?from our (?:partners|sponsors)", "From our partners"),
    Pattern(r"recommended (?:by|videos)\b", "Recommended videos"),
    Pattern(r"by (?:taboola|outbrain)\W*$", "By Taboola"),
    Pattern(r"popular now\W*$", "Popular now"),
    Pattern(r"latest videos\W*$", "Latest videos"),
    Pattern("(?:people|others|readers) (?:also|are) (?:read|liked|reading)", "People also read"),
    Pattern("what others are reading", "What others are reading"),
    Pattern(r"(?:next up|prev(?:ious)? (?:post|page))\W*$", "Next up"),
    Pattern(r"search for\s*:$", "Search for:"),
    Pattern(r"recent (?:posts|comments)\W*$", "Recent posts"),
    Pattern("cancel reply", "Cancel reply"),
    Pattern("manage (?:preferences|cookies)", "Manage cookies"),
    Pattern("(?:contact|e-?mail) the (?:newsroom|author|editor)", "Contact the newsroom"),
    Pattern(r"write to us\W*$", "Write to us"),
    Pattern(r"letters to the editor\W*$", "Letters to the editor"),
    Pattern(r"find out more\W*$", "Find out more"),
    Pattern(r"copy (?:url|link)\W*$", "Copy link"),
    Pattern(r"a\+ a-", "A+ A-"),
    Pattern(r"text size\W*$", "Text size"),
    Pattern(r"listen to this\b", "Listen to this article"),
    Pattern(r"reading time\b", "Reading time 3 minutes"),
    Pattern("(?:watch|play) (?:the )?video", "Watch the video"),
    Pattern("video player", "Video player"),
    Pattern(r"photo gallery\W*$", "Photo gallery"),
    Pattern(r"slideshow\W*$", "Slideshow"),
    Pattern("toggle caption", "Toggle caption"),
    Pattern("enlarge this", "Enlarge this image"),
    Pattern(r"(?:hot|trending) topics\W*$", "Trending topics"),
    Pattern(r"breaking news\W*$", "Breaking news"),
    Pattern(r"live updates\W*$", "Live updates"),
    Pattern(r"stay (?:informed|up to date|in the loop|connected)\W*$", "Stay connected"),
    Pattern(r"get in touch\W*$", "Get in touch"),
    Pattern("elsewhere on the web", "Elsewhere on the web"),
    Pattern(r"terms\W*$", "Terms"),
    Pattern(r"what do you think\?$", "What do you think?"),
    Pattern(r"about the authors?\W*$", "About the author"),
    Pattern(
        rf"(?:in other news|what to read next|next {_NEWS}|post navigation)\W*$",
        "What to read next",
    ),
    Pattern(r"(?:load|show|see|view|read|browse) (?:more|all)(?: \w+)?\W*$", "Load more"),
    Pattern(r"(?:read|learn) more\b", "Learn more at the museum"),
    Pattern(
        r"(?:read next|also read|see also|read also|editor['’]?s?['’]? (?:picks?|choice))\b",
        "Editor’s picks",
    ),
    Pattern(r"more from\b", "More from Ann Marsh"),
    Pattern(r"popular on\b", "Popular on this site"),
    Pattern(r"more\s*(?:>|»|:|…)+", "More >>"),
    Pattern(rf"more (?:on this|like this|{_NEWS}|to come)\W*$", "More like this"),
    Pattern(rf"related(?: {_NEWS})?\W*$", "Related stories"),
    Pattern(rf"recommended(?: (?:{_NEWS}|for you|by))?\W*$", "Recommended for you"),
    Pattern(r"you (?:may|might) (?:also )?(?:like|be interested|enjoy)\b", "You might also like"),
    Pattern(r"don['’]t miss\b", "Don’t miss"),
    Pattern(
        r"(?:most|top|latest|more) (?:read|popular|viewed|shared|stories|news|headlines)\b.{0,20}$",
        "Most read in Business",
    ),
    Pattern(r"trending(?: (?:now|stories|topics))?\W*$", "Trending now"),
    Pattern(rf"(?:previous|next) (?:\w+ ){{0,2}}{_NEWS}\b", "Next harbour story"),
    Pattern(r"subscribe\W*$", "Subscribe"),
    Pattern(r"(?:\S+ ){0,4}newsletters?\W*$", "The morning newsletter"),
    Pattern(r"follow .{1,30} on\W*$", "Follow Ann Marsh on"),
    Pattern(r"no,? thanks\W*$", "No thanks"),
    Pattern(r"(?:follow|contact|about|join|like) us\W*$", "Follow us"),
    Pattern(r"sorry\W*$", "Sorry!"),
    Pattern(r"loading\W*$", "Loading..."),
    Pattern(r"click to tweet\W*$", "Click to tweet"),
    Pattern(rf"{_SITE}(?:\W*{_SITE}){{0,12}}\W*$", "Facebook | Twitter | Email"),
    Pattern(r"(?:share|tweet) (?:this|on|via|it)\b", "Share on"),
    Pattern(r"\d+ ?shares\b", "12 shares"),
    Pattern(
        r"(?:view|read|show|post|leave|add|write) (?:all )?(?:a |your |the )?\d{0,5} ?comments?\b",
        "Leave a comment",
    ),
    Pattern(r"(?:no )?comments?\s*(?:\(\d+\))?\W*$", "Comments (12)"),
    Pattern(r"\d+ (?:min(?:ute)?s? read|shares?|comments?|views?)\W*$", "3 min read"),
    Pattern(
        "(?:photos?|images?|pictures?|video|file photo)(?: (?:credits?|sources?"
        r"|captions?|copyright|by|courtesy))?\s*:",
        "Photo credit: Ann Marsh",
    ),
    Pattern(r"credits?\s*:", "Credit: Ann Marsh"),
    Pattern(
        r"(?:photo|image|picture) (?:source|copyright|caption|by|courtesy)\b",
        "Image courtesy Ann Marsh",
    ),
    Pattern(r"getty images\W*$", "Getty Images"),
    Pattern(r"(?:watch|listen)(?: more| now| live)?\s*:", "Watch live:"),
    Pattern("watch the video", "Watch the video"),
    Pattern(r"back to top\W*$", "Back to top"),
    Pattern(r"skip to\b", "Skip to content"),
    Pattern(r"advert(?:is(?:e?ment|ing))?\W*$", "Advert"),
    Pattern(r"sponsored(?: content)?\W*$", "Sponsored content"),
    Pattern(r"promoted\W*$", "Promoted"),
    Pattern(r"copyright\b", "Copyright Ann Marsh"),
    Pattern("order reprints", "Order reprints"),
    Pattern("print article", "Print article"),
    Pattern(r"terms (?:of|and) (?:use|service|conditions)\b", "Terms of use"),
    Pattern(r"cookie \w+\W*$", "Cookie settings"),
    Pattern(
        r"(?:tags?|topics?|filed under|categories|keywords|posted in|sources?)\s*(?::|$)",
        "Filed under:",
    ),
    Pattern(r"tags \w", "Tags harbour"),
    Pattern(r"(?:last )?updated(?: at| on|:)? .{0,20}\d.{0,20}$", "Last updated at 12:30"),
    Pattern(r"posted (?:in|by|on)\b.*\|", "Posted in News | Harbour"),
    Pattern("disclaimer$", "Disclaimer"),
    Pattern(
        r"(?:first |originally )?published (?:on|at|:)?\s*\W?.{0,10}\d.{0,30}$",
        "First published on 3 May 2017",
    ),
    Pattern(r"\[\w+ .*\]$", "[embed video]"),
)
"""Openings that mark a line as boilerplate, unless the line is a sentence."""

TAILS = (
    Pattern("in other news", "In other news"),
    Pattern("(?:load|show|see) more", "Load more"),
    Pattern("more stories", "More stories"),
    Pattern("read (?:this )?next", "Read next"),
    Pattern("recommended(?: for you)?", "Recommended for you"),
    Pattern("editors?['’]? picks", "Editors’ picks"),
    Pattern("leave a (?:comment|reply)", "Leave a reply"),
    Pattern("comments", "Comments"),
    Pattern(rf"related(?: {_NEWS})?", "Related stories"),
    Pattern(rf"(?:more|latest|other) (?:{_NEWS}|from .{{0,40}})", "Latest news"),
    Pattern(
        "(?:most|top|latest) (?:read|popular|viewed|shared|stories|news|headlines)",
        "Most popular",
    ),
    Pattern("you (?:may|might) also (?:like|be interested in)", "You may also like"),
    Pattern("trending(?: now| stories)?", "Trending now"),
    Pattern("don['’]t miss", "Don’t miss"),
    Pattern("also (?:read|on .{0,30})", "Also on our site"),
    Pattern("see also", "See also"),
    Pattern("what to read next", "What to read next"),
    Pattern("promoted stories", "Promoted stories"),
    Pattern("(?:from )?around the web", "From around the web"),
    Pattern("next up in .{0,30}", "Next up in Business"),
    Pattern("more on .{0,30}", "More on the harbour"),
    Pattern(r"more (?:\w+ ){1,3}(?:news|stories)", "More harbour news"),
    Pattern("on our radar", "On our radar"),
    Pattern("popular (?:articles|posts|stories)", "Popular posts"),
    Pattern("sponsored (?:content|stories|links)", "Sponsored links"),
)
"""Whole lines that begin the tail of a page, such as "Related stories" below an article."""


SITE_MENU = (
    Pattern("home|menu|search|close|shop|archives|reply|submit|dismiss|ok|accept|ad", "Menu"),
    Pattern("log ?in|sign ?in|register|about|contact|careers|sitemap|permissions", "Sign in"),
    Pattern("cookies|privacy|accessibility", "Privacy"),
    Pattern("latest|popular|featured|featured stories|premium|transcript|quiz|crossword", "Quiz"),
    Pattern("opinion|columns|politics|business|markets|money|jobs|classifieds", "Opinion"),
    Pattern("us|world(?: news)?|africa|americas|asia|australia|europe|middle east", "World News"),
    Pattern("(?:world|business|local|sports) news|via .{3,30}", "Local news"),
    Pattern("sports?|tech(?:nology)?|arts|entertainment|life(?:style)?", "Technology"),
    Pattern("health|science|travel|weather|obituaries|videos?|photos|podcasts", "Weather"),
)
"""Whole lines, such as "Weather", that begin the menu of a site if little text follows them."""

LEADS_ON = (Pattern(r"read more|more\s*(?:>|»)+", "Read more"),)
"""Whole lines, such as "Read more", that link to the article whose title is above them."""

STAMPS = (
    Pattern(r"(?:by|from) \S.{1,40}", "By Ann Marsh"),
    Pattern(r"[\d\s/:.,-]+(?:[ap]\.?m\.?)?", "12/5 10:30 a.m."),
)
"""Whole lines that give the author or the time of another article, below its headline."""

CAPTIONS = (
    Pattern("(?:photo|image|picture|caption|file photo)s?", "Photo: Ann Marsh"),
    Pattern("(?:video|watch|source|by|see also|related)s?", "See also: the mayor's letter"),
)
"""Words that, before a colon, mark a sentence as a caption, a credit or a link ("Photo: ...")."""

NOTICES = (
    "all rights reserved",
    "copyright",
    "©",
    "click here",
    "read more",
    "sign up",
    "subscribe",
    "newsletter",
    "contributed to this",
    "follow us",
    "reporting by",
    "writing by",
    "editing by",
    "email us",
    "e-mail us",
    "terms of use",
    "terms of service",
)
"""Phrases that mark a sentence as a notice, such as a copyright notice, and not as news."""
