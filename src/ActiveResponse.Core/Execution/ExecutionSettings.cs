namespace ActiveResponse.Execution;

/// <summary>The execution options in force, which may change while the host runs. Who asks twice may get two answers; take it once for one
/// piece of work.</summary>
/// <param name="options">Those the host starts with.</param>
internal sealed class ExecutionSettings(ExecutionOptions options)
{
    private volatile ExecutionOptions _current = options;

    public ExecutionOptions Current => _current;

    /// <summary>The limits of one responder.</summary>
    public ResponderLimits Of(string responder) => ResponderLimits.Of(_current, responder);

    /// <summary>Puts other options in force; they must be valid.</summary>
    public void Replace(ExecutionOptions options) => _current = options;
}
