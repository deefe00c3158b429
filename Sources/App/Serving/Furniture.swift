import Demo
import Identity
import Web

extension House {
    /// What stands around every page: the way to the rooms that the viewer may enter.
    func furniture(_ context: WebContext) -> Furniture {
        let words = AppWords.in(context.language)
        let actor = context.actor
        func link(_ label: String, _ address: Address) -> Link {
            let path = address.description
            return Link(label, address, isCurrent: path == "/" ? context.path == "/" : context.path.hasPrefix(path))
        }
        var furniture = Furniture(brand: installation.settings[.company] ?? "Rapport")
        if isDemo { furniture.brand = "Northwind" }
        if actor.isSignedIn {
            furniture.navigation = [
                link(words.home, Address(path: "/")), link(words.catalogue, Address(path: "/catalogue")),
                link(words.me, Address(path: "/me")),
            ]
            if canAtAll(actor, .readCampaigns, isDemo: isDemo) {
                furniture.areas.append(link(words.campaigns, Address(path: "/campaigns")))
            }
            if canAtAll(actor, .readAudiences, isDemo: isDemo) {
                furniture.areas.append(link(words.audiences, Address(path: "/audiences")))
            }
            if canAtAll(actor, .readFigures, isDemo: isDemo) { furniture.areas.append(link(words.hourglass, Address(path: "/hourglass"))) }
            furniture.footer = [Link(words.password, Address(path: "/me/password"))]
        } else {
            furniture.navigation = [link(words.signIn, Address(path: "/sign-in"))]
        }
        if isDemo {
            furniture.footer.append(Link(words.design, Address(path: "/design")))
            furniture.personas = personas(context)
        }
        if installation.settings[.smtpURL] == nil, canAtAll(actor, .readCampaigns, isDemo: isDemo) { furniture.notice = words.outboxNotice }
        return furniture
    }

    private func personas(_ context: WebContext) -> [Persona] {
        let words = AppWords.in(context.language)
        let labels = [
            "employee": words.employee, "author": words.author, "approver": words.approver, "leader": words.leader, "admin": words.admin,
        ]
        return DemoCast.personas.map { persona, member in
            Persona(id: persona, label: labels[persona] ?? persona, name: member.name, isCurrent: context.viewer?.name == member.name)
        }
    }
}
