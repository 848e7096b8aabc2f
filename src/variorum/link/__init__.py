"""Which accounts are about the same event: accounts to judgements, judgements to events, and the origins of claims.

Everything here is a pure function of accounts; the store and the order of the steps are elsewhere.
"""
