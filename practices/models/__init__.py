from practices.models.experiments import (
    ExperimentLineIndexPage,
    ExperimentLinePage,
    ExperimentMilestone,
    ExperimentParticipant,
)
from practices.models.imports import ImportState, Outcome, PracticeImport, PracticeImportRow
from practices.models.pages import PracticePage
from practices.models.parts import (
    LessonKind,
    PracticeAdoption,
    PracticeDocument,
    PracticeFigure,
    PracticeLesson,
    PracticeSource,
)
from practices.models.places import Municipality, Province, SizeClass
from practices.models.practice_index import PracticeIndexPage
from practices.models.profile import (
    CoproductionPhase,
    GovernmentRole,
    Influence,
    Interaction,
    Level,
    Partner,
    Recruitment,
)
from practices.models.submissions import PracticeSubmission
from practices.models.upkeep import Checker, PracticeCorrection, PracticeUpkeep
from practices.models.videos import VideoIndexPage, VideoPage, VideoSpeaker
from practices.models.vocabulary import ContinuumStep, Instrument, PracticeStatus, Theme

__all__ = [
    "Checker",
    "ContinuumStep",
    "CoproductionPhase",
    "ExperimentLineIndexPage",
    "ExperimentLinePage",
    "ExperimentMilestone",
    "ExperimentParticipant",
    "GovernmentRole",
    "ImportState",
    "Influence",
    "Instrument",
    "Interaction",
    "LessonKind",
    "Level",
    "Municipality",
    "Outcome",
    "Partner",
    "PracticeAdoption",
    "PracticeCorrection",
    "PracticeDocument",
    "PracticeFigure",
    "PracticeImport",
    "PracticeImportRow",
    "PracticeIndexPage",
    "PracticeLesson",
    "PracticePage",
    "PracticeSource",
    "PracticeStatus",
    "PracticeSubmission",
    "PracticeUpkeep",
    "Province",
    "Recruitment",
    "SizeClass",
    "Theme",
    "VideoIndexPage",
    "VideoPage",
    "VideoSpeaker",
]
