"""The local app over a ledger: every account, every word, every decision, in a browser.

`app.build` makes the app; `serve` (cli) runs it. The pages are drawn on the server and work without a network.
"""
