namespace ActiveResponse.Alerts;

/// <summary>Part of an alert that decides which responses fire. Points into the input and allocates nothing.</summary>
public readonly ref struct AlertKey
{
    /// <summary>Rule id; 0 if the alert names none.</summary>
    public uint RuleId { get; init; }

    /// <summary>Rule level, 0–16.</summary>
    public int Level { get; init; }

    /// <summary>Rule groups as UTF-8, each followed by a comma: <c>syslog,sshd,authentication_failed,</c>.</summary>
    public ReadOnlySpan<byte> Groups { get; init; }
}
