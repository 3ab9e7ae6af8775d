use crate::names::names;

names! {
    /// How the controller came by an item.
    Origin {
        /// The person gave it.
        Provided = "provided",
        /// The service saw it while the person used it.
        Observed = "observed",
        /// It was concluded from other data.
        Derived = "derived",
        /// The service made it at the person's request.
        Generated = "generated",
        /// Somebody else gave it, such as an identity provider.
        ProvidedByThirdParty = "provided-by-third-party",
    }
}

names! {
    /// How delicate a category or a label is by law.
    Sensitivity {
        /// No law singles it out.
        Ordinary = "ordinary",
        /// Sensitive under state laws of the United States, ordinary under the GDPR.
        SensitiveUs = "sensitive-us",
        /// A special category of personal data, GDPR Art. 9(1).
        SpecialCategory = "special-category",
        /// Criminal convictions and offences, GDPR Art. 10.
        Criminal = "criminal",
        /// Kept secret by contract or by profession.
        Secret = "secret",
        /// May be any of these: to be treated as the worst that is plausible.
        Any = "any",
    }
}

names! {
    /// When an obligation is owed, seen from the act that was asked about.
    Timing {
        /// Before the act: until it is attested, the answer is no plain yes.
        Before = "before",
        /// Together with the act.
        With = "with",
        /// After the act.
        After = "after",
    }
}

names! {
    /// Who has to do what an obligation says.
    Owner {
        /// The controller itself.
        Controller = "controller",
        /// The recipient, bound by the controller's contract or instruction.
        Recipient = "recipient",
    }
}

names! {
    /// Whether a mark has an end.
    MarkEnd {
        /// The end is the point of the mark.
        Required = "required",
        /// It may end on a known day, or stay until something revokes it.
        Optional = "optional",
    }
}

names! {
    /// The unit of a period that an algorithm can count: the cases of `span` in the contract.
    SpanUnit {
        /// Calendar months.
        Months = "months",
        /// Calendar days.
        Days = "days",
        /// Days on which business is done.
        BusinessDays = "business-days",
        /// Hours.
        Hours = "hours",
    }
}
