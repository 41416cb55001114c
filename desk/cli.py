"""The command line: one command a file, loaded only when it is called.

``duenotice --help`` and ``duenotice plan`` answer in well under a second
because nothing here imports Prefect, a database or a template engine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import click

from desk.lazy_commands import Entries, LazyCommands
from incidents.errors import DueNoticeError
from incidents.law.wording import sentence

COMMANDS: Entries = {
    "plan": ("desk.commands.plan", "Show every duty and date of an incident file."),
    "law": ("desk.commands.law", "Print the rule book, or one rule on a day."),
    "open": ("desk.commands.open_case", "Open a case from an incident file."),
    "list": ("desk.commands.list_cases", "List the open cases, most urgent first."),
    "show": ("desk.commands.show", "Show a case, now or as it stood."),
    "record": ("desk.commands.record", "Record a moment, a fact or who was affected."),
    "people": ("desk.commands.people", "Take in who is affected, and see who is told."),
    "hold": ("desk.commands.holds:hold", "Place a hold on the notification of people."),
    "release": ("desk.commands.holds:release", "End a hold."),
    "decide": ("desk.commands.decide", "Determine that a duty is, or is not, required."),
    "file": ("desk.commands.file_duty", "Record that duties were fulfilled."),
    "notices": ("desk.commands.notices", "List the notices and their languages."),
    "draft": ("desk.commands.draft", "Write the draft of a notice."),
    "approve": ("desk.commands.approve", "Approve exactly one drafted text."),
    "preflight": ("desk.commands.preflight", "See what a sending would be, and when it is done."),
    "sending": ("desk.commands.sending", "Prepare and release what goes to the people."),
    "send": ("desk.commands.send", "Send the e-mails of a released sending."),
    "bounces": ("desk.commands.send:bounces", "Read the e-mails that came back."),
    "progress": ("desk.commands.progress", "See who was told, and who is missing."),
    "letters": ("desk.commands.letters", "Print the letters of a released sending."),
    "letters-mailed": ("desk.commands.letters:mailed", "Record that letters were mailed."),
    "service-list": ("desk.commands.service_list", "List e-mails for a messaging service."),
    "returned": ("desk.commands.returned", "Record letters that came back."),
    "calls": ("desk.commands.calls", "Make the call sheets of a released sending."),
    "called": ("desk.commands.calls:called", "Log how a call ended."),
    "spent": ("desk.commands.spent", "Record what telling people really cost."),
    "close": ("desk.commands.close", "Close a case once nothing is left to do."),
    "export": ("desk.commands.export", "Write the record of a case as a bag."),
    "verify": ("desk.commands.verify", "Check that the record is unaltered."),
    "calendar": ("desk.commands.calendar", "Write the deadlines as a calendar file."),
    "keys": ("desk.commands.keys", "Show or rotate the keys that seal names."),
    "remind": ("desk.commands.remind", "Send the reminders that are due."),
    "serve": ("desk.commands.serve", "Start the clocks and the Prefect page."),
    "demo": ("desk.commands.demo", "Live through a whole case in minutes."),
}


#: Control characters other than tab and line end, and bytes that are no UTF-8.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class UnshowableError(DueNoticeError):
    """Something that was typed holds a character that no page can show."""


@click.group(
    cls=LazyCommands,
    entries=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="duenotice", prog_name="duenotice")
def root() -> None:
    """Keep every clock, notice and proof of a data breach, right to the day.

    Due Notice shows what the law, your policy and your contract ask for, with
    the working and the citation. It is a tool, and not legal advice.
    """


def main() -> None:
    """Run the command line; a mistake ends in one sentence and exit status 1 or 2."""
    try:
        _refuse_unshowable(sys.argv[1:])
        left = root.main(prog_name="duenotice", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped; nothing more was changed.", err=True)
        sys.exit(130)
    except click.ClickException as wrong:
        click.echo(_told(wrong), err=True)
        sys.exit(wrong.exit_code)
    except DueNoticeError as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(1)
    # Click gives the status of a command that left with one, and does not raise it.
    sys.exit(left if isinstance(left, int) else 0)


def _refuse_unshowable(arguments: Sequence[str]) -> None:
    """Refuse what a terminal would obey, a database trip over, or no page can show."""
    for each in arguments:
        if found := _UNSHOWABLE.search(each):
            raise UnshowableError(
                f"After `{each[: found.start()]}` stands a character that no page can show "
                f"(U+{ord(found[0]):04X}); type that place again."
            )


def _told(wrong: click.ClickException) -> str:
    """Give a mistake at the keyboard as one sentence, and where the help is."""
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    told = sentence(wrong.format_message())
    return f"{told} Help: {context.command_path} --help" if context else told
