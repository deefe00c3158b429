/// The layout around every page.
enum Shell {
    static func document(_ page: Page, _ chrome: Chrome) -> HTML {
        """
        <!doctype html><html lang="\(chrome.language.tag)"><head><meta charset="utf-8"><title>\(page.title)</title></head>
        <body><main id="main">\(page.main)</main></body></html>
        """
    }
}
