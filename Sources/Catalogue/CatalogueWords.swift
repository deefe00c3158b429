import Kernel
import Web

/// The texts of the catalogue's pages.
struct CatalogueWords: Words {
    let kind: @Sendable (OfferingKind) -> String
    let lifecycle: @Sendable (Lifecycle) -> String
    let lifecycleNote: @Sendable (Lifecycle) -> String?
    let way: @Sendable (String) -> String
    /// Where it happened, as a touch has it.
    let channel: @Sendable (String) -> String

    // Browsing
    let catalogue, catalogueIntro, search, searchButton, anyKind, anyTopic, kindLabel, topicLabel, newOnly, newLabel: String
    let noneTitle, noneText, noneFoundTitle, noneFoundText, showAll, available, unclear, newOffering: String
    let range: @Sendable (_ first: String, _ last: String, _ total: String) -> String
    let only: @Sendable (String) -> String

    // An offering
    let providedBy, facts, kindName, state, rating, topics, getIt, mayGet, needsTitle, descriptionTitle, tipsTitle, newsTitle,
        noNews: String
    let likeYouTitle, reviewsTitle, noReviews, allReviews, alsoBy, follow, unfollow, help, unhelp, use, uses, edit: String
    let followThing: @Sendable (String) -> String
    let unfollowThing: @Sendable (String) -> String
    let helpThing: @Sendable (String) -> String
    let useThing: @Sendable (String) -> String
    let onlyFor: @Sendable (String) -> String
    let unclearNotice: String
    let using: @Sendable (_ count: String, _ unit: String) -> String
    let followingCount: @Sendable (_ count: String, _ unit: String) -> String
    let answeredBy: @Sendable (String) -> String
    let edited: String

    // Reviews
    let reviewsOf: @Sendable (String) -> String
    let yourReview, starsLabel, reviewLabel, reviewHint, saveReview, changeReview, answerLabel, saveAnswer, noReviewsText: String

    // What a press did
    let followed: @Sendable (String) -> String
    let unfollowed: @Sendable (String) -> String
    let helped, unhelped, used, reviewed, answered, saved, newsAdded: String

    // A topic
    let topicIntro, topicNone, topicNoneText: String

    // Editing
    let newTitle, newIntro, owner, slug, slugHint, name, tagline, taglineHint, scene, sceneHint, description, markdownHint: String
    let tips, needs, needsHint, links, linksHint, linkLabel, linkURL, audience, audienceHint, everyone, usageFeed, usageFeedHint: String
    /// The name of a language, and what texts are in: its tag.
    let language: @Sendable (String) -> String
    let editing: @Sendable (String) -> String
    let save, inLanguage, newsForm, newsText, newsHint, addNews, view, changedMeanwhile, retiredText, retiredTitle: String
    let editTitle: @Sendable (String) -> String
    let inLine: @Sendable (Int, String) -> String

    // One's own page
    let ownTitle, ownIntro, ownFollowing, ownFollowingNone, ownReviews, ownReviewsNone, known, knownIntro, directory, notKnown: String
    let nameField, titleField, departmentField, managerField, countryField, siteField, emailField, zoneField, languageField,
        hiredField: String
    let met, metIntro, metNone, offering, times, whenHead, howHead, whereHead, password, signOut: String
    let metWith: @Sendable (String) -> String
    let since: String
}
