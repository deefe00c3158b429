extension AudienceWords {
    static let en = AudienceWords(
        title: "Audiences",
        intro:
            "Who is meant, said once as a rule over the directory and what people do. Campaigns and offerings name it; it is never a list to keep.",
        new: "New audience", newFirst: "Describe the first audience", emptyTitle: "No audience has a name yet",
        emptyText:
            "An audience is a rule such as “people in Sales in Germany or Austria”. Describe it once; everyone who fits is in it, also whoever joins tomorrow.",
        name: "Audience", size: "Size", owner: "May be changed by", adminsOnly: "Admins only", caption: "All audiences",
        range: { "\($0) to \($1) of \($2)" },
        broken: { "This rule can no longer be read: \($0)." },
        change: "Change the rule", campaignFor: "Write to them", sizeLabel: "Size", ruleLabel: "Rule", ruleAsText: "The rule as text",
        changed: "Changed",
        departments: "Where they are", noDepartment: "Without a department", otherDepartments: "Other departments",
        people: { $1 ? "person fits now" : "people fit now" },
        departmentSentence: { "Most of them are in \($0): \($1)." },
        noDepartmentSentence: "No department may be shown by itself.",
        directly: { "\($0) itself" },
        sample: "Ten of them",
        sampleIntro: "Taken across the whole audience, the same ones each time, so that you can see whether the rule means whom you mean.",
        nobody: "Nobody fits this rule now.", behaviourTitle: "Figures only",
        behaviour:
            "This rule asks what people do, so nobody is named here: no samples, and no answer to why somebody is in it. The count is rounded to 5.",
        why: "Why is this person in, or not?", whyLabel: "Name or external id", whyHint: "Such as Okafor or E-1001.", search: "Look",
        several: "Several people fit. Who is meant?", left: "has left the company, and is therefore in no audience.",
        foundNobody: { "Nobody in the directory fits “\($0)”. Try the last name, or the external id as the directory writes it." },
        isIn: { "\($0) is in this audience." }, isNotIn: { "\($0) is not in this audience." },
        uses: "Who uses it", noUses: "Nothing names this audience yet.", audience: "Audience",
        hidden: {
            switch $0 {
            case .fewPeople: "Too few people could be in it for a figure to be shown."
            case .noneOrAll: "The figure would say “none” or “all” of a small group."
            case .difference: "With the figures beside it, this one would tell about a small group."
            case .fewUndecided: "What fewer than 20 people did would decide, so no figure is shown."
            }
        },
        holds: "yes", holdsNot: "no", all: "All of these hold", any: "At least one of these holds", none: "None of these holds",
        not: "This does not hold",
        nothingKnown: "nothing is known here", found: { "the directory says “\($0)”" }, everyone: "everyone",
        newTitle: "Describe an audience", changeTitle: "Change the audience", nameLabel: "Name",
        nameHint: "What colleagues would call these people: “Field sales in Germany”.",
        slugLabel: "Short name", slugHint: "For rules and files, as in audience(\"field-sales\"). Left empty, it is made from the name.",
        ownerLabel: "May be changed by", ownerHint: "The authors of this team, and admins.",
        textLabel: "The rule", textHint: "Write it here or put it together below; both are the same rule.", count: "Count",
        save: "Save audience", cancel: "Cancel",
        builder: "Put together",
        builderHint: "Each press takes over what the fields say. After an edit of the text above, press Update to see it here.",
        groupBefore: "People for whom", groupAfter: "of this holds", modeAll: "all", modeAny: "any", modeNone: "none",
        addAbout: "Next line about", add: "Add line", addGroup: "Add group", remove: "Remove", removeGroup: "Remove group",
        update: "Update",
        value: "Value", lowest: "From", highest: "To", number: "How many", unit: "Unit", stage: "Stage", operation: "Comparison",
        unfinished: "Give this line a value, or remove it.", chooseOne: "Choose …", yes: "yes", no: "no",
        removeLine: { "Remove the line about \($0)" },
        textWins: "You changed the text and the lines. The text counts; the lines said:",
        textWinsPress: "You had changed the text, so the lines now show what it says. Press once more if it is still needed.",
        badName: "Give it a name of 1 to 200 characters.",
        badSlug: "Use small letters without accents, digits and single hyphens, at most 64, as in field-sales.",
        slugTaken: "Another audience has this short name. Choose another one.", mayNotOwn: "Choose a team that you write for.",
        meanwhile:
            "Somebody else saved this audience while you worked on it. Compare with the saved rule, then press Save again to replace it:",
        breaks: { "With this rule the audience “\($0)”, which names this one, could no longer be read: \($1)." },
        wrongAt: { "Column \($0): \($1)." }, use: { "Use “\($0)”" }, saved: { "“\($0)” is saved." },
        directory: "From the directory", attributes: "Of your own", behaviours: "What people did", others: "Groups of people",
        subjects: [
            "external_id": "External id", "email": "Mail address", "name": "Name", "first_name": "First name", "title": "Title",
            "department": "Department", "manager": "Manager", "country": "Country", "site": "Site", "time_zone": "Time zone",
            "language": "Language", "hired_on": "Hired on", "active": "Active", "everyone": "Everyone", "audience": "Audience",
            "reports to": "Reports to", "stage": "Stage with", "follows": "Follows", "got": "Got the campaign", "attended": "Attended",
        ],
        operations: [
            "=": "is", "!=": "is other than", "<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least", "in": "is one of",
            "contains": "contains", "starts with": "starts with", "between": "is between", "within": "is within the last",
            "is set": "is known",
            "under": "is in or below", "": "at any level", "directly": "directly",
        ],
        dayOperations: ["<": "is before", "<=": "is on or before", ">": "is after", ">=": "is on or after"],
        stageOperations: ["<": "is before", "<=": "is at most", ">": "is beyond", ">=": "is at or beyond"],
        units: ["days": "days", "weeks": "weeks", "months": "months"],
        stages: [
            "unaware": "unaware: has not met it", "know": "know: has met it", "like": "like: shows interest",
            "trust": "trust: asks and reads reviews",
            "try": "try: tries it", "buy": "buy: uses it", "repeat": "repeat: keeps using it", "refer": "refer: recommends it",
        ])
}
