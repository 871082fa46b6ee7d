"""The Reconciliation Service API 0.2 of the W3C Entity Reconciliation Community Group, which OpenRefine speaks.

    service.py    answers queries from kg's own gazetteers and register (`kg serve` offers it over HTTP)
    client.py     asks any such service (`kg link --service URL`)
"""
