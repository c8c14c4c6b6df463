namespace ActiveResponse.Ossec.AsScript;

/// <summary>How this process was called: its name, arguments and streams.</summary>
internal sealed record ScriptCaller
{
    /// <summary>The name it was started by, as given: a path or a bare name.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments after the name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required Stream Input { get; init; }

    public required Stream Output { get; init; }

    /// <summary>Whether input comes from a terminal; then a call without arguments doesn't wait for it.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The name without its folder, by which execd distinguishes programs.</summary>
    public string Name => Program[(Program.LastIndexOf('/') + 1)..];

    /// <summary>The name without a shell script's extension.</summary>
    public string PlainName => Name.EndsWith(".sh", StringComparison.Ordinal) ? Name[..^3] : Name;
}
