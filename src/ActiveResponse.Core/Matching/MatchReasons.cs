namespace ActiveResponse.Matching;

/// <summary>Conditions of a response that an alert met.</summary>
[Flags]
public enum MatchReasons
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The rule's level reaches the response's.</summary>
    Level = 1,

    /// <summary>The rule's groups match the response's pattern.</summary>
    Group = 2,

    /// <summary>The rule's id is on the response's list.</summary>
    RuleId = 4,
}
