"""Query parameters that a route does not document, and those that stand twice, are refused by name.

A slip (`?staus=failed`) would else be silence: the list of all jobs. Of two values one would be dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import Response


class StrictQuery(APIRoute):
    """A route that knows all of its query parameters."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind a look at the query, where there is one."""
        handler = super().get_route_handler()
        documented = (self.openapi_extra or {}).get("parameters", [])
        known = {str(one.alias) for one in self.dependant.query_params}
        known |= {one["name"] for one in documented if one["in"] == "query"}

        async def handle(request: Request) -> Response:
            if request.scope["query_string"]:
                refuse_odd_names(request, known)
            return await handler(request)

        return handle


def refuse_odd_names(request: Request, known: set[str]) -> None:
    """Pass if each query parameter is known and stands once. Raises RequestValidationError."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    wrong = [
        {"type": "query", "loc": ("query", name), "msg": "there is no such parameter" if odd else "stands twice"}
        for name, times in given.items()
        if (odd := name not in known) or times > 1
    ]
    if wrong:
        raise RequestValidationError(wrong)
