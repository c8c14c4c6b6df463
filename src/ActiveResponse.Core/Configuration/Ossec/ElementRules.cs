namespace ActiveResponse.Configuration.Ossec;

/// <summary>What a value of a known element may be, as the daemon checks it.</summary>
internal enum ValueRule
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary><c>yes</c> or <c>no</c>, else error 1235.</summary>
    YesOrNo,

    /// <summary><c>yes</c> or <c>no</c>, else refused without an error of its own.</summary>
    YesOrNoUntold,

    /// <summary>ASCII digits only, or nothing.</summary>
    Digits,

    /// <summary>Something with an <c>@</c> in it.</summary>
    MailAddress,

    /// <summary>An entry of the allow list.</summary>
    Allowed,

    /// <summary>A rule file that must exist.</summary>
    RuleFile,
}

/// <summary>The elements of a section with what their values may be.</summary>
internal sealed class ElementRules
{
    // A name to a number: a dictionary to an enumeration of our own would be compiled anew at each start of the tool.
    private readonly Dictionary<string, int> _rules = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _rules.Keys;

    /// <summary>The rule of an element; null if the section has none of that name.</summary>
    public ValueRule? this[string name] => _rules.TryGetValue(name, out var rule) ? (ValueRule)rule : null;

    /// <summary>Adds elements while the list is put together.</summary>
    public ElementRules With(ValueRule rule, params string[] names)
    {
        foreach (var name in names)
        {
            _rules.Add(name, (int)rule);
        }

        return this;
    }
}
