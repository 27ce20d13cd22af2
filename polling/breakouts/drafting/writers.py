"""Who writes in a group's document, at which stage."""

from polling.access import Role

WRITERS = {
    "breakouts": (Role.PARTICIPANT, Role.FACILITATOR),
    "presentations": (Role.FACILITATOR,),
}
