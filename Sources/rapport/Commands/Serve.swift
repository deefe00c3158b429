import App
import ArgumentParser

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serves an installation.")

    @OptionGroup var installation: InstallationOptions

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on.")
    var port = 8080

    @Flag(help: "Serve over plain http beyond this machine, where others on the network can read sessions.")
    var insecureHttp = false

    func run() async throws {
        let opened = try installation.open()
        let baseURL = try House.baseURL(of: opened.settings, host: host, port: port, allowsInsecure: insecureHttp)
        let house = House(opened, baseURL: baseURL, logger: Log.make(opened.settings))
        try await house.serve(host: host, port: port) { Terminal.note($0) }
    }
}
