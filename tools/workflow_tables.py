"""Writes docs/workflows.md: how cases, resolutions, projects and mines go on, as diagrams and tables of steps."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hamahang.domain.flows.workflow import Step, Workflow

ROOT = Path(__file__).resolve().parent.parent


def page() -> str:
    """Return the page."""
    from hamahang.domain.board import RESOLUTION
    from hamahang.domain.flows.cases import WORKFLOWS
    from hamahang.domain.flows.mines import MINE
    from hamahang.domain.flows.projects import WORKFLOWS as PROJECTS
    from hamahang.domain.requests import REQUEST
    from hamahang.domain.sessions import SESSIONS

    lines = [
        "# How cases, requests, resolutions, projects and mines go on · راه پرونده‌ها، درخواست‌ها، مصوبات، طرح‌ها و معادن",
        "",
        "Made by `tools/workflow_tables.py` from their tables in `domain/`, not by hand. A case keeps the table",
        "of the day it began. Times can be set by the office from a day on, with their source.",
    ]
    for workflow in (*WORKFLOWS, REQUEST, RESOLUTION, SESSIONS, *PROJECTS, MINE):
        lines += ["", f"## {workflow.title.en[0].upper()}{workflow.title.en[1:]} · {workflow.title.fa}", ""]
        lines += ["```mermaid", "stateDiagram-v2", *_diagram(workflow), "```", ""]
        lines += ["| step | گام | from | to | by | needs |", f"|{' --- |' * 6}"]
        lines += [_row(workflow, step) for step in workflow.steps]
        if workflow.clocks:
            lines += ["", "| time | مهلت | days | source |", f"|{' --- |' * 4}"]
        for clock in workflow.clocks:
            days = f"{clock.days} working days" if clock.in_working_days else f"{clock.days} days"
            lines.append(f"| {clock.title.en} | {clock.title.fa} | {days} | {clock.source.en} |")
    return "\n".join(lines) + "\n"


def _diagram(workflow: "Workflow") -> list[str]:
    lines = [f'    state "{state.title.fa} · {state.title.en}" as {state.code}' for state in workflow.states]
    lines.append(f"    [*] --> {workflow.first.code}")
    lines += [f"    {source} --> {step.target}" for step in workflow.steps for source in step.sources]
    lines += [f"    {state.code} --> [*]" for state in workflow.states if state.is_final]
    return list(dict.fromkeys(lines))


def _row(workflow: "Workflow", step: "Step") -> str:
    needs = [workflow.need(code).title.en for code in step.needs]
    needs += [f"{step.waits} months since {workflow.state(step.since).title.en}"] if step.waits else []
    needs += [f"not by whoever took “{workflow.step(code).title.en}”" for code in step.not_by]
    needs += ["a reason"] if step.with_reason else []
    sources = ", ".join(workflow.state(code).title.en for code in step.sources)
    target = workflow.state(step.target).title.en
    cells = (step.title.en, step.title.fa, sources, target, f"`{step.by}`", "; ".join(needs) or "—")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Write the page."""
    sys.path.insert(0, str(ROOT / "src"))
    (ROOT / "docs" / "workflows.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
