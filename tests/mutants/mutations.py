"""Make the faulty versions of a module, each with one small fault: a `<` for a `<=`, a number one higher."""

from __future__ import annotations

import ast
import random
import re
from itertools import zip_longest
from typing import TYPE_CHECKING

import parso  # noqa: F401 - cosmic_ray imports a part of it that wants the whole
from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutants.table import Mutant

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPEECHLESS = re.compile(
    r"/(?:RemoveDecorator|ExceptionReplacer|VariableReplacer|VariableInserter)"
    r"|_(?:Is|IsNot|BitXor|Pow|LShift|RShift|Mod|Div|FloorDiv)\Z|_(?:Add|Sub|Mul|Pow|LShift)_Bit(?:Or|And)\Z"
    r"|Operator_(?:Eq|NotEq)_(?:Lt|LtE|Gt|GtE)\Z"
)
"""Operators whose faults nobody makes: an exception that nobody knows, `is` for `==`, `<` between two names."""


def mutants_of(source: str) -> list[Mutant]:
    """List the faulty versions of a module that may behave otherwise, each once, in order of their lines."""
    plain = _meaning(source)
    found = {mutant.source: mutant for mutant in _mutants(source) if _meaning(mutant.source) != plain}
    return sorted(found.values(), key=lambda mutant: (mutant.line, mutant.after))


def sample(mutants: list[Mutant], most: int, seed: int) -> list[Mutant]:
    """Choose some at random, always the same for a seed, and of no line two before each has one."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret here
    turns: dict[int, int] = {}
    ranked: list[tuple[int, int, Mutant]] = []
    for mutant in chance.sample(mutants, len(mutants)):
        turns[mutant.line] = turns.get(mutant.line, 0) + 1
        ranked.append((turns[mutant.line], len(ranked), mutant))
    chosen = [mutant for _, _, mutant in sorted(ranked, key=lambda row: row[:2])[:most]]
    return sorted(chosen, key=lambda mutant: (mutant.line, mutant.after))


def _mutants(source: str) -> Iterator[Mutant]:
    nodes = list(ast_nodes(get_ast(source)))
    for name in plugins.operator_names():
        kind = plugins.get_operator(name)
        if kind.arguments() or _SPEECHLESS.search(name):
            continue
        count = sum(len(list(kind().mutation_positions(node))) for node in nodes)
        for occurrence in range(count):
            faulty = mutate_code(source, kind(), occurrence)
            if faulty and (difference := _difference(source, faulty)):
                yield Mutant(faulty, *difference)


def _difference(source: str, faulty: str) -> tuple[int, str, str] | None:
    lines = zip_longest(source.splitlines(), faulty.splitlines(), fillvalue="")
    return next(((line, a.strip(), b.strip()) for line, (a, b) in enumerate(lines, 1) if a != b), None)


class _Bare(ast.NodeTransformer):
    """Takes away what no test can tell: annotations, docstrings, how data classes are made, imports for types."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns, node.decorator_list = None, []  # how much is cached changes no answer
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.decorator_list = []
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        node.annotation = ast.Constant("")
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        self.generic_visit(node)
        return None if isinstance(node.value, ast.Constant) else node

    def visit_If(self, node: ast.If) -> ast.AST | None:
        self.generic_visit(node)
        return None if "TYPE_CHECKING" in ast.dump(node.test) else node


def _meaning(source: str) -> str:
    try:
        return ast.dump(_Bare().visit(ast.parse(source)))
    except SyntaxError:
        return ""
