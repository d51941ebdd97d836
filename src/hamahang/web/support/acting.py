"""What all forms of support share: whose bank, which county, which line."""

from hamahang.web.access import PersonRequest


def own_bank(request: PersonRequest) -> str:
    """Return the code of a bank's officer's bank; empty for everybody else."""
    is_of_bank = request.user.role == "BANK" and request.user.agency
    return request.user.agency.code if is_of_bank and request.user.agency else ""
