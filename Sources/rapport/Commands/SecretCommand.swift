import App
import ArgumentParser

struct SecretCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Makes secret keys.", subcommands: [NewSecret.self])
}

struct NewSecret: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Prints a line for the secret file; on its first line it signs, below it verifies what it signed.")

    func run() throws { Terminal.data(NewKey.line()) }
}
