from .members import AnswerForm, GiveForm, JoinForm, LeaveForm, MemberForm, RoleForm
from .structures import StructureForm, VerifyForm

__all__ = [
    "AnswerForm",
    "GiveForm",
    "JoinForm",
    "LeaveForm",
    "MemberForm",
    "RoleForm",
    "StructureForm",
    "VerifyForm",
]
