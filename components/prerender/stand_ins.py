"""Stand-ins for Dash's controls: of their size and words; what is chosen in them goes on to the control."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dash import dcc


def stand_in(node: Any, labels: Mapping[str, str]) -> str | None:
    """Return what stands in for a control until Dash has drawn it (scripts/late.js); None for what is none.

    labels: the words of labels, or of groups of one control, by the id of their control.
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
        chosen = _chosen(node)
        hint = "" if chosen or value else " dash-dropdown-placeholder"
        state = 'aria-disabled="true"' if getattr(node, "disabled", None) else 'tabindex="0"'
        about = f'role="button" {state} aria-haspopup="dialog" {mark}'
        words = chosen or _quoted(getattr(node, "placeholder", ""))
        inside = f'<span class="dash-dropdown-value{hint}">{words}</span>'
        inside = f'<span class="dash-dropdown-trigger">{inside}</span>'
        button = f'<span class="dash-dropdown {css}" {about}>{inside}</span>'
        return f'<div class="dash-dropdown-wrapper">{button}</div>'
    if isinstance(node, dcc.Input):
        hint = _quoted(getattr(node, "placeholder", ""))
        words = _quoted(labels.get(name, "")) or hint
        about = f'type="text" autocomplete="off" placeholder="{hint}" value="{_quoted(value)}"'
        inside = f'<input class="dash-input-element" aria-label="{words}" {about}>'
        return f'<div class="dash-input-container dash-input {css}" {mark}>{inside}</div>'
    if isinstance(node, dcc.Slider):
        field = _range(node, _quoted(labels.get(name, "")))
        return f"<div {mark}>{field}</div>"  # of Dash's class its styles, once there, would end a drag
    return None


def _range(node: Any, label: str) -> str:
    """Return the field of a slider; without a step its places are those of its marks (scripts/late.js)."""
    least, most, value = node.min, node.max, node.value
    step = getattr(node, "step", None)
    places = "" if step else f' data-places="{" ".join(str(one) for one in node.marks)}"'
    # The part of the track that is done, as the style sheet draws it.
    done = getattr(node, "included", True)
    style = f' style="--at:{(value - least) / (most - least):.4g}"' if done else ""
    about = f'min="{least}" max="{most}" step="{step or 1}" value="{value}"'
    return f'<input type="range" aria-label="{label}" autocomplete="off" {about}{places}{style}>'


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
    return next((escape(str(one["label"])) for one in node.options if one["value"] == value), "")
