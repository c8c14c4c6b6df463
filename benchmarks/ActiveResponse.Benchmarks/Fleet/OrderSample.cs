namespace ActiveResponse.Benchmarks.Fleet;

/// <summary>An order as it stands in the stream.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Headers">Its headers as they are sent.</param>
/// <param name="Body">Its content.</param>
internal sealed record OrderSample(string Subject, string Headers, byte[] Body)
{
    public int Bytes => Subject.Length + Headers.Length + Body.Length;
}
