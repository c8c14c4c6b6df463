namespace ActiveResponse.Alerts;

/// <summary>
/// Parses locations: <c>/var/log/auth.log</c>, <c>web01->/var/log/auth.log</c>, <c>(web01) 10.0.0.5->/var/log/auth.log</c>.
/// </summary>
internal static class AlertLocation
{
    /// <summary>Returns the agent's name, if the location is an agent's.</summary>
    public static string? AgentName(string? location)
    {
        if (location is null || !location.StartsWith('('))
        {
            return null;
        }

        var close = location.IndexOf(')', StringComparison.Ordinal);
        return close > 1 ? location[1..close] : null;
    }

    /// <summary>Splits <c>host->place</c> of a log block; JSON has the place alone.</summary>
    public static (string? Location, string? Host) WithoutHost(string location)
    {
        var arrow = location.StartsWith('(') ? -1 : location.IndexOf("->", StringComparison.Ordinal);
        return arrow < 0 ? (location, null) : (location[(arrow + 2)..], location[..arrow]);
    }
}
