"""Everything that knows English; a second language is a folder with the same files.

| file | what another language has in its place |
|---|---|
| `sentences`, `abbreviations` | where sentences end, and the stops that end none |
| `tokens`, `words`, `stop_words` | what a tagger reads; what is indexed, folded and stemmed |
| `calendar`, `dates`, `datelines`, `bylines`, `corrections` | what newspapers print around a text |
| `headings`, `boilerplate` | what sub-headings never have; what sites put around articles |
| `cohesion` | openings that lean on the sentence before |
| `titles`, `reporting`, `toponyms`, `vocabulary` | the words around names of people and places |
| `tables` | how such tables are written; shared by all languages |

Nothing here imports the rest of the project. Other packages import these modules by name; the
choice by `Article.language` will be one function, called by `ingest`: see "Another language" in
`docs/architecture.md`.
"""
