namespace ActiveResponse.Diagnostics;

/// <summary>The base of what this library throws for wrong set-up.</summary>
public abstract class ActiveResponseException : Exception
{
    private protected ActiveResponseException(string message, Exception? inner = null)
        : base(message, inner) { }
}
