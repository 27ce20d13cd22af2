"""A result says how many people voted in the room, and how many online."""

from tests.room import Room


def test_a_result_says_who_voted_in_the_room_and_who_virtually(room: Room) -> None:
    room.go("lobby")
    room.join(48)
    room.go("ranking")
    contest = room.open_ranking()[0]
    for person in room.participants[:40]:
        room.cast(person, contest.id, {"ranking": contest.options[:3]})
    organizer = room.organizer_visitor()
    address = f"/console/{room.code}/ranking"
    organizer.post(f"{address}/{contest.id}/close")
    organizer.post(f"{address}/{contest.id}/reveal")
    said = organizer.get(address).get_data(as_text=True)
    assert "40 of 48 voted (In the room: 35 of 42; Virtual: 5 of 6)." in said
