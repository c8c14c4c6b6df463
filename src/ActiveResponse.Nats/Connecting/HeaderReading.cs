using NATS.Client.Core;

namespace ActiveResponse.Nats.Connecting;

/// <summary>Reads headers that may be missing.</summary>
internal static class HeaderReading
{
    /// <summary>Gets the last value of a header; false if it is missing.</summary>
    public static bool TryGetLastOrNone(this NatsHeaders? headers, string name, out string? value)
    {
        value = headers is not null && headers.TryGetValue(name, out var values) ? values.LastOrDefault() : null;
        return value is not null;
    }
}
