import Kernel
import Web

/// What the pages of campaigns say, to authors and approvers.
struct CampaignWords: Words {
    // The list.
    let campaigns, listIntro, new, emptyTitle, emptyText, emptyReader, emptyTeamless, noneTitle, noneText, showAll, anyState, filterLabel,
        show: String
    let name, offering, audience, publisher, state, changed: String
    let range: @Sendable (String, String, String) -> String
    // The brief.
    let introOf, movesSentence: @Sendable (String, String) -> String
    let beforeSending, sending, handIn, rename, editBrief, remove, operatorName, draftAgain: String
    let approve, approveText, giveBack, giveBackInstead, returnNote, returnHint, waitsOwn, waitsOther: String
    let returnedBy, waitsForYou, waits, peopleIn, holdoutSentence: @Sendable (String) -> String
    let who, hurts, says, moves, knows, noNeeds, noKeyMessages, noGoal, noHoldout, brokenRule, sizeHidden, beside: String
    let goalSentence: @Sendable (_ stage: String, _ from: String, _ to: String, _ by: String) -> String
    let kind, start, latestSend, channels, uncertain, keep, resend, historyTitle: String
    let fateOfClass: @Sendable (_ policy: String, _ class: String) -> String
    let fateOfCampaign: @Sendable (_ policy: String) -> String
    let startSentence: @Sendable (CampaignStart, Format) -> String
    let history: @Sendable (Approval.Verdict?, String) -> String
    // Its form.
    let newTitle, newIntro, editTitle, editWarning, frozenNotice, create, save, choose: String
    let nameHint, slug, slugHint, publisherHint, offeringHint, audienceHint, storyLegend, stageHint: String
    let needsHint, keyMessagesHint: @Sendable (Int) -> String
    let pointsIn: String
    /// Of points in another language: their own, and what they say there.
    let translate: @Sendable (String, String) -> String
    let goalHint, goalStage, noGoalOption, goalBaseline, goalTarget, goalBy, sendingLegend: String
    let startNow, startWall, startPerson, startPersonHint, startAt, startAtHint, startZone, startZoneHint: String
    let latestSendHours, latestSendHint, holdout, holdoutHint, asClass, keepHint, resendHint, noneResent, allResent: String
    let resent: @Sendable (_ classes: String) -> String
    // Removing.
    let removeNow, keepIt, messageOne, messageMany: String
    let removeTitle, removeText: @Sendable (String) -> String
    // Messages.
    let messages, messagesIntro, message, addMessage, newMessage, noMessageTitle, noMessageText, forWhom, everyoneElse: String
    let subject, languages, people, notShown, defaultIntro, angleIntro, angle, angleHint, ruleHint, subjectHint, body, bodyHint: String
    let messageNumber: @Sendable (Int) -> String
    let language: @Sendable (String) -> String
    let fieldsMenu, fallbackHint, showPreview, sentNotice, sketchNotice, discard, moreToDo, earlier, removeMessage, tooMuch: String
    let allWell, mistake, hint: String
    // Files.
    let files, filesIntro, pictures, picture, pictureName, pictureNameHint, attachments, attachment, altHint, upload: String
    let pictureHint: @Sendable (_ megabytes: String) -> String
    let attachmentHint: @Sendable (_ megabytes: String, _ all: String) -> String
    let removeFile, attached: @Sendable (String) -> String
    // Preview.
    let preview, previewAs, viewOn, yourself, aggregateHint, nothingToShow, nobody: String
    let view: @Sendable (MessagePage.View) -> String
    let lookIn, inInbox: String
    let look: @Sendable (MessagePage.Look) -> String
    /// Kilobytes of the HTML, and how many mail programs show.
    let mailSize, clipped: @Sendable (_ size: String, _ limit: String) -> String
    let wholeMail: @Sendable (_ size: String) -> String
    let previewTitle, correctFirst: @Sendable (String) -> String
    let missing: @Sendable (_ person: String, _ fields: String) -> String
    // What was done.
    let created, saved, savedAsDraft, handedIn, approved, returned, removed, discarded: String
}
