"""`python -m hamahang.cli`: the command, where its own file is not at hand."""

from hamahang.cli.main import run

run()
