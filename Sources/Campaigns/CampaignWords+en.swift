import Kernel
import Web

extension CampaignWords {
    static let en = CampaignWords(
        campaigns: "Campaigns",
        listIntro: "What your team tells people about what it offers, from the first idea to what came of it.",
        new: "Write a campaign",
        emptyTitle: "No campaign yet",
        emptyText: "A campaign says one thing about one offering to the people it helps. You write a brief, then the message; "
            + "somebody else approves it, and it is sent.",
        emptyReader: "Here you find what your team's authors write, as soon as there is something.",
        emptyTeamless:
            "Campaigns are written by the authors of a publisher. Name publishers and their members in a file and run “rapport apply FILE.yaml”.",
        noneTitle: "None in this state",
        noneText: "There are campaigns, but none that is this far just now.",
        showAll: "Show all",
        anyState: "Any state",
        filterLabel: "Filter campaigns",
        show: "Show",
        name: "Name",
        offering: "Offering",
        audience: "Audience",
        publisher: "Publisher",
        state: "State",
        changed: "Changed",
        range: { "\($0) to \($1) of \($2)" },
        introOf: { "\($0) about \($1)" },
        movesSentence: { "So that more of them \($0): \($1)." },
        beforeSending: "Look at it before sending",
        sending: "See how it goes",
        handIn: "Hand in for approval",
        rename: "Change name and goal",
        editBrief: "Edit the brief",
        remove: "Delete",
        operatorName: "The operator",
        draftAgain: "This was changed after it had been handed in, so it is a draft again. Hand it in once more when it is ready.",
        approve: "Approve",
        approveText: "Read the brief and every message. Once you approve, it can be sent as it stands here.",
        giveBack: "Give it back",
        giveBackInstead: "Give it back instead",
        returnNote: "What should change?",
        returnHint: "The author reads this beside the brief.",
        waitsOwn: "You wrote it or handed it in, so another approver decides.",
        waitsOther: "An approver of the publisher decides. Editing takes it back.",
        returnedBy: { "\($0) gave it back" },
        waitsForYou: { "\($0) asks for your approval" },
        waits: { "\($0) has handed it in" },
        peopleIn: { "people in “\($0)”" },
        holdoutSentence: { "\($0) of the people are not reached, to compare with." },
        who: "Who",
        hurts: "What hurts them",
        says: "What we say",
        moves: "Where they should get to",
        knows: "How we will know",
        noNeeds: "No need is written down yet. What do these people complain about, in their own words?",
        noKeyMessages: "No key message yet. Three at most: what should stay with them?",
        noGoal: "No goal is set. Without one nobody can say afterwards whether it worked.",
        noHoldout: "Everyone is reached, so there is nobody to compare with.",
        brokenRule: "The audience's rule names something that is not there any more. Open the audience and correct it.",
        sizeHidden: "The number is not shown: the rule asks what people did, and too few are in question.",
        beside: "Facts about the campaign",
        goalSentence: { "The share of those who \($0) goes from \($1) to \($2) by \($3)." },
        kind: "Kind",
        start: "Start",
        latestSend: "Nothing is sent later than",
        channels: "Channels",
        uncertain: "If a mail's fate is unknown",
        keep: "Leave it",
        resend: "Send it again",
        historyTitle: "Who handed in and who decided",
        fateOfClass: { "\($0), as is usual here for “\($1)”" },
        fateOfCampaign: { "\($0), as decided for this campaign" },
        startSentence: { start, format in
            switch start {
            case .now: "As soon as somebody starts it"
            case .instant(let instant): format.near(instant)
            case .wall(let wall, let zone): "\(format.date(wall.day)), \(format.time(wall)) (\(zone))"
            case .person(let wall): "\(format.date(wall.day)), \(format.time(wall)) on each person's own clock"
            }
        },
        history: { verdict, name in
            switch verdict {
            case nil: "\(name) handed it in"
            case .approved: "\(name) approved it"
            case .returned: "\(name) gave it back"
            case .withdrawn: "\(name) changed it again"
            }
        },
        newTitle: "A new campaign",
        newIntro:
            "The brief first: who it is for, what hurts them, what you say, and how you will know that it worked. The words come after.",
        editTitle: "Edit the brief",
        editWarning: "If you save a change, this becomes a draft again and has to be approved anew.",
        frozenNotice: "This has been sent. Its name and its goal can still change; everything else stays as it went out.",
        create: "Save the brief",
        save: "Save",
        choose: "Please choose",
        nameHint: "For authors; people who get it don't see it.",
        slug: "Address",
        slugHint: "For links and files, such as crm-first-week. Left empty, it is made from the name.",
        publisherHint: "The team that it comes from.",
        offeringHint: "What it is about.",
        audienceHint: "Whom it is for.",
        storyLegend: "The story",
        stageHint: "One step that these people can take now.",
        needsHint: { "In their own words, one a line, \($0) at most." },
        keyMessagesHint: { "One a line, \($0) at most. What should stay with them?" },
        pointsIn: "Language of the needs and key messages",
        translate: { own, points in "One a line, in the order that they have in “\(own)”: \(points)" },
        goalHint: "The share of the people who can be reached, before and after.",
        goalStage: "People who",
        noGoalOption: "No goal yet",
        goalBaseline: "Today",
        goalTarget: "Then",
        goalBy: "By",
        sendingLegend: "Sending",
        startNow: "As soon as somebody starts it",
        startWall: "At a time",
        startPerson: "At a time on each person's own clock",
        startPersonHint: "9:00 in Pune and 9:00 in Berlin are hours apart.",
        startAt: "Date and time",
        startAtHint: "Only for a start at a time.",
        startZone: "Time zone",
        startZoneHint: "Such as Europe/Berlin. Only for a start at one time for all.",
        latestSendHours: "Hours to send it in",
        latestSendHint: "What could not be sent within them is not sent at all.",
        holdout: "Kept for comparison",
        holdoutHint: "A share of the people, drawn by lot, who are not reached: 10% shows what would have happened anyway.",
        asClass: "As is usual for its kind",
        keepHint: "Perhaps somebody does not get it.",
        resendHint: "Perhaps somebody gets it twice.",
        noneResent: "At present every kind is left.",
        allResent: "Sent again at present: every kind.",
        resent: { "Sent again at present: \($0). Every other kind is left." },
        removeNow: "Delete it for good",
        keepIt: "Keep it",
        messageOne: "message",
        messageMany: "messages",
        removeTitle: { "Delete “\($0)”?" },
        removeText: { "The brief and \($0) will be gone, for everyone and for good. Nobody has received anything of it." },
        messages: "Messages",
        messagesIntro: "Each person gets the first message that is for them. The last one is for everyone else.",
        message: "Message",
        addMessage: "Write another message",
        newMessage: "A new message",
        noMessageTitle: "Nothing is written yet",
        noMessageText:
            "Begin with the message for everyone. Others, for parts of the audience who need to hear it differently, come before it.",
        forWhom: "For whom",
        everyoneElse: "everyone else",
        subject: "Subject",
        languages: "Languages",
        people: "People",
        notShown: "not shown",
        defaultIntro: "For everyone for whom no other message is.",
        angleIntro: "For a part of the audience that should hear it differently.",
        angle: "Name of this message",
        angleHint: "For authors, such as “For managers”.",
        ruleHint: "A rule such as title contains \"manager\". The first message that fits is sent.",
        subjectHint: "Say the benefit in under 60 characters.",
        body: "Text",
        bodyHint: "Markdown. [words](offering) leads to the offering's page.",
        messageNumber: { "Message \($0)" },
        language: { tag in
            switch tag {
            case "en": "English"
            case "de": "German"
            default: tag
            }
        },
        fieldsMenu: "What can be filled in for each person",
        fallbackHint: "Words after a bar stand in where a person has none: {{person.first_name | colleague}}.",
        showPreview: "Show in the preview",
        sentNotice: "This has been sent, so its words stay as they went out.",
        sketchNotice: "These words are not saved yet. Only you see them.",
        discard: "Throw them away",
        moreToDo: "More",
        earlier: "Ask its rule one place earlier",
        removeMessage: "Delete this message",
        tooMuch: "This text is too long to keep. Link to a page instead.",
        allWell: "Nothing to correct.",
        mistake: "Mistake",
        hint: "Look again",
        files: "Pictures and attachments",
        filesIntro: "They belong to the campaign: all its messages can show the pictures, and every mail has the attachments.",
        pictures: "Pictures in the text", picture: "A picture",
        pictureName: "Name in the text", pictureNameHint: "Lower-case letters, digits and hyphens. Left empty: from the file’s name.",
        attachments: "Attachments", attachment: "A file that goes with every mail", altHint: "What it shows", upload: "Add",
        pictureHint: {
            "PNG, JPEG, GIF or WebP, at most \($0) MB. Put it into the text by its name, with words for those who can’t see it. Outlook on Windows shows no WebP."
        },
        attachmentHint: {
            "PDF, Word, Excel, PowerPoint, calendar, text or a picture, at most \($0) MB; \($1) MB for all files of the campaign. A link costs the reader less."
        },
        removeFile: { "Remove \($0)" },
        attached: { "Attached: \($0)" },
        preview: "As it arrives",
        previewAs: "As",
        viewOn: "On",
        yourself: "Yourself",
        aggregateHint: "A rule asks what people did, so nobody of the audience is shown here.",
        nothingToShow: "Write a text, and it shows here.",
        nobody: "There is nobody in this audience as whom to show it.",
        view: {
            switch $0 {
            case .phone: "a phone"
            case .desktop: "a large screen"
            case .plain: "plain text"
            case .home: "the home page"
            }
        },
        lookIn: "Colours",
        inInbox: "In the inbox",
        look: {
            switch $0 {
            case .light: "light"
            case .dark: "dark"
            }
        },
        mailSize: { "\($0) KB of text and layout, of the \($1) KB that Gmail shows." },
        clipped: {
            "This mail has \($0) KB. Gmail hides what comes after \($1) KB, the way out included. Say less here, and link to a page."
        },
        wholeMail: { "\($0) KB in all." },
        previewTitle: { "The message as it arrives: \($0)" },
        correctFirst: { "There is something to correct first. \($0)" },
        missing: { "For \($0) there is no \($1). Add words for that case after a bar, as in {{person.site | your site}}." },
        created: "The brief is saved. Now write the message.",
        saved: "Saved.",
        savedAsDraft: "Saved. This is a draft again: what was handed in or approved has changed.",
        handedIn: "Handed in. An approver of the publisher decides next.",
        approved: "Approved. It can be sent now.",
        returned: "Given back to its author.",
        removed: "The draft is deleted.",
        discarded: "The unsaved words are gone.")
}
