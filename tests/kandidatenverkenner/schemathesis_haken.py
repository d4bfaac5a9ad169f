"""What the OpenAPI says in words, for schemathesis: a distance comes with a gemeente."""

from typing import Any

import schemathesis


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """OpenAPI has no words for a parameter that asks for another one."""
    if case.query and "afstand" in case.query:
        case.query.setdefault("gemeente", "GM0546")
