"""The dashboard and the alerts ask for figures that the service gives, and every alert says what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from service_process import RunningService

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "docs" / "monitoring"
NAME = re.compile(r"cleaner_[a-z_]+")


def test_every_figure_that_is_asked_for_is_given(service: RunningService) -> None:
    """No panel and no rule is empty for ever."""
    with service.client() as api:
        families = text_string_to_metric_families(api.get("/metrics").text)
        given = {f"{one.name}_total" if one.type == "counter" else one.name for one in families}
    board = json.loads((MONITORING / "grafana.json").read_text())
    asked = {name for panel in board["panels"] for one in panel["targets"] for name in NAME.findall(one["expr"])}
    asked |= {name for rule in rules() for name in NAME.findall(rule["expr"])}
    assert asked <= given
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"]) > 10


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(rule, id=rule["alert"])
        for rule in yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"][0]["rules"]
    ],
)
def test_every_alert_has_its_paragraph(rule: dict) -> None:
    """docs/operations.md has what to do under its name."""
    assert f"**{rule['alert']}**" in (ROOT / "docs" / "operations.md").read_text()
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"]


def rules() -> list[dict]:
    """The rules of the file."""
    return yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"][0]["rules"]
