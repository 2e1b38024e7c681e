"""The small charts of a KPI as a browser draws them, at a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from ..support.browser import PHONE, WIDE, login


def _box(element):
    box = element.bounding_box()
    assert box, "it is drawn"
    return box


def _share(mark, of):
    """How far from the left of a picture the middle of a mark stands, in percent."""
    mark, of = _box(mark), _box(of)
    return 100 * (mark["x"] + mark["width"] / 2 - of["x"]) / of["width"]


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_charts_have_the_right_proportions(demo_database, server, browser, size):
    office = server(demo_database)
    page = browser.page(size=size)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    login(page, office.url)
    [(tracking, baseline, value, target)] = demo_database.query(
        "SELECT tracking.id, baseline_value, latest_value, target FROM rollout_kpi_tracking tracking"
        " JOIN ir_model_data data ON data.res_id = tracking.id AND data.name = 'tracking_month_end'"
    )
    assert (baseline, value, target) == (11, 7, 5)

    # Once as a row or a card, once in the form.
    page.goto(f"{office.url}/odoo/rollout-kpis")
    place = ".o_kanban_record" if size == PHONE else ".o_data_row"
    _check(page.locator(place, has_text="Month-end close").first, baseline, value, target)
    page.goto(f"{office.url}/odoo/rollout-kpis/{tracking}")
    form = page.locator(".o_form_view")
    _check(form, baseline, value, target)
    # What the marks mean is written beside them.
    legend = form.locator(".o_field_rollout_bullet .o_rollout_chart_legend")
    expect(legend.locator(".fw-bold")).to_have_text(["7.0", "11.0", "5.0"])
    expect(legend.locator(".text-muted")).to_have_text(["Day 60", "Baseline", "Target", "working days"])
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert not errors


def _check(place, baseline, value, target):
    bullet = place.locator("svg.o_rollout_bullet")
    bullet.wait_for()
    # The scale begins at zero and ends a tenth beyond the largest number.
    scale = 1.1 * max(baseline, value, target)
    width, whole = _box(bullet.locator(".o_rollout_chart_bar")), _box(bullet)
    assert abs(width["x"] - whole["x"]) < 1
    assert abs(100 * width["width"] / whole["width"] - 100 * value / scale) < 1
    assert abs(_share(bullet.locator(".o_rollout_chart_baseline"), bullet) - 100 * baseline / scale) < 2
    assert abs(_share(bullet.locator(".o_rollout_chart_target"), bullet) - 100 * target / scale) < 2
    assert bullet.get_attribute("role") == "img"
    assert bullet.get_attribute("aria-label") == "Day 60: 7.0, Baseline: 11.0, Target: 5.0 (working days)"

    line = place.locator("svg.o_rollout_sparkline")
    dots = [_box(dot) for dot in line.locator("circle").all()]
    assert len(dots) == 5
    middles = [dot["x"] + dot["width"] / 2 for dot in dots]
    # Thirty days lie between each two of them, and so the same distance.
    steps = [after - before for before, after in zip(middles, middles[1:], strict=False)]
    assert max(steps) - min(steps) < 0.1 * max(steps)
    # 12, 11, 11, 9, 7: downwards is larger on a screen.
    heights = [dot["y"] for dot in dots]
    assert heights == sorted(heights)
    assert abs(heights[1] - heights[2]) < 0.5
    fall = (heights[4] - heights[0]) / (heights[1] - heights[0])
    assert abs(fall - 5) < 0.3
    # Before and after go-live differ by more than their place: hollow and full.
    fills = [dot.evaluate("dot => getComputedStyle(dot).fill") for dot in line.locator("circle").all()]
    assert len(set(fills[:3])) == len(set(fills[3:])) == 1
    assert fills[0] != fills[4]
    assert "Day 30: 9.0" in line.get_attribute("aria-label")
