"""What a service's OpenAPI document names."""

from __future__ import annotations

from typing import Any


def documented(document: dict[str, Any]) -> set[tuple[str, str, str]]:
    """Every parameter of every route: query, head, fields of forms, members of JSON bodies."""
    schemas, found = document["components"]["schemas"], set()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            route = f"{method.upper()} {path}"
            for one in operation.get("parameters", []):
                if one["in"] != "path":
                    found.add((route, one["in"], one["name"]))
            for kind, body in operation.get("requestBody", {}).get("content", {}).items():
                schema = body["schema"]
                while "anyOf" in schema:
                    schema = schema["anyOf"][0]
                if "$ref" in schema:
                    schema = schemas[schema["$ref"].rpartition("/")[2]]
                where = {"multipart/form-data": "form", "application/json": "json"}.get(kind)
                found |= {(route, where, name) for name in schema.get("properties", {}) if where}
    return found
