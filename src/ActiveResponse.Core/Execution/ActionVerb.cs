namespace ActiveResponse.Execution;

/// <summary>Kind of action on an effect: apply, revert or restore.</summary>
public enum ActionVerb
{
    /// <summary>Apply it (<c>add</c>, <c>enable</c>).</summary>
    Apply,

    /// <summary>Revert it (<c>delete</c>, <c>disable</c>).</summary>
    Revert,

    /// <summary>Apply it again: it is missing, or a first attempt failed.</summary>
    Restore,
}
