namespace ActiveResponse.Guards;

/// <summary>One of several guards that are joined into one failed.</summary>
/// <param name="guard">Its name.</param>
/// <param name="cause">Its failure.</param>
internal sealed class GuardFailedException(string guard, Exception cause) : Exception(cause.Message, cause)
{
    public string Guard => guard;
}
