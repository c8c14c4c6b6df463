namespace ActiveResponse.Ossec.AsScript;

/// <summary>In what a script differs from others: whether it talks and remembers, and a few words.</summary>
internal sealed record ScriptProfile
{
    public static ScriptProfile Default { get; } = new();

    /// <summary>Whether it names keys and waits for leave before it acts.</summary>
    public bool Converses { get; init; } = true;

    /// <summary>Whether it must be on record what an effect was made by; not where the effect itself says whose it is.</summary>
    public bool Remembers { get; init; } = true;

    /// <summary>What an OSSEC script says when it is called with too little, after its name.</summary>
    public string Usage { get; init; } = "Missing argument <action> <user> (ip)";

    /// <summary>What an OSSEC script logs for an address that is none; <c>{0}</c> is the address.</summary>
    public string InvalidAddress { get; init; } = "Unable to run active response (invalid IP: '{0}').";
}
