from practices.models.experiments import (
    ExperimentLineIndexPage,
    ExperimentLinePage,
    ExperimentMilestone,
    ExperimentParticipant,
)
from practices.models.inventory import PracticeIndexPage
from practices.models.pages import PracticeFigure, PracticePage, PracticeSource
from practices.models.places import Municipality, Province, SizeClass
from practices.models.videos import VideoIndexPage, VideoPage, VideoSpeaker
from practices.models.vocabulary import ContinuumStep, Instrument, PracticeStatus, Theme

__all__ = [
    "ContinuumStep",
    "ExperimentLineIndexPage",
    "ExperimentLinePage",
    "ExperimentMilestone",
    "ExperimentParticipant",
    "Instrument",
    "Municipality",
    "PracticeFigure",
    "PracticeIndexPage",
    "PracticePage",
    "PracticeSource",
    "PracticeStatus",
    "Province",
    "SizeClass",
    "Theme",
    "VideoIndexPage",
    "VideoPage",
    "VideoSpeaker",
]
