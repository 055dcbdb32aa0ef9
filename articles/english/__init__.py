"""All modules that know English. Another language would need a folder with the same files.

| file | what it knows about the language |
|---|---|
| `sentences`, `abbreviations` | where sentences end, and which full stops do not end one |
| `tokens`, `words`, `stop_words` | tokens for the tagger; words for the index and their stems |
| `calendar`, `dates`, `datelines`, `bylines`, `corrections` | what is printed around a text |
| `headings`, `boilerplate` | what sub-headings never contain; what sites put around articles |
| `cohesion` | which sentences need the sentence before them |
| `titles`, `reporting`, `toponyms`, `vocabulary` | the words around names of people and places |
| `tables` | how word lists and patterns are written, in any language |

The modules import nothing from other packages of the project. Other packages import them by name.
"Another language" in `docs/architecture.md` says how the project would choose between languages.
"""
