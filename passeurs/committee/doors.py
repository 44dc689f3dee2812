"""What each route of the committee asks; see `passeurs.core.access`."""

from passeurs.core.navigation import Entry

DOORS = {
    "committee:mine": "sitting.list",
    "committee:sitting": "sitting.read",
    "committee:calendar": "sitting.read",
    "committee:answer": "sitting.answer",
    "committee:desk": "sitting.desk",
    "committee:new": "sitting.desk",
    "committee:manage": "sitting.keep",
    "committee:change": "sitting.keep",
    "committee:invite": "sitting.keep",
    "committee:seat": "sitting.keep",
    "committee:seat_act": "sitting.keep",
    "committee:passages": "sitting.keep",
    "committee:passage": "sitting.keep",
    "committee:step": "sitting.keep",
    "committee:envelopes": "envelope.keep",
    "committee:funders": "envelope.keep",
    "committee:envelope": "envelope.keep",
    "committee:envelope_remove": "envelope.keep",
    "committee:scenarios": "scenario.list",
    "committee:compare": "scenario.list",
    "committee:compare_export": "scenario.list",
    "committee:figures": "sitting.figures",
    "committee:figures_export": "sitting.figures",
    "committee:scenario": "scenario.read",
    "committee:propose": "scenario.write",
    "committee:scenario_export": "scenario.read",
    "committee:scenario_act": "scenario.write",
}

NAVIGATION = [Entry("committee:mine", "Comité", "sitting.list", 62)]
