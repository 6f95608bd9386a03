"""What roles are called on screen, and what they may."""

from planner.accounts.model import Role
from planner.messages import _l

ROLES = {
    Role.MANAGER: (_l("Manager"), _l("sees the rosters and their own page")),
    Role.LEAD: (_l("Team lead"), _l("plans, changes and invites managers")),
}
