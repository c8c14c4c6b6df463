using System.Globalization;
using ActiveResponse.Configuration.Ossec;
using Microsoft.Extensions.Configuration;

namespace ActiveResponse.Configuration.Keyed;

/// <summary>Converts the value of a key to the text of an element; null if the key is missing or its value was rejected.</summary>
internal static class KeyedValue
{
    public static string? Text(IConfigurationSection section, KeyTree keys)
    {
        if (section.GetChildren().Any())
        {
            keys.Reject(section, "This is a list or an object: write one value.");
            return null;
        }

        return section.Value;
    }

    /// <summary>Returns the entries of a list.</summary>
    public static List<IConfigurationSection> Entries(IConfigurationSection section, KeyTree keys)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            keys.Reject(section, $"{ConfigReading.Quote(section.Value)} isn't a list: write a list, even of one entry.");
        }

        return [.. section.GetChildren()];
    }

    /// <summary>Returns one value, or a list joined with commas.</summary>
    public static string? List(IConfigurationSection section, KeyTree keys)
    {
        var entries = section.GetChildren().ToList();
        return entries.Count == 0 ? section.Value : string.Join(',', entries.Select(entry => Text(entry, keys)));
    }

    public static string? Boolean(IConfigurationSection section, KeyTree keys)
    {
        if (Text(section, keys) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var value))
        {
            return value ? "yes" : "no";
        }

        keys.Reject(section, $"{ConfigReading.Quote(text)} is neither true nor false: write one of these.");
        return null;
    }

    /// <summary>Returns locations, compared as whole words.</summary>
    public static string? Location(IConfigurationSection section, KeyTree keys)
    {
        if (List(section, keys) is not { } text || (LocationText.Compare(text) is { } named && named != ResponseLocation.None))
        {
            return List(section, keys);
        }

        keys.Reject(section, $"{ConfigReading.Quote(text)} isn't a location: write local, server, defined-agent or all.");
        return null;
    }

    /// <summary>Returns seconds, from a number or a time such as <c>00:10:00</c>.</summary>
    public static string? Seconds(IConfigurationSection section, KeyTree keys)
    {
        if (Text(section, keys) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds.ToString(CultureInfo.InvariantCulture);
        }

        var isTime =
            text.Contains(':', StringComparison.Ordinal) & TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time);
        if (isTime && time >= TimeSpan.Zero && time.TotalSeconds <= int.MaxValue && time.Ticks % TimeSpan.TicksPerSecond == 0)
        {
            return ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        keys.Reject(
            section,
            $"{ConfigReading.Quote(text)} isn't a timeout: write whole seconds (600) or hours, minutes and seconds "
                + "(00:10:00); 0 is until lifted."
        );
        return null;
    }
}
