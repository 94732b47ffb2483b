"""Which language a message is in, and which one it is answered in."""

from bot.language.detection import Detection, Evidence
from bot.language.detector import Detector, load_detector
from bot.language.preference import resolve

__all__ = ["Detection", "Detector", "Evidence", "load_detector", "resolve"]
