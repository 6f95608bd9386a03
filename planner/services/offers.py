"""Everything around shifts that are offered, put together."""

from dataclasses import dataclass

from planner.ports import Clock, Vault
from planner.services.month_reports import Reports
from planner.services.offer_views import OfferViews
from planner.services.offering import Offering
from planner.services.sick_calls import SickCalls
from planner.services.swapping import Swapping


@dataclass(frozen=True, slots=True)
class Offers:
    """sick: who falls ill and is well again. swaps: who asks others. answers: what becomes of it. views: who sees what.
    """

    sick: SickCalls
    swaps: Swapping
    answers: Offering
    views: OfferViews

    @classmethod
    def on(cls, vault: Vault, clock: Clock, reports: Reports, base_url: str) -> "Offers":
        """Of what a vault keeps. base_url: what the links in letters begin with."""
        parts = vault, clock, base_url
        return cls(SickCalls(*parts), Swapping(*parts), Offering(*parts), OfferViews(vault, clock, reports))
