namespace ActiveResponse.Alerts;

/// <summary>The part of an alert that decides which responses fire; it points into the input and allocates nothing.</summary>
public readonly ref struct AlertKey
{
    /// <summary>The rule's id; 0 if the alert names none.</summary>
    public uint RuleId { get; init; }

    /// <summary>The rule's level, 0–16.</summary>
    public int Level { get; init; }

    /// <summary>The rule's groups as UTF-8, joined with a comma after each: <c>syslog,sshd,authentication_failed,</c>.</summary>
    public ReadOnlySpan<byte> Groups { get; init; }
}
