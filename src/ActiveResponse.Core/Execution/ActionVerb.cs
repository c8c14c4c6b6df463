namespace ActiveResponse.Execution;

/// <summary>Whether an effect is put in place, taken back, or put in place again.</summary>
public enum ActionVerb
{
    /// <summary>Put in place (<c>add</c>, <c>enable</c>).</summary>
    Apply,

    /// <summary>Taken back (<c>delete</c>, <c>disable</c>).</summary>
    Revert,

    /// <summary>Put in place again: it should have been there and was not, or a first try had failed.</summary>
    Restore,
}
