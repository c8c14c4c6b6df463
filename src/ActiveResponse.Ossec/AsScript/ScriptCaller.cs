namespace ActiveResponse.Ossec.AsScript;

/// <summary>How this process was called: under what name, with what arguments, and what it hears and says.</summary>
internal sealed record ScriptCaller
{
    /// <summary>The name it was called by, as given: a path or a bare name.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments after the name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required Stream Input { get; init; }

    public required Stream Output { get; init; }

    /// <summary>Whether somebody types the input; then nothing is waited for without arguments.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The name without its folder: what execd tells programs apart by.</summary>
    public string Name => Program[(Program.LastIndexOf('/') + 1)..];

    /// <summary>The name without the ending of a shell script.</summary>
    public string PlainName => Name.EndsWith(".sh", StringComparison.Ordinal) ? Name[..^3] : Name;
}
