"""Report -> spaCy Doc with spans: quantities, triggers, groups, dates, places, sources, actors.

Every module holds one spaCy component that also works alone in a pipeline of somebody's own, after
`import variorum.annotate`: `nlp.add_pipe("variorum_quantities")`.
"""
