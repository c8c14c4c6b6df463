namespace ActiveResponse.Alerts;

/// <summary>Parts of an alert's rule read so far.</summary>
internal ref struct RuleScan
{
    public AlertFormat Format;
    public uint Id;
    public int Level;
    public ReadOnlySpan<byte> Groups;
    public bool HasId;
    public bool HasLevel;
    public bool HasGroups;
    public AlertError? Error;

    /// <summary>Whether the rule has an id or a level.</summary>
    public readonly bool Found => HasId || HasLevel;

    public readonly AlertKey ToKey() =>
        new()
        {
            RuleId = Id,
            Level = Level,
            Groups = Groups,
        };
}
