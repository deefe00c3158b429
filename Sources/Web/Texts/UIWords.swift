/// The texts of the components and of the page around them.
struct UIWords: Words {
    let skip: String
    let mainNavigation: String
    let areas: String
    let personas: String
    let personasIntro: String
    let signIn: String
    let ownPage: @Sendable (String) -> String
    let footer: String
    let pages: String
    let previous: String
    let next: String
    let breadcrumb: String
    let stepDone: String
    let stepCurrent: String
    let stepAhead: String
    let stars: @Sendable (String) -> String
    let starOption: @Sendable (Int) -> String
    let showTable: String
    let hidden: String
    let hiddenShort: String
    let none: String
    let requestID: @Sendable (String) -> String
    let back: String
}
