package import Kernel
package import Storage
import Touches

extension Transaction {
    /// Notes “this helps me”, with its touch.
    /// - Returns: whether it was not said before.
    @discardableResult
    package func sayHelps(_ offering: OfferingKey, by person: PersonKey, zone: Zone) throws -> Bool {
        let added = try run(
            "INSERT INTO helps (offering, person, since) VALUES (\(offering), \(person), \(now)) ON CONFLICT (offering, person) DO NOTHING")
        guard added == 1 else { return false }
        try record([NewTouch(.helped, of: offering, by: person, at: now)], zone: zone)
        return true
    }

    /// Takes “this helps me” back.
    /// - Returns: whether it was said before.
    @discardableResult
    package func takeBackHelps(_ offering: OfferingKey, by person: PersonKey, zone: Zone) throws -> Bool {
        guard try run("DELETE FROM helps WHERE offering = \(offering) AND person = \(person)") == 1 else { return false }
        try record([NewTouch(.unhelped, of: offering, by: person, at: now)], zone: zone)
        return true
    }

    /// Notes “I use this”: once per person and offering, since it is evidence of the stage `buy` and not a count.
    /// - Returns: whether it was not said before.
    @discardableResult
    package func sayUses(_ offering: OfferingKey, by person: PersonKey, zone: Zone) throws -> Bool {
        var touch = NewTouch(.usesIt, of: offering, by: person, at: now)
        touch.clientEventID = "uses-it \(person) \(offering)"
        return try record([touch], zone: zone) == 1
    }
}

extension Reader {
    package func helps(_ person: PersonKey, _ offering: OfferingKey) throws -> Bool {
        try exists("SELECT 1 FROM helps WHERE offering = \(offering) AND person = \(person)")
    }
}
