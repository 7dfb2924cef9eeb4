"""The error rates of a calibration, drawn: a detection error trade-off curve as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from app.camera.calibration import CalibrationReport, OperatingPoint

_WIDTH, _HEIGHT = 720, 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 24, 48, 64
_FLOOR = 1e-4  # a logarithm needs one; rates of 0 are drawn here
_TICKS = (0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0)


def draw_curve(report: CalibrationReport, *, title: str, far_label: str, frr_label: str) -> str:
    """An SVG document: false acceptance to the right, false rejection upwards, both logarithmic, with the
    95 % bounds of false rejection as a band and the proposed threshold as a dot."""
    points = [point for point in report.points if point.false_reject.trials or point.false_accept.trials]
    upper = [(point.false_accept.value, point.false_reject.bounds[1]) for point in points]
    lower = [(point.false_accept.value, point.false_reject.bounds[0]) for point in points]
    middle = [(point.false_accept.value, point.false_reject.value) for point in points]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_WIDTH / 2}" y="28" font-size="18" text-anchor="middle">{escape(title)}</text>',
        *_grid(),
        f'<polygon points="{_path([*upper, *reversed(lower)])}" fill="#B3261E" fill-opacity="0.15"/>',
        f'<polyline points="{_path(middle)}" fill="none" stroke="#B3261E" stroke-width="2.5"/>',
        _dot(report.proposed),
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 16}" font-size="15" '
        f'text-anchor="middle">{escape(far_label)}</text>',
        f'<text transform="translate(20 {_HEIGHT / 2}) rotate(-90)" font-size="15" '
        f'text-anchor="middle">{escape(frr_label)}</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _grid() -> list[str]:
    lines = []
    for tick in _TICKS:
        x, y, label = _x(tick), _y(tick), f"{tick * 100:g} %"
        lines += [
            f'<path d="M{x} {_TOP}V{_HEIGHT - _BOTTOM}M{_LEFT} {y}H{_WIDTH - _RIGHT}" '
            f'stroke="#ddd" fill="none"/>',
            f'<text x="{x}" y="{_HEIGHT - _BOTTOM + 20}" font-size="12" text-anchor="middle">{label}</text>',
            f'<text x="{_LEFT - 8}" y="{y + 4}" font-size="12" text-anchor="end">{label}</text>',
        ]
    return lines


def _dot(point: OperatingPoint) -> str:
    x, y = _x(point.false_accept.value), _y(point.false_reject.value)
    return (
        f'<circle cx="{x}" cy="{y}" r="6" fill="#1b1b1b"/>'
        f'<text x="{x + 10}" y="{y - 10}" font-size="15">{point.score_min:.3f}</text>'
    )


def _path(pairs: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_x(across)},{_y(up)}" for across, up in pairs)


def _share(rate: float) -> float:
    """Where a rate lies between the floor (0) and 1 (1), logarithmically."""
    return 1 - math.log10(max(rate, _FLOOR)) / math.log10(_FLOOR)


def _x(rate: float) -> float:
    return round(_LEFT + _share(rate) * (_WIDTH - _LEFT - _RIGHT), 1)


def _y(rate: float) -> float:
    return round(_HEIGHT - _BOTTOM - _share(rate) * (_HEIGHT - _TOP - _BOTTOM), 1)
