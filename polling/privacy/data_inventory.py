"""What is stored, who sees it and when it is deleted, as shown on the page "What is stored".

Each column of the database belongs to exactly one kind of data; a test compares them with the
schema. If you add a column, add it to a kind, and update the texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from polling.core.i18n import LazyString, lazy


@dataclass(frozen=True)
class Kind:
    """One kind of data. `columns` are names, separated by spaces, by table."""

    title: LazyString
    holds: LazyString
    seen_by: LazyString
    deleted: LazyString
    columns: Mapping[str, str]


WITH_THE_WORKSHOP = lazy("When the workshop is deleted.")
KINDS = (
    Kind(
        lazy("Your answers"),
        lazy(
            "Your participant number, answers and language, but no name, phone number or "
            "address. Registration lists are used only for counts, and are not stored."
        ),
        lazy(
            "You and the organizers. Your facilitator sees only whether you take part "
            "online, and the report shows only counts."
        ),
        WITH_THE_WORKSHOP,
        {
            "participant": "id workshop_id number attributes language removed token_version",
            "badge": "id workshop_id number token_version participant_id",
            "registration": "workshop_id people answers",
        },
    ),
    Kind(
        lazy("Your group"),
        lazy("Your preferred themes, your group, and whether you are its presenter."),
        lazy("You and the organizers. Your group and its facilitator see who is in the group."),
        lazy("When the workshop is deleted. Seating rules: when the workshop reaches the report."),
        {
            "participant": "preferences group_id presents",
            "seating_rule": "id workshop_id kind participant_id other_participant_id group_id",
        },
    ),
    Kind(
        lazy("Whether you voted"),
        lazy(
            "Which votes were open to you, which ones you voted in, and whether you "
            "answered the survey. Times are not stored."
        ),
        lazy("You. Organizers and the report see only counts."),
        WITH_THE_WORKSHOP,
        {
            "ballot_assignment": "contest_id participant_id position",
            "turnout": "contest_id participant_id",
            "survey_turnout": "workshop_id participant_id",
        },
    ),
    Kind(
        lazy("Ballots"),
        lazy(
            "Your choices, concerns and dissent notes, stored under a code instead of your "
            "number. The code is computed from a receipt that only your phone has. Until the "
            "reveal, a ballot also has your sector, or “Other” if few people belong to it. Your "
            "number, your name and the time are not stored."
        ),
        lazy(
            "Before the reveal, organizers see the turnout, ties, suggested finalists, concerns "
            "and paper ballots. Other people see only the turnout. After it, the report and its "
            "files contain all ballots, without links to people. Organizers decide which concerns "
            "and dissent notes are shown. Someone with full access to the server during the vote "
            "could find out who cast which ballot."
        ),
        lazy("Sectors: when the results are revealed. The rest: when the workshop is deleted."),
        {
            "ballot": "contest_id key sector revision choices digest",
            "paper_ballot": "contest_id number key",
            "concern": "contest_id key option text",
            "dissent_note": "contest_id key theme_id recommendation_id revision text approved",
        },
    ),
    Kind(
        lazy("Survey"),
        lazy(
            "Your answers, stored under a code instead of your number. The code is computed from "
            "a receipt that only your phone has."
        ),
        lazy("The organizers and readers of the report. They cannot see who wrote what."),
        WITH_THE_WORKSHOP,
        {
            "survey_response": "workshop_id key revision answers shown",
            "answer_tag": "workshop_id question digest tag",
        },
    ),
    Kind(
        lazy("Ideas, agreement and comments"),
        lazy("What you write and answer, with your number, so that you can change it."),
        lazy(
            "Your number is not shown. Your group and its facilitator see the reasons, the "
            "counts and the ideas that have been shown. Each group sees the comments on its work."
        ),
        lazy(
            "Your number: when the workshop reaches the report. What people wrote, and the counts: "
            "when the workshop is deleted."
        ),
        {
            "idea": (
                "id group_id issue_id participant_id text shown_position grouped_under_id title "
                "recommendation_id"
            ),
            "agreement_mark": (
                "recommendation_id participant_id group_id stance reason wording_digest"
            ),
            "comment": "id recommendation_id participant_id kind text",
            "merge_answer": "id proposal_id group_id participant_id agrees",
        },
    ),
    Kind(
        lazy("Recommendations"),
        lazy(
            "What the group wrote, with earlier versions and times. Each version and each change "
            "is stored with its authors’ participant numbers."
        ),
        lazy(
            "The group, its facilitator and the organizers. Everybody sees the recommendations "
            "once they have been presented. The report also contains them."
        ),
        lazy(
            "The authors’ numbers: after the presentations. Everything else: when the workshop is "
            "deleted."
        ),
        {
            "recommendation": (
                "id issue_id group_id position reference actors action by rationale original "
                "deleted_at merged_into_id split_from print_override print_wording "
                "imported_agreement"
            ),
            "draft_version": (
                "id recommendation_id authors began_at at actors action by rationale original "
                "deleted restored_from min_length max_length"
            ),
            "document_update": "id group_id workshop_id data at",
            "merge_proposal": (
                "id workshop_id first_id second_id state issue_id actors action by rationale "
                "first_agrees second_agrees"
            ),
        },
    ),
    Kind(
        lazy("Notes"),
        lazy(
            "The text, the session, the theme, and the link that was used. Names and "
            "times are not stored."
        ),
        lazy(
            "Everybody with that link, and the organizers. The report does not say "
            "which link was used."
        ),
        WITH_THE_WORKSHOP,
        {
            "note": (
                "id workshop_id link_id key revision headline detail source theme_id issue_id "
                "merged_issue_id contribution dismissed reason"
            ),
            "note_link": "id workshop_id number label session_id token_version",
        },
    ),
    Kind(
        lazy("Groups"),
        lazy(
            "The facilitator’s name if entered, the place, the meeting link, and when the "
            "group last wrote or asked for help."
        ),
        lazy(
            "The group, the organizers and the screen. The screen does not show the meeting link."
        ),
        WITH_THE_WORKSHOP,
        {
            "breakout_group": (
                "id workshop_id number theme_id place facilitator meeting_link language "
                "link_token_version issue_id ready help_since active_at reading_back_id "
                "idea_phase document_key"
            ),
        },
    ),
    Kind(
        lazy("Organizers"),
        lazy("E-mail address, a hash of the password, logins and invitations with their times."),
        lazy("The workshop’s other organizers can see the address."),
        lazy(
            "Invitations: when they are accepted or withdrawn. The rest: when the "
            "account is deleted. The log keeps addresses until its workshop is deleted."
        ),
        {
            "organizer": "id email password_hash token_version created_at",
            "workshop_organizer": "workshop_id organizer_id",
            "login": "id organizer_id token_version created_at",
            "invitation": "id workshop_id inviter_id email token_hash expires_at",
        },
    ),
    Kind(
        lazy("Log"),
        lazy("What organizers and facilitators did, and when. Ballots are never logged."),
        lazy("The organizers. Other people see an organizer’s message only while it is displayed."),
        lazy("Messages: when the stage ends. The log: when the workshop is deleted."),
        {
            "log_entry": "id workshop_id at actor action detail previous_digest digest",
            "message": "id workshop_id group_id text sent_at",
        },
    ),
    Kind(
        lazy("Workshop"),
        lazy(
            "Its title, settings, agenda with speakers, themes, issues, pictures, results and "
            "reports."
        ),
        lazy("The organizers; everybody sees the parts that are shown or published."),
        lazy("When an organizer deletes the workshop. Backups keep it until they are deleted."),
        {
            "workshop": (
                "id code title subtitle event place dates time_zone languages accent logo "
                "logo_type stage version phones_version template demo practice practice_of "
                "screen_token_version created_at wifi_name wifi_password settings attributes "
                "actors survey prose report_choices imported_results screen_state survey_open "
                "published public_key document_key last_references last_note_link disclosed"
            ),
            "agenda_session": (
                "id workshop_id position code title day starts ends room speakers moderator"
            ),
            "theme": (
                "id workshop_id position title reference short description exploration cut_places "
                "rank_places rule tie_policy quorum"
            ),
            "issue": "id theme_id position headline reference short rationale sources priority",
            "merged_issue": (
                "id issue_id parent_id theme_id position headline short rationale sources "
                "contribution"
            ),
            "dismissed_duplicate": "first_id second_id",
            "timer": "id workshop_id scope ends_at remaining_ms",
            "contest": (
                "id workshop_id kind theme_id position state rule options electorate_size pools "
                "turnout result reopened decision"
            ),
            "report_picture": "id workshop_id kind alt media_type content",
            "report_version": "id workshop_id number frozen_at digest data imported",
        },
    ),
    Kind(
        lazy("On your phone"),
        lazy(
            "Which workshop you joined (in a cookie), your language, ballots with their receipts, "
            "answers, your group’s draft, and unsent texts. Without JavaScript, the cookie also "
            "contains the secret of your receipts."
        ),
        lazy("Anyone with access to your unlocked phone. The receipt on it proves how you voted."),
        lazy(
            "Ballots, dissent notes and survey answers: when you open this workshop after the "
            "report is published. Unsent ideas and comments: when you close the tab. Unsent texts "
            "of recommendations and of the survey: when you delete them. All: when you delete this "
            "site’s data in your browser."
        ),
        {},
    ),
    Kind(
        lazy("In memory only"),
        lazy(
            "Visitors’ IP addresses, e-mail addresses from wrong logins, and whether a group "
            "member has been quiet for ten minutes."
        ),
        lazy(
            "Nobody sees the addresses, but a proxy server may log them. The group’s facilitator "
            "sees which members were quiet."
        ),
        lazy("After an hour."),
        {},
    ),
)
