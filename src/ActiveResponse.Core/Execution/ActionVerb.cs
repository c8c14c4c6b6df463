namespace ActiveResponse.Execution;

/// <summary>Whether an effect is put in place or taken back.</summary>
public enum ActionVerb
{
    /// <summary>Put in place (<c>add</c>, <c>enable</c>).</summary>
    Apply,

    /// <summary>Taken back (<c>delete</c>, <c>disable</c>).</summary>
    Revert,
}
