using System.Collections.Immutable;

namespace ActiveResponse.Notifications;

/// <summary>Runs a program for each notification, which gets the text on standard input.</summary>
public sealed record ProgramNotificationOptions : NotificationOptions
{
    /// <summary>Full path of the program. Exit code 0 means delivered; others are retried.</summary>
    public required string Executable { get; init; }

    /// <summary>Its arguments, always the same. Default: none.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"program {Executable}";

    internal void Validate() =>
        Validation().FilePath(Executable).Require(!Arguments.IsDefault, $"{nameof(Arguments)} must not be default").ThrowIfAny();
}
