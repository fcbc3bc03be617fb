"""Stand-ins for Dash's controls: of their size and words; what is chosen in them goes on to the control."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dash import dcc


def stand_in(node: Any, labels: Mapping[str, str]) -> str | None:
    """Return what stands in for a control until Dash has drawn it (scripts/late.js); None for what is none.

    labels: the words of labels by the id of their control.
    """
    css, name = _quoted(getattr(node, "className", "")), str(getattr(node, "id", ""))
    value: Any = getattr(node, "value", None)
    mark = f'data-control="{_quoted(name)}"'
    if isinstance(node, dcc.RadioItems):
        options = _options(node, "radioitems", [value])
        return f'<div class="dash-options-list dash-radioitems {css}" {mark}>{options}</div>'
    if isinstance(node, dcc.Checklist):
        options = _options(node, "checklist", value or ())
        return f'<div class="dash-options-list dash-checklist {css}" {mark}>{options}</div>'
    if isinstance(node, dcc.Dropdown):
        state = 'aria-disabled="true"' if getattr(node, "disabled", None) else 'tabindex="0"'
        about = f'role="button" {state} aria-haspopup="dialog" {mark}'
        inside = f'<span class="dash-dropdown-value">{_chosen(node)}</span>'
        inside = f'<span class="dash-dropdown-trigger">{inside}</span>'
        button = f'<span class="dash-dropdown {css}" {about}>{inside}</span>'
        return f'<div class="dash-dropdown-wrapper">{button}</div>'
    if isinstance(node, dcc.Input):
        hint = _quoted(getattr(node, "placeholder", ""))
        words = _quoted(labels.get(name, "")) or hint
        about = f'type="text" autocomplete="off" placeholder="{hint}" value="{_quoted(value)}"'
        inside = f'<input class="dash-input-element" aria-label="{words}" {about}>'
        return f'<div class="dash-input-container dash-input {css}" {mark}>{inside}</div>'
    return "" if isinstance(node, dcc.Slider) else None


def _quoted(value: Any) -> str:
    return escape(str(value or ""), quote=True)


def _options(node: Any, css: str, chosen: Sequence[Any]) -> str:
    kind = "radio" if css == "radioitems" else "checkbox"
    name = _quoted(f"first-{getattr(node, 'id', '')}")
    return "".join(
        f'<label class="dash-options-list-option dash-{css}-inline"><input type="{kind}" name="{name}"'
        f"{' disabled' if one.get('disabled') else ''}{' checked' if one['value'] in chosen else ''}>"
        f'<span class="dash-options-list-option-text">{escape(str(one["label"]))}</span></label>'
        for one in node.options
    )


def _chosen(node: Any) -> str:
    value: Any = getattr(node, "value", None)
    if isinstance(value, list):
        return escape(str(getattr(node, "placeholder", "") or ""))
    return next((escape(str(one["label"])) for one in node.options if one["value"] == value), "")
