"""What the assistant knows: content files, their checks, the embedder, the index and the search.

`build.build` turns `content/` into a versioned folder under `var/knowledge/`, `checking.check` lists what is
wrong with the files, and `service.KnowledgeBase` answers from the newest version. Nothing here knows of Rasa.
"""
