"""What can go wrong between the microphone and the text, by code.

SpeechError
|- AudioError: NoAudioSystem, NoMicrophone, MicrophoneUnplugged, NoLoudspeaker, TooManyInputs,
|  AudioUnreadable, AudioEmpty, AudioUnwritable, ExportCancelled
|- SpoolError: DiskFull, SpoolUnwritable, SpoolDamaged, SpoolWrongKey, SpoolSealed,
|  NoSuchRecording
|- EngineError: NoEngine, ModelUnusable, RecognitionFailed, EngineCrashed
"""

from __future__ import annotations

from app.domain.errors import NghisuError


class SpeechError(NghisuError):
    """Root of this package's tree."""

    code = "speech.error"


class AudioError(SpeechError):
    """Sound cannot be had from its source."""

    code = "speech.audio"


class NoAudioSystem(AudioError):
    """The PortAudio library is not on this machine."""

    code = "speech.no_audio_system"


class NoMicrophone(AudioError):
    """No input device, or the chosen one (`device`) cannot be opened."""

    code = "speech.no_microphone"


class MicrophoneUnplugged(AudioError):
    """The device (`device`) stopped giving sound while recording."""

    code = "speech.microphone_unplugged"


class NoLoudspeaker(AudioError):
    """No output device, or it was taken away while playing."""

    code = "speech.no_loudspeaker"


class TooManyInputs(AudioError):
    """More microphones were chosen than `most`."""

    code = "speech.too_many_inputs"


class AudioUnwritable(AudioError):
    """The audio file could not be written where it was wanted."""

    code = "speech.audio_unwritable"


class ExportCancelled(AudioError):
    """Writing an audio file was called off; nothing of it is left."""

    code = "speech.export_cancelled"


class AudioUnreadable(AudioError):
    """The file (`name`) is missing or is not audio that can be decoded."""

    code = "speech.audio_unreadable"


class AudioEmpty(AudioError):
    """The file (`name`) holds no sound at all."""

    code = "speech.audio_empty"


class SpoolError(SpeechError):
    """The recording on disk cannot be written or read."""

    code = "speech.spool"


class DiskFull(SpoolError):
    """No room for more sound. What was written stays readable; writing may be tried again."""

    code = "speech.disk_full"


class SpoolUnwritable(SpoolError):
    """The disk refused a write for another reason than room (`reason`: an errno name). May be tried again."""

    code = "speech.recording_unwritable"


class SpoolDamaged(SpoolError):
    """The file (`name`) is not a recording, or was altered or damaged at record `index`."""

    code = "speech.recording_damaged"


class NoSuchRecording(SpoolError):
    """There is no recording of that `number`, or not of that input, on this machine."""

    code = "speech.no_such_recording"


class SpoolWrongKey(SpoolError):
    """The recording (`name`) was encrypted with another key."""

    code = "speech.recording_wrong_key"


class SpoolSealed(SpoolError):
    """The recording (`name`) was finished properly; nothing can be added to it."""

    code = "speech.recording_sealed"


class EngineError(SpeechError):
    """Speech cannot be turned into text here."""

    code = "speech.engine"


class NoEngine(EngineError):
    """No speech engine is installed, or not the one asked for (`engine`)."""

    code = "speech.no_engine"


class ModelUnusable(EngineError):
    """The model (`model`) is incomplete (`missing`: a file's name, or "-") or the engine refuses it."""

    code = "speech.model_unusable"


class RecognitionFailed(EngineError):
    """The engine (`engine`) failed on sound it was given. The recording is not touched by this."""

    code = "speech.recognition_failed"


class EngineCrashed(EngineError):
    """The process of the engine (`engine`) ended by itself or no longer answers. It can be started again."""

    code = "speech.engine_crashed"
