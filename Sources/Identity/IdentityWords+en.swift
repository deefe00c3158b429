extension IdentityWords {
    static let en = IdentityWords(
        signInTitle: "Sign in", signIn: "Sign in", email: "Mail address", password: "Password",
        withoutPassword: "Without a password",
        withoutPasswordText: "We send a link to your work address. It signs you in once and works for 15 minutes.",
        sendLink: "Send me a link",
        wrongPassword: "Address and password don’t fit together. Try again, or let us send you a link.",
        almostThere: "One press and you are in", pressToSignIn: "The link is good. Press the button to sign in on this device.",
        lookAtMail: "Look at your mail",
        linkSent: { "If \($0) belongs to somebody here, a link is on its way to it. It works for 15 minutes, once." },
        linkSubject: "Your link to sign in",
        linkText: {
            """
            Hello,

            open this link and press the button to sign in. It works for 15 minutes, once:

            \($0)

            If you did not ask for it, leave it alone: nothing happens without the button.
            """
        },
        noTeam: (
            "This is written by a team, and you are in none",
            "Campaigns and offerings belong to a publisher: a team with its authors and approvers. Name it and its members in a file, yourself among them if you write, and run “rapport apply FILE.yaml”."
        ),
        linkSpent: "This link has done its work",
        linkSpentAdvice:
            "It was used already, or it is older than 15 minutes. Ask for a new one; if you are setting up Rapport, restart it, and it prints a new one.",
        toSignIn: "To the sign-in page", signedOut: "You are signed out.",
        setUpTitle: "Make this Rapport yours",
        setUpIntro: "You are the first here. You become its administrator: you bring in the people and say which teams may address them.",
        setUp: "Set up Rapport", name: "Your name",
        emailHint: "If the directory knows this address, you become that person.",
        noAddress: "That is no mail address. It should look like name@company.example.",
        newPassword: "New password", again: "The new password again",
        passwordsDiffer: "The two passwords differ. Type the second one again.",
        oldPassword: "Present password", oldPasswordHint: "Leave it empty if you have none yet.",
        wrongOldPassword: "That is not your present password.",
        passwordHint: { "At least \($0) characters. A few unrelated words are better than one with symbols in it." },
        passwordLength: { "Please use \($0) to \($1) characters." },
        passwordTitle: "Your password", passwordIntro: "Changing it signs you out on all other devices.", changePassword: "Change password",
        passwordChanged: "Your password is changed. Other devices are signed out.")
}
