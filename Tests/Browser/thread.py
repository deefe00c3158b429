"""The main job, end to end: an offering reaches the right people, and the hourglass shows what it did.

  thread.py               on the SQLite file
  thread.py --postgres    on the server of RAPPORT_TEST_POSTGRES, in an empty database
"""
import email
import email.policy
import os
import re
import sys
import time

from demo import Demo, Failure, require, wait
from journey import AUDIENCE, OFFERING, Journey, launch
from playwright.sync_api import Error, sync_playwright

SLUG = "visit-reports"
# A reader's browser. The one that the tests drive calls itself headless, and is rightly taken for a machine.
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
STRICT = email.policy.SMTP.clone(raise_on_defect=True)


def parse(path):
    """A mail, read by a parser that forgives nothing."""
    mail = email.message_from_bytes(path.read_bytes(), policy=STRICT)
    for part in mail.walk():
        require(not part.defects, f"{path.name}: {part.defects}")
        for name, value in part.items():
            require(not value.defects, f"{path.name}: {name}: {value.defects}")
        if not part.is_multipart():
            part.get_content()
    return mail


def check_mail(path):
    mail = parse(path)
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        require(len(mail.get_all(name, [])) == 1, f"{path.name}: {name} stands {len(mail.get_all(name, []))} times")
    require(mail.get_content_type() == "multipart/alternative", f"{path.name} is {mail.get_content_type()}")
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    require(kinds == ["text/plain", "text/html"], f"{path.name} has the parts {kinds}")
    [person] = mail["To"].addresses
    for part in mail.iter_parts():
        text = part.get_content()
        require("{{" not in text, f"{path.name} holds a merge field")
        require(mail["Subject"].split(",")[0] in text, f"{path.name}: a part does not greet whom the subject greets")
    return person.addr_spec, mail


def tracked_link(mail, url):
    html = mail.get_body(("html",)).get_content()
    links = re.findall(r'<a [^>]*href="(' + re.escape(url) + r'/l/[^"]+)"', html)
    require(links, "the mail has no link that leads here")
    return links[0]


def settled(demo):
    """The status of the campaign, once nothing of it is under way."""
    status = demo.json("campaign", "status", SLUG)
    mails = status["deliveries"]["email"]
    return status if not any(mails.get(state) for state in ("planned", "claimed", "sending")) else None


def stages(demo):
    figures = demo.json("hourglass", OFFERING)
    return {stage["stage"]: stage["reached_or_beyond"] for stage in figures["stages"]}


def unaware(demo, mails):
    """A recipient who has never met the offering, with their mail."""
    for address, mail in mails.items():
        if demo.count(f'email = "{address}" and stage("{OFFERING}") < know'):
            return address, mail
    raise Failure(f"every one of {len(mails)} recipients has met {OFFERING} already")


def run(demo, play):
    def step(words):
        print(f"  {time.monotonic() - begun:6.1f} s  {words}", flush=True)

    begun = time.monotonic()
    browser = launch(play)
    before = demo.mails()
    journey = Journey(demo, browser.new_page())
    journey.goto("/catalogue")
    journey.become("author")
    journey.read_and_follow()
    step(f"read and followed {OFFERING}")
    journey.write_brief(SLUG)
    journey.write_message(SLUG)
    step(f"wrote a campaign and saw it as {journey.preview()} will")
    journey.hand_in(SLUG)
    journey.become("approver")
    journey.approve(SLUG)
    journey.become("author")
    require(demo.mails() == before, "mails are in the outbox before anybody started the campaign")
    journey.start(SLUG)
    journey.calm()
    step("handed it in, approved it as another person, started it")

    status = wait(60, "every mail is settled", lambda: settled(demo))
    accepted = status["deliveries"]["email"]["accepted"]
    files = demo.mails() - before
    mails = dict(check_mail(file) for file in files)
    require(accepted > 0, f"no mail was accepted: {status}")
    require(len(files) == accepted, f"{len(files)} mails lie in the outbox, and {accepted} were accepted")
    require(len(mails) == len(files), "somebody got two mails")
    require(status["holdout"] > 0, "nobody is in the holdout")
    require(status["audience"] == demo.count(f'audience("{AUDIENCE}")'), "the frozen audience is not the audience")
    excluded = sum(status["excluded"].values())
    require(
        accepted + status["holdout"] + excluded == status["audience"],
        f"{accepted} accepted, {status['holdout']} held out and {excluded} excluded are not {status['audience']}")
    step(f"{accepted} mails parsed; {status['holdout']} held out, {excluded} excluded, of {status['audience']}")

    address, mail = unaware(demo, mails)
    wait(30, "every stage is derived", lambda: demo.metric("rapport_hourglass_waiting") == 0)
    earlier = stages(demo)
    link = tracked_link(mail, demo.url)
    # Nobody opens a mail and follows its link the moment it arrives; scanners do.
    time.sleep(3)
    browser.new_page().goto(link)
    # A click within ten seconds after the mail was taken is nobody's for sure.
    time.sleep(10)
    require(stages(demo) == earlier, "a machine's click moved somebody")
    reader = browser.new_context(user_agent=READER).new_page()
    reader.goto(link)
    expected = dict(earlier, know=earlier["know"] + 1)
    wait(10, f"know counts one person more than {earlier['know']}", lambda: stages(demo) == expected)
    require(demo.count(f'email = "{address}" and stage("{OFFERING}") = know') == 1, f"{address} is not the one who moved")
    reader.goto(link)
    time.sleep(3)
    require(stages(demo) == expected, "a second click of the same person counted again")
    step(f"{address} clicked a link: know went from {earlier['know']} to {expected['know']}")
    browser.close()


if __name__ == "__main__":
    database = None
    if "--postgres" in sys.argv[1:]:
        database = os.environ.get("RAPPORT_TEST_POSTGRES") or sys.exit("RAPPORT_TEST_POSTGRES names no server")
    try:
        with Demo(database=database) as demo, sync_playwright() as play:
            print(f"  {demo.people} people moved in after {demo.ready_after:.1f} s", flush=True)
            run(demo, play)
            demo.stop()
    except (Failure, Error) as failure:
        sys.exit(f"  {failure}")
