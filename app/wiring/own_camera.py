"""The camera of a delegate's own tablet: strict, for its own person alone, and not for ever."""

from __future__ import annotations

from app.storage.device_store import DeviceStore
from app.ui.services import GateOutcome, GateResult
from app.wiring.check_in import FaceCheckIn, FaceParts
from app.wiring.congress import StoredCongress
from app.wiring.own_check_in import Tries

_LAST = (GateResult.CHECKED_IN, GateResult.ALREADY_IN, GateResult.ASK_STEWARD)


class OwnCamera(FaceCheckIn):
    """`FaceCheckInService` of a tablet. The store holds no template but its person's."""

    is_attended = False

    def __init__(self, congress: StoredCongress, store: DeviceStore, parts: FaceParts, tries: Tries) -> None:
        super().__init__(congress, store, parts)
        self._tries = tries

    def start(self) -> None:
        if not self._tries.are_over:
            super().start()

    def _end(self, outcome: GateOutcome) -> GateOutcome:
        result = self._tries.note(outcome.result)
        if result in _LAST:
            self.stop()
        if result is not outcome.result or outcome.candidate_id is not None:
            # Whom the camera takes somebody for is not said: nobody is there who may know it.
            outcome = GateOutcome(result)
        return super()._end(outcome)
