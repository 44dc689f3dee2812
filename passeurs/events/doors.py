"""What each route of the events asks; see `passeurs.core.access`."""

from passeurs.core.navigation import Entry

DOORS = {
    "events:index": "event.read",
    "events:event": "event.read",
    "events:calendar": "event.read",
    "events:certificate": "event.register",
    "events:registration": "event.register",
    "events:give_up": "event.register",
    "events:desk": "event.desk",
    "events:new": "event.desk",
    "events:manage": "event.keep",
    "events:change": "event.keep",
    "events:step": "event.keep",
    "events:export": "event.keep",
    "events:remove": "event.keep",
    "events:sheet": "event.keep",
    "events:day": "event.keep",
    "events:mark": "event.keep",
    "events:fees": "fee.desk",
    "events:fee_ask": "fee.desk",
    "events:fee_act": "fee.keep",
}

NAVIGATION = [Entry("events:index", "Rencontres", order=14)]
