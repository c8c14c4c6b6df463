namespace ActiveResponse.Diagnostics;

/// <summary>The base of this library's exceptions for a wrong set-up.</summary>
public abstract class ActiveResponseException : Exception
{
    private protected ActiveResponseException(string message, Exception? inner = null)
        : base(message, inner) { }
}
