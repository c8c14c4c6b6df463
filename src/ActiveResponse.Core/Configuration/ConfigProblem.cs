namespace ActiveResponse.Configuration;

/// <summary>How grave a <see cref="ConfigProblem"/> is.</summary>
public enum ConfigSeverity
{
    /// <summary>Accepted, but probably not what was meant.</summary>
    Warning,

    /// <summary>The configuration can't be used as it is.</summary>
    Error,
}

/// <summary>One thing wrong with a configuration, said so that it can be found and mended.</summary>
public sealed record ConfigProblem
{
    /// <summary>How grave it is.</summary>
    public required ConfigSeverity Severity { get; init; }

    /// <summary>A stable code: the daemon's own error number where it has one (<c>1230</c>), else a name of ours
    /// (<c>rules-id-stops</c>).</summary>
    public required string Code { get; init; }

    /// <summary>The file it stands in, or null when read from memory; for a configuration of keys the key, e.g.
    /// <c>ActiveResponse:Responses:0:Level</c>.</summary>
    public string? File { get; init; }

    /// <summary>Line, from 1; 0 for a configuration of keys.</summary>
    public required int Line { get; init; }

    /// <summary>Column in bytes, from 1; 0 for a configuration of keys.</summary>
    public required int Column { get; init; }

    /// <summary>The element it is about (<c>rules_id</c>), or null.</summary>
    public string? Element { get; init; }

    /// <summary>What is wrong and what to write instead, in one or two sentences.</summary>
    public required string Message { get; init; }

    /// <summary><c>file:line:column: severity code: message</c>, the form editors jump to; <c>key: severity code: message</c> for a
    /// configuration of keys.</summary>
    public override string ToString() =>
        $"{File ?? "(input)"}{(Line == 0 ? "" : $":{Line}:{Column}")}: {(Severity == ConfigSeverity.Error ? "error" : "warning")} {Code}: {Message}";
}
