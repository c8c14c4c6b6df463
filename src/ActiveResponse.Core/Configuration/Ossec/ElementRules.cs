namespace ActiveResponse.Configuration.Ossec;

/// <summary>Permitted values of a known element, as the daemon checks them.</summary>
internal enum ValueRule
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary><c>yes</c> or <c>no</c>, else error 1235.</summary>
    YesOrNo,

    /// <summary><c>yes</c> or <c>no</c>, else refused without an error number.</summary>
    YesOrNoUnnumbered,

    /// <summary>ASCII digits only, or nothing.</summary>
    Digits,

    /// <summary>A text with an <c>@</c>.</summary>
    MailAddress,

    /// <summary>An entry of the allow list.</summary>
    Allowed,

    /// <summary>A rule file that must exist.</summary>
    RuleFile,
}

/// <summary>Elements of a section with their permitted values.</summary>
internal sealed class ElementRules
{
    // Values are numbers: a dictionary with our own enumeration would be compiled at each start of the tool.
    private readonly Dictionary<string, int> _rules = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _rules.Keys;

    /// <summary>Rule of an element; null if the section has none of that name.</summary>
    public ValueRule? this[string name] => _rules.TryGetValue(name, out var rule) ? (ValueRule)rule : null;

    /// <summary>Adds elements; for building the list.</summary>
    public ElementRules With(ValueRule rule, params string[] names)
    {
        foreach (var name in names)
        {
            _rules.Add(name, (int)rule);
        }

        return this;
    }
}
