"""Compare scenarios with the present as a job asks: what a worker does."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from planner.domain.job import Claim, Job, Standing
from planner.job_ports import Jobs
from planner.ports import Clock, team_ref
from planner.services.comparing import Comparing, WhatIf, WhatIfRequest
from planner.services.job_work import Pulse, search_options
from planner.services.planning import PlanRequest, PlanState


class WhatIfWork:
    """Compares scenarios. A Doer. plain: a comparison as data in every language, with the moment it was made."""

    def __init__(
        self, jobs: Jobs, comparing: Comparing, clock: Clock, plain: Callable[[WhatIf, datetime], Mapping[str, Any]]
    ) -> None:
        self._jobs, self._comparing, self._clock, self._plain = jobs, comparing, clock, plain

    def do(self, job: Job, claim: Claim, pulse: Pulse) -> None:
        """Plan the present and each scenario, and keep the comparison; of one that is stopped nothing is kept."""
        asked = job.asked
        request = WhatIfRequest(PlanRequest(team_ref(job.team), (job.year, job.month)), asked.scenarios)
        told = ""

        def watch(name: str, _state: PlanState) -> None:
            nonlocal told
            if pulse.to_end:
                raise _Ended
            if name != told:
                told = name
                pulse.beat(Standing(name, "", (), (), 0, ()))

        try:
            found = self._comparing.compare(request, search_options(asked, asked.seconds), watch)
        except _Ended:
            if not pulse.to_leave:
                self._jobs.finish_comparison(claim, None)
            return
        if not pulse.to_leave:
            self._jobs.finish_comparison(claim, self._plain(found, self._clock.now()))


class _Ended(Exception):
    """The comparison is to end before it is whole."""
