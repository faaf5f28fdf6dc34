"""The table of faults speaks of the program as it is."""

from __future__ import annotations

import pytest

from tests.mutants.table import HOME, Module, by_hand, read_table


@pytest.mark.parametrize("module", read_table(), ids=lambda module: module.path)
def test_every_fault_can_be_put_into_its_module(module: Module) -> None:
    assert all((HOME / test).exists() for test in module.tests)
    for line, fault in module.faults:
        compile(by_hand(module.source, line, fault).source, module.path, "exec")
    lines = {line.strip() for line in module.source.splitlines()}
    assert {line for line, _ in module.equivalent} <= lines
