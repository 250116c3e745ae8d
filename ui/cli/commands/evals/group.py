"""`sanad eval`: its commands together."""

from __future__ import annotations

import click

from ui.cli.commands.evals.answers import answers
from ui.cli.commands.evals.audit import audit
from ui.cli.commands.evals.cases import cases
from ui.cli.commands.evals.claims import claims
from ui.cli.commands.evals.compare import compare
from ui.cli.commands.evals.followups import followups
from ui.cli.commands.evals.retrieval import retrieval


@click.group("eval")
def eval_group() -> None:
    """Measure how grounded the answers are; the same input gives the same figures."""


for command in (answers, audit, cases, claims, compare, followups, retrieval):
    eval_group.add_command(command)
