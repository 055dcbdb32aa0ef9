"""All modules that know English. A second language would be a folder with the same files.

| file | what it knows about the language |
|---|---|
| `sentences`, `abbreviations` | where sentences end, and which full stops do not end one |
| `tokens`, `words`, `stop_words` | tokens for the tagger; words for the index and their stems |
| `calendar`, `dates`, `datelines`, `bylines`, `corrections` | lines printed around a text |
| `headings`, `boilerplate` | what sub-headings never contain; what sites put around articles |
| `cohesion` | sentences that need the sentence before them |
| `titles`, `reporting`, `toponyms`, `vocabulary` | the words around names of people and places |
| `tables` | how such tables are written, in any language |

These modules import nothing else of the project. Other packages import them by name. "Another
language" in `docs/architecture.md` says how the project would choose between languages.
"""
