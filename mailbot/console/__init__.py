"""What a terminal shows: tables for people, JSON for machines, nothing a stranger wrote that could steer the screen."""

from mailbot.console.cases import show_case, show_cases
from mailbot.console.details import show_details, show_found
from mailbot.console.figures import show_asking
from mailbot.console.forms import show_form
from mailbot.console.holding import show_hold
from mailbot.console.letters import show_letter_of, show_outbox, show_preview
from mailbot.console.mails import show_inbox, show_mail
from mailbot.console.progress import progress
from mailbot.console.rounds import show_once, show_problems
from mailbot.console.screen import nearest, plain, show_done, show_json
from mailbot.console.setup import show_attempt, show_first
from mailbot.console.training import show_training
from mailbot.console.trial import show_trial
from mailbot.console.trialpage import trial_page
from mailbot.console.verified import show_verified

__all__ = [
    "nearest",
    "plain",
    "progress",
    "show_asking",
    "show_attempt",
    "show_case",
    "show_cases",
    "show_details",
    "show_done",
    "show_first",
    "show_form",
    "show_found",
    "show_hold",
    "show_inbox",
    "show_json",
    "show_letter_of",
    "show_mail",
    "show_once",
    "show_outbox",
    "show_preview",
    "show_problems",
    "show_training",
    "show_trial",
    "show_verified",
    "trial_page",
]
