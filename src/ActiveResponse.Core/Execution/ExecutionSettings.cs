namespace ActiveResponse.Execution;

/// <summary>
/// Current execution options, which may change at run time. Read them once per piece of work, since two reads may differ.
/// </summary>
/// <param name="options">Options at start.</param>
internal sealed class ExecutionSettings(ExecutionOptions options)
{
    private volatile ExecutionOptions _current = options;

    public ExecutionOptions Current => _current;

    /// <summary>Returns the limits of one responder.</summary>
    public ResponderLimits Of(string responder) => ResponderLimits.Of(_current, responder);

    /// <summary>Replaces the options with other valid ones.</summary>
    public void Replace(ExecutionOptions options) => _current = options;
}
