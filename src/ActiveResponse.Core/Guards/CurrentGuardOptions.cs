namespace ActiveResponse.Guards;

/// <summary>Current options of guards, which may change at run time. Those that are read once stay as at the start.</summary>
/// <param name="options">Options at start.</param>
internal sealed class CurrentGuardOptions(GuardOptions options)
{
    private volatile GuardOptions _current = options;

    public GuardOptions Current => _current;

    /// <summary>Replaces the options with other valid ones.</summary>
    public void Replace(GuardOptions options) => _current = options;

    /// <summary>Options that never change.</summary>
    public static implicit operator CurrentGuardOptions(GuardOptions options) => new(options);
}
