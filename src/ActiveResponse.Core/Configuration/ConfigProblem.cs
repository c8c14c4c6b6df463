namespace ActiveResponse.Configuration;

/// <summary>Severity of a <see cref="ConfigProblem"/>.</summary>
public enum ConfigSeverity
{
    /// <summary>Accepted, but probably not intended.</summary>
    Warning,

    /// <summary>The configuration can't be used as it is.</summary>
    Error,
}

/// <summary>One problem of a configuration, with its position and remedy.</summary>
public sealed record ConfigProblem
{
    /// <summary>Severity of the problem.</summary>
    public required ConfigSeverity Severity { get; init; }

    /// <summary>Stable code: the daemon's own error number if it has one (<c>1230</c>), else our name (<c>rules-id-stops</c>).</summary>
    public required string Code { get; init; }

    /// <summary>
    /// File, or null if read from memory; for a configuration of keys the key, e.g. <c>ActiveResponse:Responses:0:Level</c>.
    /// </summary>
    public string? File { get; init; }

    /// <summary>Line, from 1; 0 for a configuration of keys.</summary>
    public required int Line { get; init; }

    /// <summary>Column in bytes, from 1; 0 for a configuration of keys.</summary>
    public required int Column { get; init; }

    /// <summary>Element concerned (<c>rules_id</c>), or null.</summary>
    public string? Element { get; init; }

    /// <summary>What is wrong and what to write instead, in one or two sentences.</summary>
    public required string Message { get; init; }

    /// <summary>
    /// Returns <c>file:line:column: severity code: message</c>, the form editors recognize; <c>key: severity code: message</c> for a
    /// configuration of keys.
    /// </summary>
    public override string ToString() =>
        $"{File ?? "(input)"}{(Line == 0 ? "" : $":{Line}:{Column}")}: "
        + $"{(Severity == ConfigSeverity.Error ? "error" : "warning")} {Code}: {Message}";
}
