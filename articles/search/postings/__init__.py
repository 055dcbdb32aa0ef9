"""Numpy postings for Whoosh: segments as flat arrays, written in bulk and searched with numpy.

`arrays` is the file, `tokens` and `build` make a segment of documents, `merge` one of several,
`codec` lets stock Whoosh read it, `evaluate` answers Whoosh's queries on it, `counting` counts the
values of facets.
"""
