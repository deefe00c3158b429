import App
import ArgumentParser

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the settings in force and where each came from, and looks whether everything answers.")

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let opened = try installation.open()
        for line in opened.settings.report { Terminal.data(line) }
        do {
            let lines = try await House.examine(opened)
            for line in lines { Terminal.data(line) }
            await opened.close()
        } catch {
            await opened.close()
            throw error
        }
    }
}
