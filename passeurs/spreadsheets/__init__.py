"""Tables that people keep in a spreadsheet: read whatever they send, write what they can open.

Knows no domain: a caller says which columns it wants, and what each must hold.
"""
