"""Who the hall is. Open to everyone: a device asks before it has a token, or what time it is."""

from __future__ import annotations

from fastapi import APIRouter

from app.domain.wire import API_VERSION, CertificateAnswer, HallInfo
from app.hall.context import Hall

router = APIRouter()


@router.get("/health")
async def health(hall: Hall) -> HallInfo:
    """Alive, and which congress this is."""
    return HallInfo(
        api_version=API_VERSION,
        congress_title=hall.identity.congress_title,
        hall_name=hall.identity.hall_name,
        root_device_id=hall.root_id,
        head_seq=hall.ledger.seq,
        now_utc_ms=hall.clock.now_utc_ms(),
    )


@router.get("/ca")
async def certificate_authority(hall: Hall) -> CertificateAnswer:
    """The congress's CA, for a device that knows only its fingerprint."""
    return CertificateAnswer(ca_pem=hall.identity.authority.certificate_pem)
