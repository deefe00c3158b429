/// The tags of one target of the HTML writer. The ones that take attributes after these lack their `>`.
struct HTMLTags: Sendable {
    let paragraph: StaticString
    let quote: StaticString
    let bullets: StaticString
    let numbers: StaticString
    let item: StaticString
    let codeBlock: StaticString
    let code: StaticString
    let rule: StaticString
    let table: StaticString
    let tableEnd: StaticString
    let link: StaticString
    let image: StaticString
    /// From level 1.
    let headings: [StaticString]
    /// By alignment: none, left, center, right.
    let headerCells: [StaticString]
    let cells: [StaticString]
    /// What a link that leaves Rapport says to browsers.
    let externalLink: StaticString
    /// Pixels that a picture may have from left to right.
    let widest: Int

    /// Plain semantic tags, for our own pages, whose style sheet gives them their looks.
    static let page = HTMLTags(
        paragraph: "<p dir=\"auto\">",
        quote: "<blockquote dir=\"auto\">",
        bullets: "<ul dir=\"auto\">",
        numbers: "<ol dir=\"auto\"",
        item: "<li dir=\"auto\">",
        codeBlock: "<pre dir=\"auto\"><code",
        code: "<code>",
        rule: "<hr>",
        table: "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\"><table dir=\"auto\">",
        tableEnd: "</table></div>",
        link: "<a",
        image: "<img loading=\"lazy\" referrerpolicy=\"no-referrer\"",
        headings: [
            "<h1 dir=\"auto\">",
            "<h2 dir=\"auto\">",
            "<h3 dir=\"auto\">",
            "<h4 dir=\"auto\">",
            "<h5 dir=\"auto\">",
            "<h6 dir=\"auto\">",
        ],
        headerCells: [
            "<th scope=\"col\" dir=\"auto\">",
            "<th scope=\"col\" dir=\"auto\" class=\"align-left\">",
            "<th scope=\"col\" dir=\"auto\" class=\"align-center\">",
            "<th scope=\"col\" dir=\"auto\" class=\"align-right\">",
        ],
        cells: [
            "<td dir=\"auto\">",
            "<td dir=\"auto\" class=\"align-left\">",
            "<td dir=\"auto\" class=\"align-center\">",
            "<td dir=\"auto\" class=\"align-right\">",
        ],
        externalLink: " rel=\"noopener nofollow\"",
        widest: 8000)

