namespace ActiveResponse.Ossec.AsScript;

/// <summary>The differences between scripts: dialogue, records and texts.</summary>
internal sealed record ScriptProfile
{
    public static ScriptProfile Default { get; } = new();

    /// <summary>Whether it returns keys and waits for the go-ahead.</summary>
    public bool Converses { get; init; } = true;

    /// <summary>Whether effects must be recorded; not needed where the effect itself shows its owner.</summary>
    public bool Remembers { get; init; } = true;

    /// <summary>The text that an OSSEC script prints after its name if arguments are missing.</summary>
    public string Usage { get; init; } = "Missing argument <action> <user> (ip)";

    /// <summary>The text that an OSSEC script logs for an invalid address; <c>{0}</c> is the address.</summary>
    public string InvalidAddress { get; init; } = "Unable to run active response (invalid IP: '{0}').";
}
