import App
import ArgumentParser

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the settings in force and where each came from, and looks whether everything answers.")

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        // First, so that they show what is wrong where nothing can be opened.
        for line in try installation.settings().report { Terminal.data(line) }
        let opened = try installation.open()
        let found = await Examination.of(opened)
        await opened.close()
        for line in found.lines { Terminal.data(line) }
        for problem in found.problems { Terminal.note("Problem: \(problem)") }
        if !found.problems.isEmpty { throw ExitCode.failure }
    }
}