    /// Whole looks in each tag, since mail programs drop style sheets; the classes are for the dark (`MailStyle.dark`).
    static let mail = HTMLTags(
        paragraph: """
            <p dir="auto" class="rp-text" style="margin:0 0 16px;font-family:system-ui,-apple-system,'Segoe \
            UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.55;color:#1d2226">
            """,
        quote: "<blockquote dir=\"auto\" class=\"rp-quote\" style=\"margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #0b5c63\">",
        bullets: "<ul dir=\"auto\" style=\"margin:0 0 16px;padding:0 0 0 24px\">",
        numbers: "<ol dir=\"auto\" style=\"margin:0 0 16px;padding:0 0 0 28px\"",
        item: """
            <li dir="auto" class="rp-text" style="margin:0 0 8px;font-family:system-ui,-apple-system,'Segoe \
            UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.55;color:#1d2226">
            """,
        codeBlock: """
            <pre dir="auto" class="rp-code" style="margin:0 0 16px;padding:12px;background-color:#f3f0e9;\
            font-family:ui-monospace,SFMono-Regular,Consolas,'Liberation Mono',monospace;font-size:14px;line-height:1.45;color:#1d2226;\
            white-space:pre-wrap;word-wrap:break-word"><code
            """,
        code: """
            <code class="rp-code" style="padding:1px 4px;background-color:#f3f0e9;\
            font-family:ui-monospace,SFMono-Regular,Consolas,'Liberation Mono',monospace;font-size:14px">
            """,
        rule: "<hr class=\"rp-line\" style=\"margin:24px 0;border:0;border-top:1px solid #d9d5cc\">",
        table: "<table dir=\"auto\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:0 0 16px;border-collapse:collapse\">",
        tableEnd: "</table>",
        link: "<a class=\"rp-link\" style=\"color:#0b5c63;text-decoration:underline\"",
        image: "<img border=\"0\" style=\"max-width:100%;height:auto;border:0\"",
        headings: [
            """
            <h1 dir="auto" class="rp-text" style="margin:24px 0 12px;font-family:'Iowan Old Style','Palatino \
            Linotype',Palatino,Georgia,serif;font-size:31px;line-height:1.2;font-weight:600;color:#1d2226">
            """,
            """
            <h2 dir="auto" class="rp-text" style="margin:24px 0 12px;font-family:'Iowan Old Style','Palatino \
            Linotype',Palatino,Georgia,serif;font-size:25px;line-height:1.2;font-weight:600;color:#1d2226">
            """,
            """
            <h3 dir="auto" class="rp-text" style="margin:24px 0 12px;font-family:'Iowan Old Style','Palatino \
            Linotype',Palatino,Georgia,serif;font-size:20px;line-height:1.2;font-weight:600;color:#1d2226">
            """,
            """
            <h4 dir="auto" class="rp-text" style="margin:24px 0 12px;font-family:'Iowan Old Style','Palatino \
            Linotype',Palatino,Georgia,serif;font-size:18px;line-height:1.2;font-weight:600;color:#1d2226">
            """,
            """
            <h5 dir="auto" class="rp-text" style="margin:24px 0 12px;font-family:'Iowan Old Style','Palatino \
            Linotype',Palatino,Georgia,serif;font-size:16px;line-height:1.2;font-weight:600;color:#1d2226">
            """,
            """
            <h6 dir="auto" class="rp-text" style="margin:24px 0 12px;font-family:'Iowan Old Style','Palatino \
            Linotype',Palatino,Georgia,serif;font-size:16px;line-height:1.2;font-weight:600;color:#1d2226">
            """,
        ],
        headerCells: [
            """
            <th scope="col" dir="auto" class="rp-text rp-line" style="padding:8px 12px;border-bottom:2px solid #8b8f92;\
            font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.4;\
            font-weight:600;color:#1d2226;text-align:start">
            """,
            """
            <th scope="col" dir="auto" align="left" class="rp-text rp-line" style="padding:8px 12px;border-bottom:2px solid #8b8f92;\
            font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.4;\
            font-weight:600;color:#1d2226;text-align:left">
            """,
            """
            <th scope="col" dir="auto" align="center" class="rp-text rp-line" style="padding:8px 12px;border-bottom:2px solid \
            #8b8f92;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.4;\
            font-weight:600;color:#1d2226;text-align:center">
            """,
            """
            <th scope="col" dir="auto" align="right" class="rp-text rp-line" style="padding:8px 12px;border-bottom:2px solid \
            #8b8f92;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.4;\
            font-weight:600;color:#1d2226;text-align:right">
            """,
        ],
        cells: [
            """
            <td dir="auto" valign="top" class="rp-text rp-line" style="padding:8px 12px;border-bottom:1px solid #d9d5cc;\
            font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.4;\
            color:#1d2226">
            """,
            """
            <td dir="auto" align="left" valign="top" class="rp-text rp-line" style="padding:8px 12px;border-bottom:1px solid \
            #d9d5cc;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.4;\
            color:#1d2226;text-align:left">
            """,
            """
            <td dir="auto" align="center" valign="top" class="rp-text rp-line" style="padding:8px 12px;border-bottom:1px solid \
            #d9d5cc;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.4;\
            color:#1d2226;text-align:center">
            """,
            """
            <td dir="auto" align="right" valign="top" class="rp-text rp-line" style="padding:8px 12px;border-bottom:1px solid \
            #d9d5cc;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:14px;line-height:1.4;\
            color:#1d2226;text-align:right">
            """,
        ],
        externalLink: "",
        // The layout's 600, less its padding.
        widest: 536)
}
