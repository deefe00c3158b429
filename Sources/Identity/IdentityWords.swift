import Web

/// What Identity's pages and letters say.
struct IdentityWords: Words {
    let signInTitle, signIn, email, password, withoutPassword, withoutPasswordText, sendLink, wrongPassword: String
    let almostThere, pressToSignIn, lookAtMail: String
    let linkSent: @Sendable (String) -> String
    let linkSubject: String
    let linkText: @Sendable (String) -> String
    /// For an administrator who is in no publisher.
    let noTeam: (title: String, advice: String)
    let linkSpent, linkSpentAdvice, toSignIn, signedOut: String
    let setUpTitle, setUpIntro, setUp, name, emailHint, noAddress: String
    let newPassword, again, passwordsDiffer, oldPassword, oldPasswordHint, wrongOldPassword: String
    let passwordHint: @Sendable (Int) -> String
    let passwordLength: @Sendable (Int, Int) -> String
    let passwordTitle, passwordIntro, changePassword, passwordChanged: String
}
