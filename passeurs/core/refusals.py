"""A refusal is a normal outcome, told in French."""


class Refused(Exception):  # noqa: N818 - a refusal, not an error
    """Raised by an action that cannot go through; `reasons` are sentences fit for the screen."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons
