"""What agents and engineers hear about systems and versions that a product does not list."""

from __future__ import annotations

import pytest

from mailbot.casework.products import Product
from mailbot.casework.support import unlisted
from mailbot.config.details import packaged_catalogue
from mailbot.model import Finding, Strength

CATALOGUE = packaged_catalogue()
DESK = Product("desk", versions=("3.2.1", "3.1"), environments=("Windows 11", "Windows 10", "iPhone", "Chrome", "Edge"))
BROWSERS = Product("web", environments=("Chrome",))


def found(detail: str, value: str, strength: Strength = Strength.STRONG, *, lexical: bool = True) -> Finding:
    return Finding(detail, value, value, 0, len(value), "body", "test", strength, lexical=lexical)


@pytest.mark.parametrize(
    ("product", "finding", "told"),
    [
        pytest.param(DESK, found("device_os", "Windows 11 23H2"), (), id="a listed system"),
        pytest.param(DESK, found("device_os", "Windows"), (), id="a system without a version may be a listed one"),
        pytest.param(DESK, found("device_os", "Windows 7"), ("Windows 7",), id="another version"),
        pytest.param(DESK, found("device_os", "iPhone 15"), (), id="a name without a version stands for all"),
        pytest.param(DESK, found("browser", "Safari 17"), ("Safari 17",), id="another browser"),
        pytest.param(BROWSERS, found("device_os", "Windows 7"), (), id="a list of browsers says nothing of systems"),
        pytest.param(DESK, found("browser", "Safari", Strength.WEAK), (), id="a guess is no remark"),
        pytest.param(DESK, found("browser", "社内標準", lexical=False), (), id="nor are words we do not know"),
        pytest.param(DESK, found("app_version", "3.1.4", lexical=False), (), id="a patch of a listed version"),
        pytest.param(DESK, found("app_version", "3.12", lexical=False), ("3.12",), id="another version of the app"),
        pytest.param(Product("x"), found("app_version", "1.0"), (), id="no list, no remark"),
        pytest.param(DESK, found("steps", "x"), (), id="steps are in no list"),
    ],
)
def test_unlisted(product: Product, finding: Finding, told: tuple[str, ...]) -> None:
    assert unlisted(product, (finding,), CATALOGUE) == told
