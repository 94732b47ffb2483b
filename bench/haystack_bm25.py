"""Run by the interpreter that has Haystack: documents and questions come in as JSON, rankings go out as JSON."""

import json
import sys
import time

from haystack import Document
from haystack.document_stores.in_memory import InMemoryDocumentStore

job = json.load(sys.stdin)
store = InMemoryDocumentStore()
store.write_documents(
    [
        Document(id=str(row), content=one["text"], meta={"entry": one["entry"]})
        for row, one in enumerate(job["documents"])
    ]
)
results = []
for question in job["questions"]:
    started = time.perf_counter()
    found = store.bm25_retrieval(query=question or "?", top_k=10 * job["ranked"])
    entries = list(dict.fromkeys(one.meta["entry"] for one in found))[: job["ranked"]]
    results.append({"entries": entries, "ms": 1000 * (time.perf_counter() - started)})
json.dump(results, sys.stdout)
