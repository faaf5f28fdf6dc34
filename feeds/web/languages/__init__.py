"""Pages in the language of who reads them: which one that is, its catalogue, how it writes dates and numbers.

In comes what a request says that its reader speaks, out come sentences. The sentences are those of templates and
views, in English; `<language>.po` beside this file has them in another language. Feeds know nothing of this.
"""
