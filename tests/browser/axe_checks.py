"""What axe-core finds on the page that a browser shows, in light and in dark colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conftest import need_npm
from drivers import show_scheme

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""WCAG 2.2 AA and best practices."""
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
"""What can differ between two schemes of colours."""
RUN = """
const [rules, done] = arguments;
axe.run({ runOnly: rules, resultTypes: ['violations'] }).then(({ violations }) => done(violations.map((each) =>
  [each.id, each.nodes.map((node) => [node.target.join(' '), node.failureSummary])])));
"""


def list_violations(driver: Any) -> list[object]:
    """Return what every rule finds in the colours that are shown."""
    driver.execute_script(Path(need_npm("axe-core/axe.min.js")).read_text("utf-8"))
    return list(driver.execute_async_script(RUN, TAGS))


def list_violations_in_both_schemes(driver: Any) -> list[object]:
    """Return what every rule finds in light colours and those about colours find in dark ones; it is light again."""
    show_scheme(driver, "light")
    violations = list_violations(driver)
    show_scheme(driver, "dark")
    violations += [["dark", *each] for each in driver.execute_async_script(RUN, COLOUR_RULES)]
    show_scheme(driver, "light")
    return violations
