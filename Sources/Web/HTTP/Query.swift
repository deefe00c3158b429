package import Hummingbird

extension Request {
    /// The query of the address, read as browsers write a form that only asks: `+` is a space. Empty where it can't be read.
    package var query: Form { (try? Form(urlEncoded: Array((uri.query ?? "").utf8))) ?? Form() }
}
