using System.Collections.Immutable;

namespace ActiveResponse.Configuration.Ossec;

/// <summary>Writes the <c>ar.conf</c> the dialect's analysisd would write.</summary>
public static class ArConfWriter
{
    /// <summary>Returns the content: the built-in restart lines (two for OSSEC, six for Wazuh), then one line per response.</summary>
    /// <param name="config">Dialect and responses; names are truncated to 255 bytes, timeouts to whole seconds.</param>
    public static ImmutableArray<byte> Write(ActiveResponseConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var text = new ArConfText(config.Dialect);
        foreach (var response in config.Responses)
        {
            text.Add(
                response.Name,
                response.Command.Executable,
                (int)Math.Clamp(response.Timeout.TotalSeconds, int.MinValue, int.MaxValue)
            );
        }

        return text.Bytes;
    }
}
